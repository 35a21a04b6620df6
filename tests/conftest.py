"""Shared fixtures: databases of both kinds, small data folders, and one with real answers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine

from ingest.importer import CORPUS
from knowledge.embedding.factory import open_embedder
from knowledge.indicators.matching.semantic import phrases_to_embed
from knowledge.storage.engine import database_url, open_database
from tests.fakes.postgres import Postgres, Unavailable
from tests.parts import CATALOGUE, Parts, open_parts

TEXTS = ("basics", "duties", "joining", "members", "meetings")  # of the ASCN, both twins of each
PANDU = str(Path(sys.executable).parent / "pandu")
Pandu = Callable[..., "subprocess.CompletedProcess[str]"]

# The files that take longest, then all journeys: what is handed to a worker at the end is short, and no
# worker is left alone with a long file (`--no-loadscope-reorder` keeps this order).
FIRST = (
    "test_patterns.py",
    "journeys/test_demo.py",  # builds while others do what needs nothing built
    "journeys/test_damage.py",
    "bot/telegram/test_service.py",
    "journeys/test_hostile_text.py",
    "journeys/test_replicas.py",
    "bot/web/widget/test_widget.py",
    "ingest/test_bombs.py",
    "bot/web/test_connections.py",
    "bot/web/pages/test_routes.py",
    "bot/web/test_schema.py",
    "journeys/test_flipped_bits.py",
    "bot/staff/test_looks.py",
    "knowledge/answering/test_pipeline.py",
    "bot/web/test_database_away.py",
    "journeys/",
    "bot/cli/",
    "knowledge/grounding/test_verifier.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what takes long begin first."""
    here = Path(__file__).parent

    def place(item: pytest.Item) -> int:
        path = item.path.relative_to(here).as_posix()
        return next((at for at, first in enumerate(FIRST) if path.startswith(first)), len(FIRST))

    items.sort(key=place)


# On a busy machine everything is slow, which says nothing of what is tested.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")
# Nor is a database that takes its time one that is away.
PATIENT = {"PANDU_DATABASE_SECONDS": "30"}
os.environ |= PATIENT


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server; tests are skipped, with the reason, where there is none."""
    try:
        with Postgres() as server:
            yield server
    except Unavailable as error:
        pytest.skip(f"PostgreSQL cannot be used: {error}")


@pytest.fixture(scope="session")
def tables_in_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of SQLite with all tables and nothing in them, to be copied."""
    folder = tmp_path_factory.mktemp("tables")
    open_database(database_url(folder)).dispose()
    return folder / "pandu.db"


@pytest.fixture(scope="session")
def tables_in_postgres(postgres: Postgres) -> str:
    """The same of PostgreSQL, its address."""
    url = postgres.database()
    open_database(url).dispose()
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind: what uses this fixture behaves the same on both. Where it is opened at once, it
    has its tables already, since making them takes longer than most tests."""
    opened = "engine" in request.fixturenames
    if request.param == "sqlite":
        if opened:
            shutil.copy(request.getfixturevalue("tables_in_sqlite"), tmp_path)
        return database_url(tmp_path)
    server: Postgres = request.getfixturevalue("postgres")
    return server.database(request.getfixturevalue("tables_in_postgres") if opened else "")


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """An open database of each kind."""
    engine = open_database(url)
    yield engine
    engine.dispose()


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    """The parts over an empty data folder, with vectors that need no model."""
    with open_parts(tmp_path / "data") as parts:
        yield parts


@pytest.fixture(scope="session")
def small_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some texts of the starter corpus."""
    folder = tmp_path_factory.mktemp("corpus")
    shutil.copy(CORPUS / "sources.csv", folder)
    (folder / "ascn").mkdir()
    for name in TEXTS:
        for language in ("id", "en"):
            shutil.copy(CORPUS / "ascn" / f"ascn-{name}.{language}.md", folder / "ascn")
    return folder


@contextmanager
def _made_once(tmp_path_factory: pytest.TempPathFactory, name: str) -> Iterator[tuple[Path, bool]]:
    """A folder that the workers of one run share, and whether it is still to be made."""
    shared = tmp_path_factory.getbasetemp().parent if "PYTEST_XDIST_WORKER" in os.environ else None
    folder = (shared or tmp_path_factory.getbasetemp()) / name
    with FileLock(f"{folder}.lock"):
        made = Path(f"{folder}.made")
        yield folder, not made.exists()
        made.touch()


@pytest.fixture(scope="session")
def without_documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose database holds the vectors that every build with the shipped model needs, some thousands, and
    nothing else: computing them takes most of the time of a first build. Not to be written to."""
    with _made_once(tmp_path_factory, "without-documents") as (folder, missing):
        if missing:
            embedder = open_embedder(threads=2)
            with open_parts(folder, embedder) as parts:
                phrases = phrases_to_embed(CATALOGUE, embedder)
                parts.releases.embedding_cache.get_or_compute([("text", phrase) for phrase in phrases])
    return folder


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, small_corpus: Path, without_documents: Path) -> Path:
    """A data folder whose release, of some texts and the shipped model, is published. Not to be written to."""
    with _made_once(tmp_path_factory, "published") as (folder, missing):
        if missing:
            shutil.copytree(without_documents, folder)
            with open_parts(folder, open_embedder(threads=2)) as parts:
                parts.importer.starter(small_corpus)
                parts.publish()
    return folder


@pytest.fixture(scope="session")
def readable(published: Path) -> Iterator[Parts]:
    """The parts over the published data folder, to ask questions of."""
    with open_parts(published, open_embedder(threads=2)) as parts:
        yield parts


@pytest.fixture
def empty_data(without_documents: Path, tmp_path: Path) -> Path:
    """A data folder without documents, to be written to."""
    return Path(shutil.copytree(without_documents, tmp_path / "data"))


@pytest.fixture
def data(published: Path, tmp_path: Path) -> Path:
    """A copy of the published data folder, to be written to or damaged."""
    return Path(shutil.copytree(published, tmp_path / "data"))


def pandu_environment(data: Path, **settings: str) -> dict[str, str]:
    """The environment of a ``pandu`` command over a data folder, without settings from outside."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PANDU_")}
    return {**kept, **PATIENT, "PANDU_DATA": str(data), "COLUMNS": "200", "TERM": "dumb", **settings}


@pytest.fixture
def pandu(tmp_path: Path) -> Pandu:
    """Runs the command in a process of its own: ``pandu(data, "ask", "…", PANDU_THREADS="1")``."""

    def run(data: Path, *arguments: str, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [PANDU, *arguments],
            cwd=tmp_path,
            env=pandu_environment(data, **settings),
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    return run
