"""The folders of releases, and what lies in one."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.documents import Document
from knowledge.embedding.base import Embedder
from knowledge.errors import IntegrityError
from knowledge.index.chroma import HNSW, delete_vectors
from knowledge.language.analyzer import STOP_WORDS, VERSION
from knowledge.language.lexicon import LEXICON_FILE
from knowledge.storage.stored_versions import document_of, stored_document

LAYOUT = 4  # raise it when the files of a release change in a way that its checksums do not tell
_UNFINISHED = ".building-"  # what the names of folders begin with until they are complete
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
            "documents": {version: stored_document(document) for version, document in self.documents.items()},
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


class ReleaseFiles:
    """The folders of all releases in a data folder, with their collections on a Chroma server.

    Args:
        data: the data folder.
        chroma_url: a Chroma server, or empty for a folder in each release.
    """

    def __init__(self, data: Path, chroma_url: str = "") -> None:
        self._data = data
        self._chroma_url = chroma_url

    def exist(self, release_id: str) -> bool:
        """Whether a release has files here."""
        return release_folder(self._data, release_id).is_dir()

    @contextmanager
    def written(self, release_id: str) -> Iterator[Path]:
        """A hidden folder to write to, which takes the place of the release's own when nothing went wrong.

        Raises:
            IntegrityError: it cannot be written.
        """
        final = release_folder(self._data, release_id)
        folder = final.with_name(f"{_UNFINISHED}{release_id}")
        try:
            folder.mkdir(parents=True)
            yield folder
            if final.exists():
                final.rename(final.with_name(f"{_UNFINISHED}{release_id}-old"))
            folder.rename(final)
        except OSError as error:
            raise IntegrityError(
                f"The files of release {release_id} cannot be written ({error.strerror or error}). "
                "Check that there is room on the disk and that the data folder may be written to."
            ) from error
        finally:
            self.remove_unfinished()

    def unfinished(self) -> Iterator[Path]:
        """Folders that nobody finished, or that somebody is writing."""
        return (self._data / "releases").glob(f"{_UNFINISHED}*")

    def remove_unfinished(self) -> None:
        """Remove folders that nobody finished; only who holds the build lock may do this."""
        for folder in self.unfinished():
            shutil.rmtree(folder, ignore_errors=True)

    def delete(self, release_id: str) -> None:
        """Delete the files of a release; the database can make them anew."""
        shutil.rmtree(release_folder(self._data, release_id), ignore_errors=True)
        if self._chroma_url:
            delete_vectors(self._chroma_url, collection_name(release_id))
