"""The Release that questions are answered from."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from knowledge.deadlines import Deadline, OverdueError
from knowledge.documents import Document, Language
from knowledge.embedding.base import Embedder
from knowledge.embedding.cache import EmbeddingCache
from knowledge.errors import DamagedFilesError, IntegrityError, NotFoundError
from knowledge.releases.background import BackgroundMaker
from knowledge.releases.files import fingerprint, release_folder
from knowledge.releases.manifest import CHROMA
from knowledge.releases.release import Release
from knowledge.storage.document_store import DocumentStore
from knowledge.storage.release_store import ReleaseStore


def in_language(documents: list[Document], language: Language) -> list[Document]:
    """The documents without their translations: of each text the version in this language, if there is one."""
    spoken = {document.translation for document in documents if document.translation and document.language == language}
    return [
        document
        for document in documents
        if document.language == language or document.translation is None or document.translation not in spoken
    ]


logger = logging.getLogger(__name__)


class ReleaseReader:
    """Opens releases; :meth:`current` follows the pointer, so a publication elsewhere is seen by the next question.

    Args:
        data: the data folder.
        chroma_url: a Chroma server, or empty for a folder in each release.
        exact: search vectors exactly instead of in Chroma, and read chunks as they are needed, for commands that answer
            a question or two.
        make: makes the files of a release in the data folder from the database; without it, those that are missing or
            damaged are an error.
        patience: seconds a question waits for that where nothing else can answer it; None: as long as it takes.
        reading: bounds the wait for the database.
    """

    def __init__(
        self,
        data: Path,
        document_store: DocumentStore,
        release_store: ReleaseStore,
        embedder: Embedder,
        chroma_url: str = "",
        *,
        exact: bool = False,
        make: Callable[[str], None] | None = None,
        patience: float | None = None,
        reading: Deadline | None = None,
    ) -> None:
        self._data = data
        self._document_store = document_store
        self._release_store = release_store
        self.embedder = embedder
        self.embedding_cache = EmbeddingCache(document_store.vectors, embedder)
        self._chroma_url = chroma_url
        self._exact = exact
        self._making = BackgroundMaker(make) if make is not None else None
        self._patience = patience
        self._mending: Future[None] | None = None
        self._lock = threading.Lock()
        self._open: list[Release] = []
        self.reading = reading or Deadline()
        self.following = True  # the pointer can be read; while it cannot, the release known last goes on answering

    def current(self, *, wait: bool = True) -> Release:
        """The published release, opened when the pointer has moved.

        Files that are missing or damaged here are made from the database; meanwhile the release that was open before
        goes on answering, or the caller waits.

        Args:
            wait: wait, if need be, for as long as the patience set.

        Raises:
            NotFoundError: nothing is published yet.
            IntegrityError: it cannot be opened, was built with another model or analyzer, or is still being made.
        """
        published = self._published()
        if published is None:
            raise NotFoundError("Nothing is published yet. Run `pandu ingest --starter --publish`.")
        release, made = self._followed(published)
        if release is None and made is not None:
            self._wait(made, published, self._patience if wait else 0)
            release, _ = self._followed(published)
        if release is None:
            raise IntegrityError(f"Release {published} cannot be opened, though it was made anew: see `pandu doctor`.")
        return release

    def _followed(self, published: str) -> tuple[Release | None, Future[None] | None]:
        """The release to answer from, if there is one; and the making of the published one, where it is made."""
        with self._lock:
            release = self._open[-1] if self._open else None
            if release is None or release.id != published or self._mended():
                try:
                    release = self._opened(published)
                except DamagedFilesError as error:
                    if self._making is None:
                        raise
                    return release, self._making.begin(published, str(error))
            self._mend(release)
            return release, None

    def _opened(self, published: str) -> Release:
        release = self.open(published)
        self._open.append(release)
        # The one before may still be answering a question; the one before that no longer is.
        while len(self._open) > 2:
            self._open.pop(0).close()
        if not self._exact and (damaged := release.read_all()):
            logger.error("%s", damaged)
        return release

    def _mend(self, release: Release) -> None:
        """Have Chroma's part made anew beside the questions, which do without it meanwhile."""
        if release.problems and self._making is not None and self._mending is None:
            begun = self._making.begin(release.id, release.problems[0])
            self._mending = begun if not begun.done() else None

    def _mended(self) -> bool:
        if self._mending is None or not self._mending.done():
            return False
        ended, self._mending = self._mending, None
        return ended.exception() is None

    def _wait(self, made: Future[None], release_id: str, seconds: float | None) -> None:
        try:
            made.result(seconds)
        except TimeoutError:
            raise IntegrityError(
                f"The index of release {release_id} is being made from the database; ask again in a moment."
            ) from None

    def _published(self) -> str | None:
        with self._lock:
            known = self._open[-1].id if self._open else None
        if known is None:
            return self._release_store.published()
        try:
            published = self.reading.call(self._release_store.published)
        except (SQLAlchemyError, OverdueError) as error:
            if self.following:  # told once, until it works again
                logger.warning("The database cannot be read (%s); release %s goes on answering", error, known)
            self.following = False
            return known
        self.following = True
        return published

    def open(self, release_id: str, *, exact: bool | None = None) -> Release:
        """Open one release, such as a draft to be tried; the caller closes it.

        Args:
            release_id: which.
            exact: search vectors exactly instead of in Chroma; None: as this reader does.

        Raises:
            NotFoundError: there is none with this id.
            DamagedFilesError: its files are missing or damaged.
            IntegrityError: it was built with another model or analyzer.
        """
        built = self._release_store.release(release_id).fingerprint
        wanted = fingerprint(self.embedder)
        if differing := [key for key in wanted if built.get(key) != wanted[key]]:
            raise IntegrityError(
                f"Release {release_id} was built with another {', '.join(differing)} than is configured now. "
                "Run `pandu rebuild`, or set PANDU_EMBEDDER back."
            )
        folder = release_folder(self._data, release_id)
        exactly = self._exact if exact is None else exact
        location = None if exactly else self._chroma_url or folder / CHROMA
        return Release(release_id, folder, self._document_store, location, wanted)

    def close(self) -> None:
        """Close what is open."""
        with self._lock:
            while self._open:
                self._open.pop().close()
