"""Any sentence-transformers model behind the same protocol."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from knowledge.embedding.factory import open_embedder
from knowledge.embedding.onnx import MODEL_FOLDER, OnnxEmbedder
from knowledge.embedding.sentence_transformers import HubEmbedder


@pytest.fixture(scope="module")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers folder with random weights and the shipped tokenizer."""
    transformers = pytest.importorskip("transformers")
    modules = pytest.importorskip("sentence_transformers.sentence_transformer.modules")
    folder = tmp_path_factory.mktemp("models") / "small-e5"
    tokenizer = transformers.AutoTokenizer.from_pretrained(MODEL_FOLDER)
    config = transformers.BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
    )
    transformers.BertModel(config).save_pretrained(folder / "plain")
    tokenizer.save_pretrained(folder / "plain")
    parts = [modules.Transformer(str(folder / "plain"), max_seq_length=256), modules.Pooling(32), modules.Normalize()]
    _sentence_transformer(modules=parts).save(str(folder))
    return folder


def _sentence_transformer(*arguments: Any, **settings: Any) -> Any:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(*arguments, device="cpu", **settings)


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
    model = _sentence_transformer(str(small_model))
    expected = model.encode(["query: kota", "passage: kota"], normalize_embeddings=True)
    found = np.concatenate([embedder.embed_questions(["kota"]), embedder.embed_passages(["kota"])])
    np.testing.assert_allclose(found, expected, atol=1e-5)
    embedder.close()


def test_prompts_of_the_model_itself_come_first(small_model: Path, tmp_path: Path) -> None:
    model = _sentence_transformer(str(small_model), prompts={"query": "tanya: ", "document": "teks: "})
    model.save(str(tmp_path / "small-e5-prompted"))
    embedder = HubEmbedder(str(tmp_path / "small-e5-prompted"))
    expected = model.encode(["tanya: kota", "teks: kota"], normalize_embeddings=True)
    found = np.concatenate([embedder.embed_questions(["kota"]), embedder.embed_passages(["kota"])])
    np.testing.assert_allclose(found, expected, atol=1e-5)
    embedder.close()
