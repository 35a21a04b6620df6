"""Finding words in the documents that are held: those of the published Release by its index, newer ones as they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Engine, and_, func, select

from knowledge.documents import Chunk
from knowledge.errors import IntegrityError, NotFoundError
from knowledge.language.disclosure import disclosed
from knowledge.releases.published import ReleaseReader
from knowledge.storage.document_store import DocumentStore
from knowledge.storage.tables import ChunkRow, VersionChunkRow

_WORDS = 12  # of a text that are looked for
_BATCH = 400  # versions looked through at a time


@dataclass(frozen=True, slots=True)
class Hit:
    """A section that holds what was looked for. ``published`` tells that it answers questions already."""

    chunk: Chunk
    version: str
    published: bool


class TextSearch:
    """Looks through the current versions of all documents.

    Args:
        engine: the database.
        document_store: holds the documents.
        releases: opens the published Release.
    """

    def __init__(self, engine: Engine, document_store: DocumentStore, releases: ReleaseReader) -> None:
        self._engine = engine
        self._document_store = document_store
        self._releases = releases

    def find(self, text: str, most: int = 50) -> list[Hit]:
        """Sections for some words: of what is published the best by BM25, in both languages and with typing errors
        mended; of what is not, those that hold every word."""
        current = set(self._document_store.current_versions())
        published, hits = self._published(text, current, most)
        return [*self._unpublished(text, sorted(current - published), most), *hits][:most]

    def _published(self, text: str, current: set[str], most: int) -> tuple[set[str], list[Hit]]:
        try:
            release = self._releases.current(wait=False)
        except (NotFoundError, IntegrityError):  # then every document is looked through as it is
            return set(), []
        scores = release.lexical.scores(release.lexical.analyzer.question(text)).scores
        best = [int(row) for row in np.argsort(-scores, kind="stable")[: 4 * most] if scores[row] > 0]
        rows = [row for row in best if release.rows.versions[row] in current][:most]
        chunks = release.chunks(rows)
        hits = [Hit(chunk, release.rows.versions[row], True) for chunk, row in zip(chunks, rows, strict=True)]
        return set(release.rows.versions), hits

    def _unpublished(self, text: str, versions: Sequence[str], most: int) -> list[Hit]:
        words = [word for word in text.casefold().split() if any(letter.isalnum() for letter in word)][:_WORDS]
        if not words:
            return []
        holds = and_(*(func.lower(ChunkRow.text).contains(word, autoescape=True) for word in words))
        pairs: list[tuple[str, str]] = []
        for start in range(0, len(versions), _BATCH):
            within = VersionChunkRow.version_id.in_(versions[start : start + _BATCH])
            statement = (
                select(VersionChunkRow.chunk_id, VersionChunkRow.version_id)
                .join(ChunkRow, ChunkRow.id == VersionChunkRow.chunk_id)
                .where(within, holds)
                .limit(most - len(pairs))
            )
            with self._engine.connect() as connection:
                pairs += [(chunk, version) for chunk, version in connection.execute(statement)]
            if len(pairs) >= most:
                break
        chunks = self._document_store.chunks(chunk for chunk, _ in pairs)
        return [Hit(disclosed(chunks[chunk]), version, False) for chunk, version in pairs if chunk in chunks]
