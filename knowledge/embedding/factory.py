"""Which embedder the settings ask for."""

from __future__ import annotations

from knowledge.embedding.base import SHIPPED, Embedder
from knowledge.embedding.onnx import OnnxEmbedder
from knowledge.embedding.sentence_transformers import HubEmbedder


def open_embedder(name: str = SHIPPED, *, threads: int = 0) -> Embedder:
    """The embedder of a setting: ``shipped``, or the name or path of a sentence-transformers model.

    Raises :class:`EmbedderError` with what to do when it cannot be opened.
    """
    return OnnxEmbedder(threads=threads) if name == SHIPPED else HubEmbedder(name)
