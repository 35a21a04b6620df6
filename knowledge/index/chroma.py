"""Vector collections in Chroma: one for each release, written once, then only read.

Two processes writing one Chroma folder damage it, and a reader beside a writer is stale (docs/decisions/0002), so a
collection is filled by ``write_vectors``, closed, and opened by others only afterwards.
"""

from __future__ import annotations

import threading
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Literal, TypedDict, cast

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import IntegrityError
from knowledge.index.exact import ExactVectors

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateCollectionConfiguration


class HNSWSettings(TypedDict):
    """Chroma's names for the settings of its HNSW index (Malkov and Yashunin 2016: M, efConstruction, ef)."""

    space: Literal["cosine"]
    max_neighbors: int
    ef_construction: int
    ef_search: int
    num_threads: int


# M 32 and ef 200/100 instead of Chroma's 16, 100/100: recall@10 against exact search on our vectors rises above 0.99
# for under 1 ms more a query at 20,000 vectors (docs/decisions/0003).
HNSW: Final[HNSWSettings] = {
    "space": "cosine",
    "max_neighbors": 32,
    "ef_construction": 200,
    "ef_search": 100,
    "num_threads": 2,
}

# Clients of one folder share one system, which the last of them stops as it closes; Chroma counts them under a lock,
# but looks the system up outside of it, so that one being opened was handed a system being stopped.
_OPENING: Final = threading.Lock()


class VectorCollection:
    """One finished collection, to be searched. Entries are numbered from 0 in the order they were written."""

    def __init__(self, client: Client, name: str) -> None:
        self._client = client
        self._name = name
        try:
            self._collection = client.get_collection(name, embedding_function=None)
        except Exception:
            _close(client)
            raise

    @property
    def count(self) -> int:
        """The number of entries.

        Raises:
            IntegrityError: Chroma cannot tell.
        """
        try:
            return int(self._collection.count())
        except Exception as error:  # Chroma raises many kinds, some of them from its native part
            raise IntegrityError(f"The vector index {self._name} cannot be counted ({error}).") from error

    def search(self, vector: NDArray[np.float32], k: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The nearest entries by cosine similarity, best first: numbers and similarities, shape (≤ k,).

        Raises:
            IntegrityError: Chroma cannot search.
        """
        try:
            return self._search(vector, k)
        except Exception as error:  # Chroma raises many kinds, some of them from its native part
            raise IntegrityError(f"The vector index {self._name} cannot be searched ({error}).") from error

    def _search(self, vector: NDArray[np.float32], k: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        found: Any = self._collection.query(query_embeddings=cast("Any", [vector]), n_results=k, include=["distances"])
        entries = np.array([int(entry) for entry in found["ids"][0]], dtype=np.int64)
        return entries, 1.0 - np.array(found["distances"][0], dtype=np.float32)

    def close(self) -> None:
        """Let go of files and threads."""
        _close(self._client)

    def __enter__(self) -> VectorCollection:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_vectors(location: Path | str, name: str) -> VectorCollection:
    """Open a finished collection in a folder, or on the Chroma server at a url.

    Raises:
        IntegrityError: it does not exist or cannot be read.
    """
    if isinstance(location, Path) and not (location / "chroma.sqlite3").exists():
        raise IntegrityError(f"The vector index {location} is missing. Run `pandu rebuild`.")
    try:
        return VectorCollection(_client(location), name)
    except Exception as error:  # Chroma raises many kinds, some of them from its native part
        raise IntegrityError(
            f"The vector index at {location} cannot be read ({error}). Run `pandu rebuild`."
        ) from error


def misfits(collection: VectorCollection | ExactVectors, vectors: NDArray[np.float32], sample: int = 20) -> list[str]:
    """What is wrong with a collection that should hold these vectors: their number, and entries that are not found.

    Raises:
        IntegrityError: Chroma cannot search.
    """
    if collection.count != len(vectors):
        return [f"the vector index holds {collection.count} entries instead of {len(vectors)}"]
    sampled = range(0, len(vectors), max(len(vectors) // sample, 1))
    return [f"entry {entry} does not find itself" for entry in sampled if not _finds_itself(collection, vectors, entry)]


def _finds_itself(collection: VectorCollection | ExactVectors, vectors: NDArray[np.float32], entry: int) -> bool:
    """Whether a search for an entry's vector finds it, or another with the same vector."""
    found, _ = collection.search(vectors[entry], 1)
    return len(found) > 0 and float(vectors[found[0]] @ vectors[entry]) > 0.999


def write_vectors(location: Path | str, name: str, vectors: NDArray[np.float32]) -> None:
    """Write these vectors (shape (n, dimension)) as a new collection and close it; a leftover of that name goes.

    Raises:
        IntegrityError: Chroma cannot write them.
    """
    try:
        _write_vectors(location, name, vectors)
    except Exception as error:  # Chroma raises many kinds, some of them from its native part
        raise IntegrityError(
            f"The vector index at {location} cannot be written ({error}). Check that there is room on the disk."
        ) from error


def _write_vectors(location: Path | str, name: str, vectors: NDArray[np.float32]) -> None:
    client = _client(location)
    try:
        _delete(client, name)
        configuration = cast("CreateCollectionConfiguration", {"hnsw": HNSW})
        collection = client.create_collection(name, configuration=configuration, embedding_function=None)
        size = client.get_max_batch_size()
        for start in range(0, len(vectors), size):
            batch = vectors[start : start + size]
            collection.add(ids=[str(number) for number in range(start, start + len(batch))], embeddings=batch)
    finally:
        _close(client)


def delete_vectors(url: str, name: str) -> None:
    """Delete a collection from a Chroma server, if it is there."""
    client = _client(url)
    try:
        _delete(client, name)
    finally:
        _close(client)


def _delete(client: Client, name: str) -> None:
    if name in {collection.name for collection in client.list_collections()}:
        client.delete_collection(name)


def _close(client: Client) -> None:
    with _OPENING:
        client.close()


def _client(location: Path | str) -> Client:
    with _OPENING:
        return _open(location)


def _open(location: Path | str) -> Client:
    # chromadb takes most of a second to import, and commands that only read the database do without it.
    import chromadb
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if isinstance(location, Path):
        try:
            return cast("Client", chromadb.PersistentClient(str(location), settings=settings))
        except Exception:
            # Chroma keeps a client that could not start, and would hand it out again after the folder was repaired.
            if str(location) not in SharedSystemClient._identifier_to_refcount:
                SharedSystemClient._identifier_to_system.pop(str(location), None)
            raise
    from urllib.parse import urlsplit

    parts = urlsplit(location)
    secure = parts.scheme == "https"
    return cast(
        "Client",
        chromadb.HttpClient(
            host=parts.hostname or "localhost",
            port=parts.port or (443 if secure else 80),
            ssl=secure,
            settings=settings,
        ),
    )
