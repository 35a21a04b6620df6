"""Texts as vectors: the shipped model on ONNX Runtime, or any sentence-transformers model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.errors import PanduError

SHIPPED = "shipped"
BATCH_TEXTS = 32
Vectors = NDArray[np.float32]


class EmbedderError(PanduError):
    """A model that cannot be opened; the message says what to do."""


class Embedder(Protocol):
    """Turns texts into vectors of shape (n, dimension), L2-normalised, so that a dot product is the cosine."""

    name: str
    dimension: int

    @property
    def fingerprint(self) -> str:
        """Changes when the same text would get another vector."""

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions; they are computed ahead of waiting passages."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages."""

    def close(self) -> None:
        """Stop the worker; what is asked afterwards raises ``EmbedderError``."""
