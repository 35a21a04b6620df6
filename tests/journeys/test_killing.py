"""kill -9 at any moment of a build: what is published goes on answering, and the next build succeeds."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

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

    def run(self, number: int, seconds: float) -> bool:
        """Let one begin, kill it after so long; whether it was killed rather than done."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{number}\n")
        child = self._heard()
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
