"""Any sentence-transformers model behind the same protocol."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from knowledge.embedding.factory import open_embedder
from knowledge.embedding.onnx import OnnxEmbedder
from knowledge.embedding.sentence_transformers import HubEmbedder
from tests.knowledge.embedding.models import sentence_transformer


def test_any_other_model_has_the_same_protocol(small_model: Path, texts: list[str]) -> None:
    embedder = open_embedder(str(small_model))
    assert isinstance(embedder, HubEmbedder)
    assert embedder.dimension == 32
    vectors = embedder.embed_passages(texts)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)
    assert embedder.embed_questions([]).shape == (0, 32)
    assert embedder.fingerprint != OnnxEmbedder().fingerprint
    embedder.close()


def test_models_of_the_e5_family_get_their_prefixes(small_model: Path) -> None:
    embedder = HubEmbedder(str(small_model))
    model = sentence_transformer(str(small_model))
    expected = model.encode(["query: kota", "passage: kota"], normalize_embeddings=True)
    found = np.concatenate([embedder.embed_questions(["kota"]), embedder.embed_passages(["kota"])])
    np.testing.assert_allclose(found, expected, atol=1e-5)
    embedder.close()


def test_prompts_of_the_model_itself_come_first(small_model: Path, tmp_path: Path) -> None:
    model = sentence_transformer(str(small_model), prompts={"query": "tanya: ", "document": "teks: "})
    model.save(str(tmp_path / "small-e5-prompted"))
    embedder = HubEmbedder(str(tmp_path / "small-e5-prompted"))
    expected = model.encode(["tanya: kota", "teks: kota"], normalize_embeddings=True)
    found = np.concatenate([embedder.embed_questions(["kota"]), embedder.embed_passages(["kota"])])
    np.testing.assert_allclose(found, expected, atol=1e-5)
    embedder.close()
