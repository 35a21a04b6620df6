"""Two machines with one database and a data folder each: what one publishes, the other makes for itself."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from knowledge.embedding.factory import open_embedder
from knowledge.errors import IntegrityError, LockedError
from knowledge.releases.files import release_folder
from knowledge.releases.published import ReleaseReader
from knowledge.storage.engine import database_url
from tests.conftest import Pandu, pandu_environment
from tests.fakes.embedder import HashEmbedder
from tests.fakes.postgres import Postgres
from tests.parts import open_parts, take_vectors, version_of

QUESTION = "Apa saja kewajiban kota anggota ASCN?"
ROOT = Path(__file__).parents[2]
SERVER = f"""
import json, sys
from bot.app import build_app
from bot.settings import load_settings
app = build_app(load_settings())
for line in sys.stdin:
    answer = app.answering.answer({QUESTION!r})
    found = answer.outcome.value, answer.release, [block.model_dump(mode="json") for block in answer.blocks]
    print(json.dumps(found), flush=True)
app.close()
"""
HOLDER = """
import sys
from pathlib import Path
from tests.parts import open_parts
with open_parts(Path(sys.argv[1]), url=sys.argv[2]) as parts, parts.builder.lock("building a release"):
    print("held", flush=True)
    sys.stdin.readline()
"""


class Server:
    """A process that answers as ``pandu serve`` does, over a data folder and a database."""

    def __init__(self, data: Path, url: str) -> None:
        data.parent.mkdir(parents=True, exist_ok=True)
        self._process = subprocess.Popen(
            [sys.executable, "-c", SERVER],
            cwd=data.parent,
            env=pandu_environment(data, PANDU_DATABASE_URL=url, PYTHONPATH=str(ROOT)),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            bufsize=1,
        )

    def answer(self) -> tuple[str, str, object]:
        """Outcome, release and text."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("?\n")
        outcome, release, blocks = json.loads(self._process.stdout.readline())
        return outcome, release, blocks

    def follow(self, release: str) -> object:
        """Ask until it answers from this release; all answers before are good as well."""
        for _ in range(10_000):
            outcome, answered, blocks = self.answer()
            assert outcome == "answered"
            if answered == release:
                return blocks
        raise AssertionError(f"It never answered from {release}.")

    def close(self) -> None:
        """End."""
        self._process.communicate(timeout=120)
        assert self._process.returncode == 0


@pytest.fixture
def url(postgres: Postgres) -> str:
    return postgres.database()


@pytest.fixture
def serve(url: str) -> Iterator[Callable[[Path], Server]]:
    with ExitStack() as stack:

        def start(data: Path) -> Server:
            server = Server(data, url)
            stack.callback(server.close)
            return server

        yield start


def test_each_makes_what_the_other_publishes(
    tmp_path: Path, url: str, published: Path, small_corpus: Path, pandu: Pandu, serve: Callable[[Path], Server]
) -> None:
    here, there = tmp_path / "here" / "data", tmp_path / "there" / "data"
    with open_parts(here, open_embedder(threads=1), url=url) as parts:
        take_vectors(parts, published)
        parts.importer.starter(small_corpus)
        first = parts.publish()
    servers = serve(here), serve(there)
    said = [server.follow(first) for server in servers]  # there, its first question waited for the files
    assert said[0] == said[1]
    assert release_folder(there, first).is_dir()
    for data in (there, here, there):  # a rebuild anywhere harms nobody
        rebuilt = pandu(data, "rebuild", PANDU_DATABASE_URL=url)
        assert rebuilt.returncode == 0, rebuilt.stderr
        release = rebuilt.stdout.split()[3].rstrip(":")
        assert [server.follow(release) for server in servers] == said
        assert {path.name for path in (here / "releases").iterdir()} >= {first, release}
    for data in (here, there):
        assert pandu(data, "doctor", PANDU_DATABASE_URL=url).returncode == 0
    rolled = pandu(here, "rollback", PANDU_DATABASE_URL=url)
    assert [server.follow(rolled.stdout.split()[-1]) for server in servers] == said


def test_the_release_before_answers_while_the_next_is_made(tmp_path: Path, url: str) -> None:
    import threading

    may, begun = threading.Event(), threading.Event()
    with open_parts(tmp_path / "here", url=url) as here, open_parts(tmp_path / "there", url=url) as there:
        here.document_store.add(version_of("laporan", "Kota melapor."))
        first = here.publish()

        def make(release_id: str) -> None:
            begun.set()
            assert may.wait(60)
            there.builder.make_files(release_id)

        replica = ReleaseReader(
            there.data, there.document_store, there.release_store, there.releases.embedder, make=make, patience=0
        )
        with pytest.raises(IntegrityError, match="is being made from the database; ask again in a moment"):
            replica.current()
        may.set()
        _until(lambda: _opens(replica) == first)
        may.clear(), begun.clear()
        here.document_store.add(version_of("laporan", "Kota melapor dua kali."))
        second = here.publish()
        assert replica.current().id == first
        assert begun.wait(60)
        assert replica.current().id == first
        may.set()
        _until(lambda: replica.current().id == second)
        assert replica.current().check() == []
        replica.close()


def test_one_machine_builds_at_a_time_and_a_killed_one_holds_nobody_up(tmp_path: Path, url: str) -> None:
    with open_parts(tmp_path / "here", url=url) as here:
        here.document_store.add(version_of("laporan", "Kota melapor."))
        published = here.publish()
        command = [sys.executable, "-c", HOLDER, str(tmp_path / "there"), url]
        holder = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", bufsize=1
        )
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        for write in (here.builder.build, lambda: here.builder.rebuild("test"), lambda: here.builder.rollback("test")):
            with pytest.raises(LockedError, match="Another machine is building"):
                write()
        shutil.rmtree(release_folder(here.data, published))
        here.builder.make_files(published)  # of its own folder, which nobody else builds in
        assert here.releases.current().check() == []
        holder.send_signal(signal.SIGKILL)
        holder.communicate()
        with here.release_store.alone(60):  # PostgreSQL has noticed
            pass
        here.builder.rebuild("test")


def test_vectors_that_two_store_at_once_are_stored_once(url: str, tmp_path: Path) -> None:
    embedder = HashEmbedder()
    texts = [f"Kalimat {number}" for number in range(300)]
    vectors = dict(zip((f"{number:032}" for number in range(300)), embedder.embed_passages(texts), strict=True))
    from concurrent.futures import ThreadPoolExecutor

    for database in (url, database_url(tmp_path)):
        with open_parts(tmp_path / "data", url=database) as parts, ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _: parts.document_store.vectors.save("m", vectors), range(8)))
            assert len(parts.document_store.vectors.load("m", list(vectors))) == 300


def test_making_begins_once_and_is_tried_again_later(tmp_path: Path) -> None:
    from knowledge.releases.background import BackgroundMaker

    clock, calls = [0.0], []

    def make(release_id: str) -> None:
        calls.append(release_id)
        raise OSError(28, "No space left on device")

    making = BackgroundMaker(make, again=60, clock=lambda: clock[0])
    for wanted, seconds in ((1, 0.0), (1, 59.0), (2, 60.0)):
        clock[0] = seconds
        with pytest.raises(IntegrityError, match="cannot be made"):
            making.begin("r1", "missing").result(60)
        assert len(calls) == wanted


def _opens(releases: ReleaseReader) -> str:
    try:
        return releases.current().id
    except IntegrityError:
        return ""


def _until(holds: Callable[[], bool]) -> None:
    import time

    for _ in range(6000):
        if holds():
            return
        time.sleep(0.01)
    raise AssertionError("It never came true.")
