"""Releases: finished indexes, opened to read; readers follow the pointer without a restart."""

from __future__ import annotations

import hashlib
import json
import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.exc import SQLAlchemyError

from knowledge.analysis import STOP_WORDS, VERSION, tokens
from knowledge.deadlines import Deadline, OverdueError
from knowledge.documents import Chunk, Document, Language
from knowledge.embedding import Embedder
from knowledge.errors import DamagedFilesError, IntegrityError, NotFoundError
from knowledge.kept_vectors import KeptVectors
from knowledge.lexical import LexicalIndex
from knowledge.lexicon import LEXICON_FILE
from knowledge.making import Making
from knowledge.manifest import CHROMA, Manifest
from knowledge.names import ordinals_in
from knowledge.publications import Publications
from knowledge.registry import Registry, document_of
from knowledge.statements import strip_marks
from knowledge.vectors import HNSW, ExactVectors, VectorCollection, misfits, open_vectors

logger = logging.getLogger(__name__)

LAYOUT = 3  # raise it when the files of a release change in a way that its checksums do not tell
ROWS, VECTORS, LEXICAL = "rows.json", "vectors.npy", "lexical"


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
    ``names`` are the proper names that the texts mention, ``documents`` the metadata of each version."""

    chunks: list[str]
    versions: list[str]
    anchors: list[str]
    entries: NDArray[np.int32]
    names: set[str]
    documents: dict[str, Document]

    def save(self, folder: Path) -> None:
        """Write them to a release folder."""
        content = {
            "chunks": self.chunks,
            "versions": self.versions,
            "anchors": self.anchors,
            "entries": self.entries.tolist(),
            "names": sorted(self.names),
            "documents": {version: asdict(document) for version, document in self.documents.items()},
        }
        (folder / ROWS).write_text(json.dumps(content), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Rows:
        """Read them from a release folder."""
        content = json.loads((folder / ROWS).read_text(encoding="utf-8"))
        entries = np.array(content["entries"], dtype=np.int32)
        documents = {version: document_of(values) for version, values in content["documents"].items()}
        return cls(
            content["chunks"], content["versions"], content["anchors"], entries, set(content["names"]), documents
        )


class Release:
    """One finished index, open to be searched. Safe for use by several threads.

    Its files are compared with their checksums first. Without a ``location`` of its Chroma collection the vectors
    beside it are searched exactly: as right as can be, and a command that answers one question is spared the second
    that Chroma takes to start. Where Chroma's part is damaged or away it is done as well; ``problems`` tells why.

    Raises:
        DamagedFilesError: a file is missing, damaged or of another model.
    """

    def __init__(
        self, release_id: str, folder: Path, registry: Registry, location: Path | str | None, wanted: dict[str, Any]
    ) -> None:
        self.id = release_id
        self.problems: list[str] = []
        self._registry = registry
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
        self.documents = self.rows.documents
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

    def document(self, row: int) -> Document:
        """The document of a row, as it was in the version that this release holds."""
        return self.documents[self.rows.versions[row]]

    def twin(self, row: int, language: Language) -> int:
        """The row that says the same in this language, or the row itself."""
        document = self.document(row)
        return self._twins.get((document.twin or "", self.rows.anchors[row], language), row)

    def chunks(self, rows: Sequence[int]) -> list[Chunk]:
        """The chunks of these rows; read from the database once.

        Raises:
            IntegrityError: one is missing or damaged there; the text names its document and says what to do.
        """
        self._read(rows)
        if damaged := self._missing(rows):
            raise IntegrityError(self._registry.told_damage(damaged))
        return [self._chunks[self.rows.chunks[row]] for row in rows]

    def read_all(self) -> str:
        """Read all chunks at once (10,000 take 0.2 s); a sentence for people on what is damaged of them, or nothing."""
        rows = range(len(self))
        self._read(rows)
        damaged = self._missing(rows)
        return self._registry.told_damage(damaged) if damaged else ""

    def _read(self, rows: Sequence[int]) -> None:
        if missing := {self.rows.chunks[row] for row in rows} - self._chunks.keys():
            self._chunks.update(self._registry.chunks(missing))

    def _missing(self, rows: Sequence[int]) -> list[str]:
        """The versions of rows whose chunks the database does not have as they were."""
        return sorted({self.rows.versions[row] for row in rows if self.rows.chunks[row] not in self._chunks})

    def words(self, row: int) -> frozenset[str]:
        """The words of a row's heading, text and asked questions, as tokens."""
        if row not in self._words:
            chunk = self.chunks([row])[0]
            said = " ".join((*chunk.heading, strip_marks(chunk.text), *chunk.asked))
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


class Releases:
    """Opens releases; :meth:`current` follows the pointer, so a publication elsewhere is seen by the next question.

    Args:
        data: the data folder.
        chroma_url: a Chroma server, or empty for a folder in each release.
        exact: search vectors exactly instead of in Chroma, and read chunks as they are needed, for commands that answer
            a question or two.
        make: makes the files of a release in the data folder from the database; without it, those that are missing or
            damaged are an error.
        patience: seconds a question waits for that where nothing else can answer it; None: as long as it takes.
    """

    def __init__(
        self,
        data: Path,
        registry: Registry,
        publications: Publications,
        embedder: Embedder,
        chroma_url: str = "",
        *,
        exact: bool = False,
        make: Callable[[str], None] | None = None,
        patience: float | None = None,
    ) -> None:
        self._data = data
        self._registry = registry
        self._publications = publications
        self.embedder = embedder
        self.kept = KeptVectors(registry, embedder)
        self._chroma_url = chroma_url
        self._exact = exact
        self._making = Making(make) if make is not None else None
        self._patience = patience
        self._mending: Future[None] | None = None
        self._lock = threading.Lock()
        self._open: list[Release] = []
        self.reading = Deadline()
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
            return self._publications.published()
        try:
            published = self.reading.call(self._publications.published)
        except (SQLAlchemyError, OverdueError) as error:
            if self.following:  # told once, until it works again
                logger.warning("The database cannot be read (%s); release %s goes on answering", error, known)
            self.following = False
            return known
        self.following = True
        return published

    def open(self, release_id: str) -> Release:
        """Open one release, such as a draft to be tried; the caller closes it.

        Raises:
            NotFoundError: there is none with this id.
            DamagedFilesError: its files are missing or damaged.
            IntegrityError: it was built with another model or analyzer.
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
        return Release(release_id, folder, self._registry, location, wanted)

    def close(self) -> None:
        """Close what is open."""
        with self._lock:
            while self._open:
                self._open.pop().close()
