"""Publishing beside processes that answer: they follow without a restart and never see a gap."""

from __future__ import annotations

import itertools
import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from knowledge.embedding.factory import open_embedder
from tests.conftest import PANDU, Pandu, pandu_environment
from tests.parts import Parts, open_parts, version_of

QUESTION = "Apa saja kewajiban kota anggota ASCN?"
FOLLOWED_WITHIN = 90  # seconds, far more than a process takes to see a publication
SERVER = f"""
import json, sys
from bot.app import build_app
from bot.settings import load_settings
app = build_app(load_settings())
print("ready", flush=True)
for line in sys.stdin:
    answer = app.answering.answer({QUESTION!r})
    print(json.dumps({{"outcome": answer.outcome.value, "release": answer.release}}), flush=True)
app.close()
"""
# The command, with a stop before a function that the writing of an index calls. Ctrl-C reaches it even where the tests
# run in the background of a shell, whose children are to ignore it.
HELD = """
import signal, sys
from bot.cli.main import main
from knowledge.releases import writer
signal.signal(signal.SIGINT, signal.default_int_handler)
moment = sys.argv.pop(1)
function = getattr(writer, moment)
def held(*arguments):
    print("held", flush=True)
    sys.stdin.readline()
    return function(*arguments)
setattr(writer, moment, held)
main()
"""


@pytest.fixture
def writer(data: Path) -> Iterator[Parts]:
    with open_parts(data, open_embedder(threads=1)) as parts:
        yield parts


def _publish(parts: Parts, number: int) -> str:
    parts.document_store.add(version_of("catatan", f"Catatan nomor {number} tentang rapat anggaran di kantor."))
    return parts.publish()


class Reader:
    """A process that answers the same question again and again, in a thread that waits for each answer."""

    def __init__(self, command: list[str], data: Path, question: str) -> None:
        self.answers: list[dict[str, str]] = []
        self._question = question
        self._process = subprocess.Popen(
            command,
            cwd=data.parent,
            env=pandu_environment(data),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            bufsize=1,
        )
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._ask)

    def start(self) -> None:
        """Ask, and wait for the first answer."""
        self._thread.start()
        while not self.answers and self._thread.is_alive():
            time.sleep(0.01)

    def stop(self) -> str:
        """Stop; what the process wrote to stderr."""
        self._stop.set()
        self._thread.join()
        _, errors = self._process.communicate()
        assert self._process.returncode == 0, errors
        return errors

    def releases(self) -> list[str]:
        """The releases it answered from, one after the other."""
        return [release for release, _ in itertools.groupby(answer["release"] for answer in self.answers)]

    def _ask(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        while not self._stop.is_set():
            self._process.stdin.write(f"{self._question}\n\n")
            line = self._process.stdout.readline()
            if not line:
                return
            if line.startswith("{"):
                self.answers.append(json.loads(line))


@pytest.mark.parametrize(
    "command", [[PANDU, "ask", "--json", "-"], [sys.executable, "-c", SERVER]], ids=["command", "server"]
)
def test_running_processes_follow_every_publication(writer: Parts, data: Path, command: list[str]) -> None:
    reader = Reader(command, data, QUESTION)
    reader.start()
    published = [writer.release_store.published() or ""]
    published += [_publish(writer, number) for number in range(3)]
    published.append(writer.builder.rollback("test"))
    # The answer under way may still be of the release before. While the database is slow a process goes on with the
    # release it knows, on a busy machine for many answers.
    seen, given_up = len(reader.answers), time.monotonic() + FOLLOWED_WITHIN
    while time.monotonic() < given_up and not (
        len(reader.answers) > seen + 1 and reader.answers[-1]["release"] == published[-1]
    ):
        time.sleep(0.01)
    assert reader.stop() == ""
    assert {answer["outcome"] for answer in reader.answers} == {"answered"}
    assert reader.answers[-1]["release"] == published[-1]
    order = iter(published)
    assert all(release in order for release in reader.releases())


@contextmanager
def _rebuild_held(data: Path, moment: str) -> Iterator[subprocess.Popen[str]]:
    """A rebuild that stands still in the middle of its index, before it calls this function, until it reads a line."""
    builder = subprocess.Popen(
        [sys.executable, "-c", HELD, moment, "rebuild"],
        env=pandu_environment(data),
        cwd=data.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        assert builder.stdout is not None
        assert builder.stdout.readline() == "held\n"
        assert list((data / "releases").glob(".building-*"))
        yield builder
    finally:
        builder.kill()
        builder.communicate()


def test_a_second_build_is_told_who_builds(data: Path, pandu: Pandu) -> None:
    with _rebuild_held(data, "write_vectors") as first:
        second = pandu(data, "rollback")
        out, _ = first.communicate("go on\n")
    assert second.returncode == 1
    assert f"Process {first.pid} on " in second.stderr
    assert "has been rebuilding the index since 20" in second.stderr
    assert "try again" in second.stderr
    assert "Traceback" not in second.stderr
    assert first.returncode == 0
    assert out.startswith("Rebuilt and published r")


@pytest.mark.parametrize("moment", ["write_vectors", "fingerprint"], ids=["half-written", "all-but-sealed"])
def test_an_interrupted_build_harms_nothing(writer: Parts, data: Path, pandu: Pandu, moment: str) -> None:
    published = writer.release_store.published()
    with _rebuild_held(data, moment) as first:
        first.send_signal(signal.SIGINT)
        _, errors = first.communicate()
    assert first.returncode == 130
    assert "Traceback" not in errors
    assert "what is published goes on answering" in errors
    assert [path.name for path in (data / "releases").iterdir()] == [published]
    assert not (data / "build.json").exists()
    assert sorted(release.status for release in writer.release_store.releases()) == ["draft", "failed"]
    answer = json.loads(pandu(data, "ask", "--json", QUESTION).stdout)
    assert (answer["outcome"], answer["release"]) == ("answered", published)
    assert writer.builder.rebuild("test").release_id == writer.release_store.published() != published
