"""Writing the index of a release: rows, vectors, words, manifest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding.base import Embedder
from knowledge.embedding.cache import EmbeddingCache, Kind
from knowledge.errors import IntegrityError
from knowledge.index.chroma import misfits, open_vectors, write_vectors
from knowledge.index.lexical import LexicalIndex
from knowledge.language.entities import find_entities
from knowledge.releases.entries import entries, headed, searched
from knowledge.releases.files import LEXICAL, VECTORS, Rows, collection_name, fingerprint
from knowledge.releases.manifest import CHROMA, Manifest
from knowledge.releases.report import ProgressCallback
from knowledge.storage.document_store import DocumentStore


class IndexWriter:
    """Writes the index of a release, with vectors that are computed only where nobody has yet.

    Args:
        document_store: the database.
        embedder: the model that the index is for.
        embedding_cache: computes vectors for what the database has none of.
        chroma_url: a Chroma server, or empty for a folder in each release.
        on_progress: told how far long work is.
    """

    def __init__(
        self,
        document_store: DocumentStore,
        embedder: Embedder,
        embedding_cache: EmbeddingCache,
        chroma_url: str,
        on_progress: ProgressCallback,
    ) -> None:
        self._document_store = document_store
        self._embedder = embedder
        self._embedding_cache = embedding_cache
        self._chroma_url = chroma_url
        self._on_progress = on_progress

    def embed_phrases(self, phrases: Sequence[str]) -> None:
        """Compute vectors of texts that questions are compared with besides the documents, so that none has to wait."""
        if phrases:
            texts: list[tuple[Kind, str]] = [("text", phrase) for phrase in phrases]
            self._embedding_cache.get_or_compute(texts, self._progress_of("Computing vectors of the indicators"))

    def write(self, folder: Path, release_id: str, versions: Sequence[str]) -> int:
        """Write an index of these versions to a folder; returns how many vectors had to be computed."""
        pairs = self._document_store.chunk_ids(versions)
        known = self._document_store.chunks(chunk for chunk, _ in pairs)
        chunks = [known[chunk] for chunk, _ in pairs]
        documents = self._document_store.version_documents(versions)
        texts, owners = entries(chunks, {document.id: document for document in documents.values()})
        vectors, embedded = self._embedding_cache.get_or_compute(texts, self._progress_of("Computing vectors"))
        rows = Rows(
            [chunk.id for chunk in chunks],
            [version for _, version in pairs],
            [chunk.anchor or "" for chunk in chunks],
            np.array(owners, dtype=np.int32),
            find_entities(headed(chunk) for chunk in chunks),
            documents,
        )
        rows.save(folder)
        np.save(folder / VECTORS, vectors)
        self._on_progress("Writing the BM25 index", 0, 1)
        LexicalIndex.build([searched(chunk) for chunk in chunks]).save(folder / LEXICAL)
        self._on_progress("Writing the vector index", 0, 1)
        if not self._on_server(release_id, vectors):
            write_vectors(self._chroma_url or folder / CHROMA, collection_name(release_id), vectors)
        Manifest.write(folder, fingerprint(self._embedder))
        self._on_progress("Writing the vector index", 1, 1)
        return embedded

    def _on_server(self, release_id: str, vectors: NDArray[np.float32]) -> bool:
        """Whether another machine has put these vectors on the Chroma server already, and answers from them."""
        if not self._chroma_url:
            return False
        try:
            with open_vectors(self._chroma_url, collection_name(release_id)) as collection:
                return not misfits(collection, vectors)
        except IntegrityError:
            return False

    def _progress_of(self, doing: str) -> Callable[[int, int], None]:
        return lambda done, of: self._on_progress(doing, done, of)
