"""Exact vector search, without Chroma."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


class ExactVectors:
    """The same search over a matrix of vectors, shape (n, dimension), by comparing with every one."""

    def __init__(self, vectors: NDArray[np.float32]) -> None:
        self._vectors = vectors

    @property
    def count(self) -> int:
        """The number of entries."""
        return len(self._vectors)

    def search(self, vector: NDArray[np.float32], k: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The nearest entries by cosine similarity, best first: numbers and similarities, shape (≤ k,)."""
        similarities = np.asarray(self._vectors @ vector, dtype=np.float32)
        nearest = np.argsort(-similarities, kind="stable")[:k]
        return nearest, similarities[nearest]

    def close(self) -> None:
        """Nothing is held open."""
