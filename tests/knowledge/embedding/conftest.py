"""The shipped model, and texts of every kind."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from knowledge.embedding.onnx import OnnxEmbedder

TEXTS = [
    "Kota cerdas.",
    "Apa saja kota percontohan Jaringan Kota Cerdas ASEAN di Indonesia?",
    "Waste management is paid for from the municipal budget. " * 30,
    "",
    "19.9",
    "gmn cara lapor banjir di kelurahan? 🙂",
]


@pytest.fixture(scope="session")
def texts() -> list[str]:
    """A short, an ordinary and a long one, none, a code, and one from a chat."""
    return TEXTS


@pytest.fixture(scope="module")
def embedder() -> Iterator[OnnxEmbedder]:
    embedder = OnnxEmbedder(threads=1)
    yield embedder
    embedder.close()
