"""The embedder that ships, over which the heads of understanding were trained."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from knowledge.embedding.onnx import OnnxEmbedder


@pytest.fixture(scope="session")
def shipped() -> Iterator[OnnxEmbedder]:
    """The shipped model, for all tests of a process."""
    embedder = OnnxEmbedder(threads=1)
    yield embedder
    embedder.close()
