"""The shipped model on ONNX Runtime gives the vectors of sentence-transformers."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from knowledge.embedding.base import EmbedderError
from knowledge.embedding.onnx import MODEL_FOLDER, OnnxEmbedder
from tests.knowledge.embedding.models import sentence_transformer


def test_vectors_are_normalised(embedder: OnnxEmbedder, texts: list[str]) -> None:
    vectors = embedder.embed_passages(texts)
    assert vectors.shape == (len(texts), embedder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)


def test_no_texts_give_no_vectors(embedder: OnnxEmbedder) -> None:
    assert embedder.embed_questions([]).shape == (0, embedder.dimension)


def test_a_vector_does_not_depend_on_its_neighbours(embedder: OnnxEmbedder, texts: list[str]) -> None:
    together = embedder.embed_passages(texts)
    for text, vector in zip(texts, together, strict=True):
        np.testing.assert_array_equal(embedder.embed_questions([text])[0], vector)


@pytest.mark.parametrize(
    ("question", "near", "far"),
    [
        ("Bagaimana kota mengelola sampah?", "How cities manage waste", "How cities manage traffic"),
        ("gmn cara lapor banjir", "Cara melaporkan banjir", "Cara mengurus izin usaha"),
        ("How is the mayor elected?", "Pemilihan wali kota", "Pengelolaan air limbah"),
    ],
)
def test_meaning_crosses_languages(embedder: OnnxEmbedder, question: str, near: str, far: str) -> None:
    vector = embedder.embed_questions([question])[0]
    first, second = embedder.embed_passages([near, far]) @ vector
    assert first > second


def test_the_fingerprint_names_the_model(embedder: OnnxEmbedder) -> None:
    assert embedder.fingerprint.startswith("shipped-384-")
    assert embedder.fingerprint == OnnxEmbedder().fingerprint


def test_a_missing_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match="There is no embedding model"):
        OnnxEmbedder(tmp_path)


def test_the_shipped_folder_is_small() -> None:
    size = sum(path.stat().st_size for path in MODEL_FOLDER.rglob("*") if path.is_file())
    assert size <= 35_000_000


def test_the_runtime_gives_the_vectors_of_sentence_transformers(
    small_model: Path, tmp_path: Path, texts: list[str]
) -> None:
    pytest.importorskip("onnx")
    from tools.train.export import export_model
    from tools.train.training import Encoder

    export_model(Encoder.open(small_model / "plain"), tmp_path, quantised=False)
    embedder = OnnxEmbedder(tmp_path, name="small", threads=1)
    expected = sentence_transformer(str(small_model)).encode(texts, normalize_embeddings=True)
    assert (embedder.embed_passages(texts) * expected).sum(axis=1).min() > 0.999
    embedder.close()


def test_the_shipped_graph_is_fused() -> None:
    onnx = pytest.importorskip("onnx")
    graph = onnx.load(MODEL_FOLDER / "onnx" / "model.onnx").graph
    layers = json.loads((MODEL_FOLDER / "config.json").read_text())["num_hidden_layers"]
    kinds = Counter(node.op_type for node in graph.node)
    assert kinds["QAttention"] == kinds["BiasGelu"] == layers
    assert kinds["Softmax"] == 0


def test_sentence_transformers_loads_the_shipped_folder_with_the_same_vectors(
    embedder: OnnxEmbedder, texts: list[str]
) -> None:
    pytest.importorskip("sentence_transformers")
    model = sentence_transformer(str(MODEL_FOLDER), trust_remote_code=True)
    np.testing.assert_allclose(model.encode(texts), embedder.embed_passages(texts), atol=1e-5)
    assert model.get_embedding_dimension() == embedder.dimension
    assert model.max_seq_length == 256


def test_the_shipped_tokenizer_cuts_as_sentence_transformers_does(small_model: Path, texts: list[str]) -> None:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(MODEL_FOLDER / "tokenizer.json"))
    tokenizer.enable_truncation(256)
    theirs = sentence_transformer(str(small_model)).tokenize(texts)["attention_mask"].sum(dim=1).tolist()
    assert [len(tokenizer.encode(text).ids) for text in texts] == theirs
