"""The examination behind ``pandu doctor``: every part that can be wrong, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text as sql

from bot.settings import Settings, load_settings
from knowledge.embedding.factory import open_embedder
from knowledge.errors import IntegrityError, PanduError
from knowledge.releases.published import ReleaseReader
from knowledge.storage.document_store import DocumentStore
from knowledge.storage.engine import database_url, open_database
from knowledge.storage.release_store import ReleaseStore


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one part; ``text`` says what to do when it is not fine."""

    part: str
    fine: bool
    text: str


def examine() -> list[Finding]:
    """Examine configuration, data folder, database, model and index, as far as each can be reached."""
    try:
        settings = load_settings()
    except PanduError as error:
        return [Finding("configuration", False, str(error))]
    return [Finding("configuration", True, f"data folder {settings.data}"), *_parts(settings)]


def _parts(settings: Settings) -> Iterator[Finding]:
    yield _checked("data folder", lambda: _writable(settings.data))
    url = database_url(settings.data, settings.database_url.get_secret_value())
    yield (database := _checked("database", lambda: _database(url)))
    yield (model := _checked("model", lambda: _model(settings)))
    if database.fine and model.fine:
        yield _checked("index", lambda: _index(settings, url))


def _checked(part: str, check: Callable[[], str]) -> Finding:
    try:
        return Finding(part, True, check())
    except (PanduError, OSError) as error:
        return Finding(part, False, str(error))


def _writable(folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    probe = folder / ".doctor"
    probe.write_bytes(b"")
    probe.unlink()
    return "can be written"


def _database(url: str) -> str:
    engine = open_database(url)
    try:
        if engine.dialect.name == "sqlite":
            with engine.connect() as connection:
                result = connection.execute(sql("PRAGMA integrity_check(1)")).scalar()
            if result != "ok":
                raise IntegrityError(f"It is damaged ({result}). Restore a backup of the data folder.")
        documents = DocumentStore(engine).documents()
        return f"{engine.dialect.name}, {len(documents)} documents"
    finally:
        engine.dispose()


def _model(settings: Settings) -> str:
    embedder = open_embedder(settings.embedder, threads=settings.threads)
    vector = embedder.embed_questions(["kota cerdas"])[0]
    return f"{embedder.name}, {len(vector)} dimensions"


def _index(settings: Settings, url: str) -> str:
    engine = open_database(url)
    try:
        document_store, release_store = DocumentStore(engine), ReleaseStore(engine)
        embedder = open_embedder(settings.embedder, threads=settings.threads)
        releases = ReleaseReader(settings.data, document_store, release_store, embedder, str(settings.chroma_url or ""))
        release = releases.current()
        problems = release.check()
        count = len(release)
        releases.close()
        if problems:
            raise IntegrityError(f"Release {release.id}: {'; '.join(problems)}. Run `pandu rebuild`.")
        return f"release {release.id}, {count} chunks, finds itself"
    finally:
        engine.dispose()
