"""Releases: finished indexes, opened to read; readers follow the pointer without a restart."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from knowledge.documents import Chunk, Document, Language
from knowledge.errors import DamagedFilesError, IntegrityError
from knowledge.index.chroma import VectorCollection, misfits, open_vectors
from knowledge.index.exact import ExactVectors
from knowledge.index.lexical import LexicalIndex
from knowledge.language.analyzer import tokens
from knowledge.language.disclosure import disclosed, disclosed_document
from knowledge.language.entities import ordinals_in
from knowledge.markup.citation_marks import strip_marks
from knowledge.releases.files import LEXICAL, VECTORS, Rows, collection_name
from knowledge.releases.manifest import Manifest
from knowledge.storage.document_store import DocumentStore

logger = logging.getLogger(__name__)


class Release:
    """One finished index, open to be searched. Safe for use by several threads.

    Its files are compared with their checksums first. Without a ``location`` of its Chroma collection the vectors
    beside it are searched exactly: as right as can be, and a command that answers one question is spared the second
    that Chroma takes to start. Where Chroma's part is damaged or away it is done as well; ``problems`` tells why.

    Raises:
        DamagedFilesError: a file is missing, damaged or of another model.
    """

    def __init__(
        self,
        release_id: str,
        folder: Path,
        document_store: DocumentStore,
        location: Path | str | None,
        wanted: dict[str, Any],
    ) -> None:
        self.id = release_id
        self.problems: list[str] = []
        self._document_store = document_store
        try:
            manifest = Manifest.load(folder)
            manifest.compare(wanted)
            self.rows = Rows.load(folder)
            self.lexical = LexicalIndex.load(folder / LEXICAL)
            # Not mapped: what happens to the file from now on shall neither change an answer nor end the process.
            self._vectors: NDArray[np.float32] = np.load(folder / VECTORS)
        except (OSError, EOFError, BadZipFile, ValueError, KeyError, TypeError, DamagedFilesError) as error:
            raise DamagedFilesError(
                f"Release {release_id} is incomplete or damaged ({error}). Run `pandu rebuild`."
            ) from error
        self._collection: VectorCollection | ExactVectors = ExactVectors(self._vectors)
        if location is not None:
            self._open_collection(location, manifest)
        self._first_entry = np.searchsorted(self.rows.entries, np.arange(len(self.rows.chunks) + 1))
        self.documents = {version: disclosed_document(one) for version, one in self.rows.documents.items()}
        self.quoted = np.array([self.documents[version].quoted for version in self.rows.versions], dtype=bool)
        self._chunks: dict[str, Chunk] = {}
        self._disclosed: dict[str, Chunk] = {}
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
        wanted = min(entries, len(self.rows.entries))
        try:
            found, _ = self._collection.search(vector, wanted)
        except IntegrityError as error:
            self._give_up(str(error))
            found, _ = self._collection.search(vector, wanted)
        return list(dict.fromkeys(self.rows.entries[found].tolist()))

    def _open_collection(self, location: Path | str, manifest: Manifest) -> None:
        try:
            if isinstance(location, Path):
                manifest.compare_chroma()
            self._collection = open_vectors(location, collection_name(self.id))
            found = misfits(self._collection, self._vectors, 1)
        except IntegrityError as error:
            found = [str(error)]
        if found:
            self._give_up("; ".join(found))

    def _give_up(self, why: str) -> None:
        """Do without Chroma from now on."""
        broken, self._collection = self._collection, ExactVectors(self._vectors)
        broken.close()
        if not self.problems:
            self.problems.append(why)
            logger.warning("Release %s: Chroma is not used, every vector is compared instead: %s", self.id, why)

    def similarities(self, rows: Sequence[int], vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """The exact cosine similarities of these rows, shape (rows,): each that of the best of its entries."""
        first, last = self._first_entry[rows], self._first_entry[np.asarray(rows) + 1]
        counts = last - first
        starts = np.cumsum(counts) - counts  # where each row's entries begin among those taken
        entries = np.arange(counts.sum()) + np.repeat(first - starts, counts)
        return np.maximum.reduceat(self._vectors[entries] @ vector, starts).astype(np.float32)

    def entries(self, row: int) -> NDArray[np.float32]:
        """The vectors of a row's entries, shape (entries, dimensions)."""
        return np.asarray(self._vectors[self._first_entry[row] : self._first_entry[row + 1]])

    def document(self, row: int) -> Document:
        """The document of a row, as it was in the version that this release holds."""
        return self.documents[self.rows.versions[row]]

    def in_collection(self, collection: str) -> NDArray[np.bool_]:
        """Which rows are of a collection, shape (rows,)."""
        inside = {version for version, document in self.documents.items() if document.collection == collection}
        return np.array([version in inside for version in self.rows.versions], dtype=bool)

    def translation(self, row: int, language: Language) -> int:
        """The row that says the same in this language, or the row itself."""
        document = self.document(row)
        return self._translations.get((document.translation or "", self.rows.anchors[row], language), row)

    def chunks(self, rows: Sequence[int]) -> list[Chunk]:
        """The chunks of these rows as they may be shown; read from the database once.

        Raises:
            IntegrityError: one is missing or damaged there; the text names its document and says what to do.
        """
        self._read(rows)
        if damaged := self._missing(rows):
            raise IntegrityError(self._document_store.damage_message(damaged))
        return [self._disclose(self.rows.chunks[row]) for row in rows]

    def _disclose(self, chunk_id: str) -> Chunk:
        if chunk_id not in self._disclosed:
            chunk = self._chunks[chunk_id]
            self._disclosed[chunk_id] = disclosed(chunk)
            if self._disclosed[chunk_id] is not chunk:
                logger.info("Personal data kept in %s was read and masked.", chunk.document)
        return self._disclosed[chunk_id]

    def read_all(self) -> str:
        """Read all chunks at once (10,000 take 0.2 s); a sentence for people on what is damaged of them, or nothing."""
        rows = range(len(self))
        self._read(rows)
        damaged = self._missing(rows)
        return self._document_store.damage_message(damaged) if damaged else ""

    def _read(self, rows: Sequence[int]) -> None:
        if missing := {self.rows.chunks[row] for row in rows} - self._chunks.keys():
            self._chunks.update(self._document_store.chunks(missing))

    def _missing(self, rows: Sequence[int]) -> list[str]:
        """The versions of rows whose chunks the database does not have as they were."""
        return sorted({self.rows.versions[row] for row in rows if self.rows.chunks[row] not in self._chunks})

    def words(self, row: int) -> frozenset[str]:
        """The words of a row's heading, clause, text and example questions, as tokens."""
        if row not in self._words:
            chunk = self.chunks([row])[0]
            said = " ".join((*chunk.heading, chunk.clause or "", strip_marks(chunk.text), *chunk.questions))
            self._words[row] = frozenset(tokens(said)) | ordinals_in(said)
        return self._words[row]

    def check(self, sample: int = 20) -> list[str]:
        """Problems of the index: wrong counts, entries that do not find themselves, chunks missing in the database."""
        problems = list(self.problems)
        entries = len(self.rows.entries)
        if len(self._vectors) != entries:
            problems.append(f"it holds {len(self._vectors)} vectors instead of {entries}")
        if self.lexical.rows != len(self):
            problems.append(f"the BM25 index holds {self.lexical.rows} rows instead of {len(self)}")
        if damaged := self.read_all():
            problems.append(damaged)
        return problems or misfits(self._collection, self._vectors, sample)

    def close(self) -> None:
        """Let go of the files."""
        self._collection.close()
