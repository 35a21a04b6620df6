"""What lies in the folder of a Release."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.documents import Document
from knowledge.embedding.base import Embedder
from knowledge.index.chroma import HNSW
from knowledge.language.analyzer import STOP_WORDS, VERSION
from knowledge.language.lexicon import LEXICON_FILE
from knowledge.storage.document_store import document_of, stored_document

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
