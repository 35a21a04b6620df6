"""The database and the published release, opened as the settings say."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Engine

from bot.settings import Settings
from knowledge.deadlines import Deadline
from knowledge.embedding.factory import open_embedder
from knowledge.releases.published import ReleaseReader
from knowledge.storage.document_store import DocumentStore
from knowledge.storage.engine import database_url, open_database
from knowledge.storage.release_store import ReleaseStore


def open_stores(settings: Settings) -> tuple[Engine, DocumentStore, ReleaseStore]:
    """The database and what reads and writes knowledge in it.

    Raises:
        IntegrityError: the database cannot be used.
    """
    engine = open_database(database_url(settings.data, settings.database_url.get_secret_value()))
    return engine, DocumentStore(engine), ReleaseStore(engine)


def open_reader(
    settings: Settings,
    document_store: DocumentStore,
    release_store: ReleaseStore,
    *,
    exact: bool = False,
    make: Callable[[str], None] | None = None,
    patience: float | None = None,
) -> ReleaseReader:
    """What reads the published release; without ``make`` files that are not there or damaged are an error."""
    chroma = str(settings.chroma_url) if settings.chroma_url else ""
    embedder = open_embedder(settings.embedder, threads=settings.threads)
    return ReleaseReader(
        settings.data,
        document_store,
        release_store,
        embedder,
        chroma,
        exact=exact,
        make=make,
        patience=patience,
        reading=Deadline(settings.database_seconds),
    )
