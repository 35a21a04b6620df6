"""The Release that questions are answered from."""

from __future__ import annotations

import threading
from pathlib import Path

from knowledge.documents import Document, Language
from knowledge.embedding.base import Embedder
from knowledge.embedding.cache import EmbeddingCache
from knowledge.errors import IntegrityError, NotFoundError
from knowledge.releases.files import CHROMA, fingerprint, release_folder
from knowledge.releases.release import Release
from knowledge.storage.document_store import DocumentStore
from knowledge.storage.release_store import ReleaseStore


def in_language(documents: list[Document], language: Language) -> list[Document]:
    """The documents without their translations: of each text the version in this language, if there is one."""
    spoken = {one.translation for one in documents if one.translation and one.language == language}
    return [
        one for one in documents if one.language == language or one.translation is None or one.translation not in spoken
    ]


class ReleaseReader:
    """Opens releases; :meth:`current` follows the pointer, so a publication elsewhere is seen by the next question."""

    def __init__(
        self,
        data: Path,
        document_store: DocumentStore,
        release_store: ReleaseStore,
        embedder: Embedder,
        chroma_url: str = "",
        *,
        exact: bool = False,
    ) -> None:
        self._data = data
        self._document_store = document_store
        self._release_store = release_store
        self.embedder = embedder
        self.kept = EmbeddingCache(document_store, embedder)
        self._chroma_url = chroma_url
        self._exact = exact
        self._lock = threading.Lock()
        self._open: list[Release] = []

    def current(self) -> Release:
        """The published release, opened when the pointer has moved.

        Raises:
            NotFoundError: nothing is published yet.
            IntegrityError: it cannot be opened, or was built with another model or analyzer.
        """
        published = self._release_store.published()
        if published is None:
            raise NotFoundError("Nothing is published yet. Run `pandu ingest --starter --publish`.")
        with self._lock:
            if not self._open or self._open[-1].id != published:
                self._open.append(self.open(published))
                # The one before may still be answering a question; the one before that no longer is.
                while len(self._open) > 2:
                    self._open.pop(0).close()
            return self._open[-1]

    def open(self, release_id: str) -> Release:
        """Open one release, such as a draft to be tried; the caller closes it.

        Raises:
            NotFoundError: there is none with this id.
            IntegrityError: it cannot be opened, or was built with another model or analyzer.
        """
        built = self._release_store.release(release_id).fingerprint
        wanted = fingerprint(self.embedder)
        if differing := [key for key in wanted if built.get(key) != wanted[key]]:
            raise IntegrityError(
                f"Release {release_id} was built with another {', '.join(differing)} than is configured now. "
                "Run `pandu rebuild`, or set PANDU_EMBEDDER back."
            )
        folder = release_folder(self._data, release_id)
        location = None if self._exact else self._chroma_url or folder / CHROMA
        return Release(release_id, folder, self._document_store, location)

    def close(self) -> None:
        """Close what is open."""
        with self._lock:
            while self._open:
                self._open.pop().close()
