"""Vectors that builds keep in the database, by the digest of their text, so that none is computed twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np

from knowledge.documents import digest
from knowledge.embedding.base import Embedder, Vectors
from knowledge.storage.vector_store import VectorStore

#: Some models embed a passage and a question that asks for it differently.
Kind = Literal["text", "asked"]
ProgressCallback = Callable[[int, int], None]  # done so far, in all
_AT_ONCE = 128


class EmbeddingCache:
    """Looks vectors up, and computes those that nobody has kept.

    Args:
        vector_store: the database.
        embedder: computes what is missing; vectors of other models are kept apart.
    """

    def __init__(self, vector_store: VectorStore, embedder: Embedder) -> None:
        self._vector_store = vector_store
        self._embedder = embedder

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, shape (n, dimension); what had to be computed is not kept."""
        keys = [digest("text", text) for text in texts]
        known = self._vector_store.load(self._model, list(dict.fromkeys(keys)))
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        known |= dict(zip(missing, self._embedder.embed_passages(list(missing.values())), strict=True))
        return self._stacked([known[key] for key in keys])

    def get_or_compute(
        self, texts: Sequence[tuple[Kind, str]], on_progress: ProgressCallback = lambda done, of: None
    ) -> tuple[Vectors, int]:
        """Vectors of texts, shape (n, dimension), and how many were computed, which are kept from now on. Only who
        holds the build lock may call this."""
        keys = [digest(kind, text) for kind, text in texts]
        known = self._vector_store.load(self._model, list(dict.fromkeys(keys)))
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        done = 0
        for kind, embed in (("text", self._embedder.embed_passages), ("asked", self._embedder.embed_questions)):
            wanted = [(key, text) for key, (of, text) in missing.items() if of == kind]
            for start in range(0, len(wanted), _AT_ONCE):
                on_progress(done, len(missing))
                batch = wanted[start : start + _AT_ONCE]
                fresh = dict(zip((key for key, _ in batch), embed([text for _, text in batch]), strict=True))
                self._vector_store.save(self._model, fresh)
                known |= fresh
                done += len(batch)
        on_progress(done, len(missing))
        return self._stacked([known[key] for key in keys]), len(missing)

    @property
    def _model(self) -> str:
        return digest(self._embedder.name, self._embedder.fingerprint)

    def _stacked(self, vectors: Sequence[Vectors]) -> Vectors:
        empty = np.zeros((0, self._embedder.dimension), np.float32)
        return np.stack(vectors).astype(np.float32) if vectors else empty
