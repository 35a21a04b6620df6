"""Every embedder keeps the same promises, the one of the tests too."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from knowledge.embedding.base import Embedder
from knowledge.embedding.onnx import OnnxEmbedder
from tests.fakes.embedder import HashEmbedder

TEXTS = ("Kota cerdas.", "", "Kota menyusun rencana aksi tahunan.")


@pytest.fixture(params=[HashEmbedder, OnnxEmbedder])
def embedder(request: pytest.FixtureRequest) -> Iterator[Embedder]:
    embedder: Embedder = request.param()
    yield embedder
    embedder.close()


def test_vectors_are_normalised_so_that_a_dot_product_is_the_cosine(embedder: Embedder) -> None:
    for vectors in (embedder.embed_passages(TEXTS), embedder.embed_questions(TEXTS)):
        assert vectors.shape == (len(TEXTS), embedder.dimension)
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)


def test_the_same_text_has_the_same_vector_under_the_same_fingerprint(embedder: Embedder) -> None:
    other: Embedder = type(embedder)()
    assert other.fingerprint == embedder.fingerprint
    np.testing.assert_array_equal(other.embed_passages(TEXTS[:1]), embedder.embed_passages(TEXTS)[:1])
    other.close()
