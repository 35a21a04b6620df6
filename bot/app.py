"""Where the parts are put together."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from bot.conversation import Conversation
from bot.journal import Journal
from bot.settings import Settings
from knowledge.answering.pipeline import AnswerPipeline
from knowledge.embedding.factory import open_embedder
from knowledge.errors import ConfigError
from knowledge.indicators.answerer import IndicatorAnswerer
from knowledge.indicators.catalogue import Catalogue
from knowledge.indicators.matching.semantic import open_matcher, phrases_to_embed
from knowledge.releases.published import ReleaseReader
from knowledge.storage.document_store import DocumentStore
from knowledge.storage.engine import database_url, open_database
from knowledge.storage.release_store import ReleaseStore

if TYPE_CHECKING:
    from knowledge.releases.builder import Builder, Progress


@dataclass(frozen=True, slots=True)
class App:
    """Everything a channel or a command may need; built once for a process."""

    settings: Settings
    engine: Engine
    document_store: DocumentStore
    release_store: ReleaseStore
    releases: ReleaseReader
    answering: AnswerPipeline
    journal: Journal
    conversation: Conversation
    catalogue: Catalogue
    indicators: IndicatorAnswerer

    def builder(self, progress: Progress) -> Builder:
        """What builds and publishes over the same data folder; told how far it is goes to ``progress``."""
        from knowledge.releases.builder import Builder  # nobody who only asks needs what it imports

        return Builder(
            self.settings.data,
            self.document_store,
            self.release_store,
            self.releases,
            chroma_url=str(self.settings.chroma_url or ""),
            keep=self.settings.keep_releases,
            phrases=phrases_to_embed(self.catalogue, self.releases.embedder),
            progress=progress,
        )

    def close(self) -> None:
        """Let go of the index and the database."""
        self.releases.close()
        self.engine.dispose()


def build_app(settings: Settings, *, exact: bool = False) -> App:
    """Put the parts together. Nothing is loaded that the first question does not need.

    Args:
        settings: the configuration.
        exact: search vectors exactly instead of in Chroma, for commands that answer a question or two.

    Raises:
        ConfigError: the data folder cannot be made.
        IntegrityError: the database cannot be used, or the indicator catalogue is damaged.
    """
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(
            f"The data folder {settings.data} cannot be made ({error.strerror}); set PANDU_DATA."
        ) from error
    engine = open_database(database_url(settings.data, settings.database_url.get_secret_value()))
    document_store, release_store = DocumentStore(engine), ReleaseStore(engine)
    chroma = str(settings.chroma_url) if settings.chroma_url else ""
    embedder = open_embedder(settings.embedder, threads=settings.threads)
    releases = ReleaseReader(settings.data, document_store, release_store, embedder, chroma, exact=exact)
    catalogue = Catalogue.load()
    indicators = IndicatorAnswerer(catalogue, open_matcher(embedder, releases.kept.passages))
    answering = AnswerPipeline(releases, indicators, settings.question_limit)
    journal = Journal(engine, _key(settings))
    conversation = Conversation(
        answering,
        journal,
        question_limit=settings.question_limit,
        per_minute=settings.questions_per_minute,
        concurrency=settings.concurrency,
    )
    return App(
        settings=settings,
        engine=engine,
        document_store=document_store,
        release_store=release_store,
        releases=releases,
        answering=answering,
        journal=journal,
        conversation=conversation,
        catalogue=catalogue,
        indicators=indicators,
    )


def _key(settings: Settings) -> bytes:
    """The configured secret, or one made once and readable by this user alone."""
    if secret := settings.secret.get_secret_value():
        return secret.encode()
    path: Path = settings.data / "secret.key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(32))
    return path.read_bytes()
