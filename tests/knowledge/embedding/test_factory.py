"""Which embedder a setting asks for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.embedding.base import EmbedderError
from knowledge.embedding.factory import open_embedder
from knowledge.embedding.onnx import OnnxEmbedder


@pytest.fixture(scope="module")
def embedder() -> Iterator[OnnxEmbedder]:
    embedder = OnnxEmbedder(threads=1)
    yield embedder
    embedder.close()


def test_a_closed_embedder_refuses() -> None:
    embedder = open_embedder()
    embedder.close()
    embedder.close()
    with pytest.raises(EmbedderError, match="was closed"):
        embedder.embed_questions(["kota"])


def test_a_model_that_cannot_be_had_is_told(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers")
    with pytest.raises(EmbedderError, match="could not be opened"):
        open_embedder(str(tmp_path / "nothing"))
