"""Releases: finished indexes, opened to read; readers follow the pointer without a restart."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from knowledge.documents import Chunk, Document, Language
from knowledge.errors import IntegrityError
from knowledge.index.chroma import VectorCollection, open_vectors
from knowledge.index.exact import ExactVectors
from knowledge.index.lexical import LexicalIndex
from knowledge.language.analyzer import tokens
from knowledge.language.entities import ordinals_in
from knowledge.markup.citation_marks import strip_marks
from knowledge.releases.files import LEXICAL, VECTORS, Rows, collection_name
from knowledge.storage.document_store import DocumentStore


class Release:
    """One finished index, open to be searched. Safe for use by several threads.

    Without a ``location`` of its Chroma collection the vectors beside it are searched exactly: as right as can be,
    and a command that answers one question is spared the second that Chroma takes to start.
    """

    def __init__(
        self, release_id: str, folder: Path, document_store: DocumentStore, location: Path | str | None
    ) -> None:
        self.id = release_id
        self._document_store = document_store
        try:
            self.rows = Rows.load(folder)
            self.lexical = LexicalIndex.load(folder / LEXICAL)
            # A plain view of the mapped file: rows taken from a memmap itself cost three times as much.
            self._vectors: NDArray[np.float32] = np.load(folder / VECTORS, mmap_mode="r").view(np.ndarray)
        except (OSError, EOFError, BadZipFile, ValueError, KeyError, TypeError) as error:
            raise IntegrityError(
                f"Release {release_id} is incomplete or damaged ({error}). Run `pandu rebuild`."
            ) from error
        self._collection: VectorCollection | ExactVectors = (
            ExactVectors(self._vectors) if location is None else open_vectors(location, collection_name(release_id))
        )
        self._first_entry = np.searchsorted(self.rows.entries, np.arange(len(self.rows.chunks) + 1))
        self.documents = document_store.version_documents(sorted(set(self.rows.versions)))
        self._chunks: dict[str, Chunk] = {}
        self._words: dict[int, frozenset[str]] = {}
        self._translations: dict[tuple[str, str, str], int] = {}
        for row, anchor in enumerate(self.rows.anchors):
            document = self.document(row)
            if document.translation and anchor:
                self._translations.setdefault((document.translation, anchor, document.language), row)

    def __len__(self) -> int:
        return len(self.rows.chunks)

    def nearest(self, vector: NDArray[np.float32], entries: int) -> list[int]:
        """Rows nearest to a question's vector, best first.

        Args:
            vector: shape (dimension,), L2-normalised.
            entries: how many entries are looked at; there are at most as many rows.
        """
        found, _ = self._collection.search(vector, min(entries, len(self.rows.entries)))
        return list(dict.fromkeys(self.rows.entries[found].tolist()))

    def similarities(self, rows: Sequence[int], vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """The exact cosine similarities of these rows, shape (rows,): each that of the best of its entries."""
        first, last = self._first_entry[rows], self._first_entry[np.asarray(rows) + 1]
        counts = last - first
        starts = np.cumsum(counts) - counts  # where each row's entries begin among those taken
        entries = np.arange(counts.sum()) + np.repeat(first - starts, counts)
        return np.maximum.reduceat(self._vectors[entries] @ vector, starts).astype(np.float32)

    def document(self, row: int) -> Document:
        """The document of a row, as it was in the version that this release holds."""
        return self.documents[self.rows.versions[row]]

    def translation(self, row: int, language: Language) -> int:
        """The row that says the same in this language, or the row itself."""
        document = self.document(row)
        return self._translations.get((document.translation or "", self.rows.anchors[row], language), row)

    def chunks(self, rows: Sequence[int]) -> list[Chunk]:
        """The chunks of these rows; read from the database once."""
        ids = [self.rows.chunks[row] for row in rows]
        if missing := [id_ for id_ in ids if id_ not in self._chunks]:
            self._chunks.update(self._document_store.chunks(missing))
        return [self._chunks[id_] for id_ in ids]

    def words(self, row: int) -> frozenset[str]:
        """The words of a row's heading, text and example questions, as tokens."""
        if row not in self._words:
            chunk = self.chunks([row])[0]
            said = " ".join((*chunk.heading, strip_marks(chunk.text), *chunk.example_questions))
            self._words[row] = frozenset(tokens(said)) | ordinals_in(said)
        return self._words[row]

    def check(self, sample: int = 20) -> list[str]:
        """Problems of the index: wrong counts, entries that do not find themselves, chunks missing in the database."""
        problems = []
        entries = len(self.rows.entries)
        if self._collection.count != entries or len(self._vectors) != entries:
            problems.append(f"the vector index holds {self._collection.count} entries instead of {entries}")
        if self.lexical.rows != len(self):
            problems.append(f"the BM25 index holds {self.lexical.rows} rows instead of {len(self)}")
        if len(self._document_store.chunks(set(self.rows.chunks))) != len(set(self.rows.chunks)):
            problems.append("some of its chunks are missing in the database")
        if not problems:
            sampled = range(0, entries, max(entries // sample, 1))
            problems = [f"entry {entry} does not find itself" for entry in sampled if not self._finds_itself(entry)]
        return problems

    def _finds_itself(self, entry: int) -> bool:
        """Whether a search for an entry's vector finds it, or another with the same vector."""
        vector = np.asarray(self._vectors[entry])
        found, _ = self._collection.search(vector, 1)
        return len(found) > 0 and float(self._vectors[found[0]] @ vector) > 0.999

    def close(self) -> None:
        """Let go of the files."""
        self._collection.close()
