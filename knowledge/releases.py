"""Releases: finished indexes, opened to read; readers follow the pointer without a restart."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from knowledge.documents import Chunk, Document, Language
from knowledge.embedding.base import Embedder
from knowledge.embedding.cache import KeptVectors
from knowledge.errors import IntegrityError, NotFoundError
from knowledge.index.chroma import HNSW, VectorCollection, open_vectors
from knowledge.index.exact import ExactVectors
from knowledge.index.lexical import LexicalIndex
from knowledge.language.analyzer import STOP_WORDS, VERSION, tokens
from knowledge.language.entities import ordinals_in
from knowledge.language.lexicon import LEXICON_FILE
from knowledge.markup.citation_marks import strip_marks
from knowledge.storage.document_store import Registry
from knowledge.storage.release_store import Publications

LAYOUT = 3  # raise it when the files of a release change
ROWS, VECTORS, LEXICAL, CHROMA = "rows.json", "vectors.npy", "lexical", "chroma"


def release_folder(data: Path, release_id: str) -> Path:
    """Where the files of a release are."""
    return data / "releases" / release_id


def collection_name(release_id: str) -> str:
    """The name of a release's collection in Chroma."""
    return f"kb_{release_id}"


def fingerprint(embedder: Embedder) -> dict[str, Any]:
    """What an index depends on besides its texts. Two indexes with the same fingerprint may share vectors; one with
    another is rebuilt beside, never mixed."""
    return {
        "model": embedder.name,
        "fingerprint": embedder.fingerprint,
        "dimension": embedder.dimension,
        "analyzer": f"{VERSION}-{_words_digest()}",
        "layout": LAYOUT,
        "hnsw": dict(HNSW),
    }


@cache
def _words_digest() -> str:
    return hashlib.blake2b(LEXICON_FILE.read_bytes() + " ".join(sorted(STOP_WORDS)).encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Rows:
    """Row i of an index is chunk ``chunks[i]`` of version ``versions[i]`` with anchor ``anchors[i]`` (or empty); entry
    e (a vector) belongs to row ``entries[e]``. A row has one entry for its text and one for each asked question.
    ``names`` are the proper names that the texts mention."""

    chunks: list[str]
    versions: list[str]
    anchors: list[str]
    entries: NDArray[np.int32]
    names: set[str]

    def save(self, folder: Path) -> None:
        """Write them to a release folder."""
        content = {
            "chunks": self.chunks,
            "versions": self.versions,
            "anchors": self.anchors,
            "entries": self.entries.tolist(),
            "names": sorted(self.names),
        }
        (folder / ROWS).write_text(json.dumps(content), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Rows:
        """Read them from a release folder."""
        content = json.loads((folder / ROWS).read_text(encoding="utf-8"))
        entries = np.array(content["entries"], dtype=np.int32)
        return cls(content["chunks"], content["versions"], content["anchors"], entries, set(content["names"]))


class Release:
    """One finished index, open to be searched. Safe for use by several threads.

    Without a ``location`` of its Chroma collection the vectors beside it are searched exactly: as right as can be,
    and a command that answers one question is spared the second that Chroma takes to start.
    """

    def __init__(self, release_id: str, folder: Path, registry: Registry, location: Path | str | None) -> None:
        self.id = release_id
        self._registry = registry
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
        self.documents = registry.version_documents(sorted(set(self.rows.versions)))
        self._chunks: dict[str, Chunk] = {}
        self._words: dict[int, frozenset[str]] = {}
        self._twins: dict[tuple[str, str, str], int] = {}
        for row, anchor in enumerate(self.rows.anchors):
            document = self.document(row)
            if document.twin and anchor:
                self._twins.setdefault((document.twin, anchor, document.language), row)

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

    def twin(self, row: int, language: Language) -> int:
        """The row that says the same in this language, or the row itself."""
        document = self.document(row)
        return self._twins.get((document.twin or "", self.rows.anchors[row], language), row)

    def chunks(self, rows: Sequence[int]) -> list[Chunk]:
        """The chunks of these rows; read from the database once."""
        ids = [self.rows.chunks[row] for row in rows]
        if missing := [id_ for id_ in ids if id_ not in self._chunks]:
            self._chunks.update(self._registry.chunks(missing))
        return [self._chunks[id_] for id_ in ids]

    def words(self, row: int) -> frozenset[str]:
        """The words of a row's heading, text and asked questions, as tokens."""
        if row not in self._words:
            chunk = self.chunks([row])[0]
            said = " ".join((*chunk.heading, strip_marks(chunk.text), *chunk.asked))
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
        if len(self._registry.chunks(set(self.rows.chunks))) != len(set(self.rows.chunks)):
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


class Releases:
    """Opens releases; :meth:`current` follows the pointer, so a publication elsewhere is seen by the next question."""

    def __init__(
        self,
        data: Path,
        registry: Registry,
        publications: Publications,
        embedder: Embedder,
        chroma_url: str = "",
        *,
        exact: bool = False,
    ) -> None:
        self._data = data
        self._registry = registry
        self._publications = publications
        self.embedder = embedder
        self.kept = KeptVectors(registry, embedder)
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
        published = self._publications.published()
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
        built = self._publications.release(release_id).fingerprint
        wanted = fingerprint(self.embedder)
        if differing := [key for key in wanted if built.get(key) != wanted[key]]:
            raise IntegrityError(
                f"Release {release_id} was built with another {', '.join(differing)} than is configured now. "
                "Run `pandu rebuild`, or set PANDU_EMBEDDER back."
            )
        folder = release_folder(self._data, release_id)
        location = None if self._exact else self._chroma_url or folder / CHROMA
        return Release(release_id, folder, self._registry, location)

    def close(self) -> None:
        """Close what is open."""
        with self._lock:
            while self._open:
                self._open.pop().close()
