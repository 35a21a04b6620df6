"""kill -9 at any moment of a build: what is published goes on answering, and the next build succeeds."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from knowledge.errors import MovedError
from tests.journeys.building_process import CHUNKS, build
from tests.parts import Parts, open_parts

KILLS = 20


class Builds:
    """Processes that build, one at a time."""

    def __init__(self, data: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.building_process", str(data)],
            cwd=Path(__file__).parents[2],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            bufsize=1,
        )

    def run(self, number: int, seconds: float, begun: Callable[[], bool] = lambda: True) -> bool:
        """Let one begin, kill it so long after it has ``begun``; whether it was killed rather than done."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{number}\n")
        child = self._heard()
        while not begun():
            time.sleep(0.01)
        time.sleep(seconds)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        ended = self._heard()
        assert ended in (0, -signal.SIGKILL)
        return ended != 0

    def close(self) -> None:
        """End."""
        self._process.communicate()
        assert self._process.returncode == 0

    def _heard(self) -> int:
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())


def _answers(parts: Parts) -> str:
    """The release that answers, after a look at all of it."""
    release = parts.releases.current()
    assert release.check() == []
    assert len(release) == CHUNKS
    assert release.nearest(np.full(64, 1 / 8, np.float32), 5)
    return release.id


def test_a_build_killed_at_random_moments_harms_nothing(tmp_path: Path) -> None:
    moments = random.Random(20451123)
    with open_parts(tmp_path) as parts:
        build(parts, 0)
        began = time.perf_counter()
        build(parts, 1)
        duration = (time.perf_counter() - began) * 1.2
        published = _answers(parts)
        known = {release.id for release in parts.release_store.releases()}
        builds = Builds(tmp_path)
        killed = 0
        for number in range(KILLS):
            killed += builds.run(100 + number, (number + moments.random()) / KILLS * duration)
            answering = _answers(parts)
            statuses = {release.id: release.status for release in parts.release_store.releases()}
            assert statuses[answering] == "draft"
            assert answering == published or answering not in known  # it came to the publication before it died
            published, known = answering, set(statuses)
        builds.close()
        assert killed >= KILLS // 2

        last = build(parts, 999)
        assert _answers(parts) == last
        statuses = {release.id: release.status for release in parts.release_store.releases()}
        assert "building" not in statuses.values()
        folders = {folder.name for folder in (tmp_path / "releases").iterdir()}
        assert last in folders
        assert all(statuses[folder] == "draft" for folder in folders)
        assert not (tmp_path / "build.json").exists()
        assert parts.builder.rollback("test") == published
        assert _answers(parts) == published


def _moved_since(parts: Parts, moves: int) -> bool:
    return len(parts.release_store.history(most=100_000)) > moves


def test_a_publication_killed_at_random_moments_leaves_one_whole_release(tmp_path: Path) -> None:
    with open_parts(tmp_path) as parts:
        releases = [build(parts, number) for number in range(2)]
        moments, publishers = random.Random(20451124), Builds(tmp_path)
        for _ in range(6):
            moved = partial(_moved_since, parts, len(parts.release_store.history(most=100_000)))
            assert publishers.run(-1, moments.random() * 0.3, moved)
            assert _answers(parts) in releases
            told = parts.release_store.history(most=100_000)
            assert [one.previous for one in told[:-1]] == [one.release for one in told[1:]]  # no move lost, none double
            assert told[0].release == parts.release_store.published()
        publishers.close()
        assert parts.builder.rollback("test") in releases


def test_of_publishers_at_once_one_publishes_over_what_all_saw(tmp_path: Path) -> None:
    with open_parts(tmp_path) as parts:
        first, *drafts = [build(parts, number) for number in range(5)]
        parts.builder.publish(first, "test")
        start, told = threading.Barrier(len(drafts)), []

        def publish(release: str) -> None:
            with open_parts(tmp_path) as mine:
                start.wait()
                try:
                    mine.builder.publish(release, release, over=first, wait=60)
                except MovedError as error:
                    told.append(str(error))

        threads = [threading.Thread(target=publish, args=(release,)) for release in drafts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        winner = _answers(parts)
        assert winner in drafts
        assert told == [f"Meanwhile {winner} was published by {winner}. Look at it before you publish over it."] * 3
