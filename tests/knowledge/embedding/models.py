"""Models of sentence-transformers for tests."""

from __future__ import annotations

from typing import Any


def sentence_transformer(*arguments: Any, **settings: Any) -> Any:
    """A model of the library, on the CPU."""
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(*arguments, device="cpu", **settings)
