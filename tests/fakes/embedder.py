"""An embedder without a model: texts that share words get near vectors, the same on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from knowledge.language.analyzer import tokens


class HashEmbedder:
    """The normalised sum of one random vector for each word, seeded by the word's hash. ``made`` counts the passages
    and questions that were embedded, so that a test can tell reuse from work."""

    def __init__(self, name: str = "hash", dimension: int = 64) -> None:
        self.name = name
        self.dimension = dimension
        self.made = 0

    @property
    def fingerprint(self) -> str:
        """Name and dimension decide everything."""
        return f"{self.name}-{self.dimension}"

    def embed_questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Shape (n, dimension)."""
        return self.embed_passages(texts)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Shape (n, dimension)."""
        self.made += len(texts)
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in tokens(text) or [text]:
                vectors[row] += _vector(word, self.dimension)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)

    def close(self) -> None:
        """Nothing is held."""


@cache
def _vector(word: str, dimension: int) -> NDArray[np.float32]:
    seed = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=8).digest(), "big")
    return np.random.default_rng(seed).standard_normal(dimension, dtype=np.float32)
