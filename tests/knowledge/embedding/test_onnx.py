"""The shipped model on ONNX Runtime, and any sentence-transformers model."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from knowledge.embedding.base import EmbedderError, Vectors
from knowledge.embedding.factory import open_embedder
from knowledge.embedding.onnx import MODEL_FOLDER, OnnxEmbedder
from knowledge.embedding.sentence_transformers import HubEmbedder
from knowledge.embedding.worker import Worker

TEXTS = [
    "Kota cerdas.",
    "Apa saja kota percontohan Jaringan Kota Cerdas ASEAN di Indonesia?",
    "Waste management is paid for from the municipal budget. " * 30,
    "",
    "19.9",
    "gmn cara lapor banjir di kelurahan? 🙂",
]


@pytest.fixture(scope="module")
def embedder() -> Iterator[OnnxEmbedder]:
    embedder = OnnxEmbedder(threads=1)
    yield embedder
    embedder.close()


def test_vectors_are_normalised(embedder: OnnxEmbedder) -> None:
    vectors = embedder.embed_passages(TEXTS)
    assert vectors.shape == (len(TEXTS), embedder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)


def test_no_texts_give_no_vectors(embedder: OnnxEmbedder) -> None:
    assert embedder.embed_questions([]).shape == (0, embedder.dimension)


def test_a_vector_does_not_depend_on_its_neighbours(embedder: OnnxEmbedder) -> None:
    together = embedder.embed_passages(TEXTS)
    for text, vector in zip(TEXTS, together, strict=True):
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


def test_a_closed_embedder_refuses() -> None:
    embedder = open_embedder()
    embedder.close()
    embedder.close()
    with pytest.raises(EmbedderError, match="was closed"):
        embedder.embed_questions(["kota"])


def test_urgent_jobs_go_ahead() -> None:
    worker = Worker("test")
    started, release = threading.Event(), threading.Event()
    order: list[str] = []

    def job(name: str) -> Vectors:
        if name == "first":
            started.set()
            assert release.wait(10)
        order.append(name)
        return np.zeros((1, 1), np.float32)

    waiting = [worker.submit(1, partial(job, "first"))]
    assert started.wait(10)
    waiting += [worker.submit(urgency, partial(job, name)) for urgency, name in ((1, "a"), (1, "b"), (0, "question"))]
    release.set()
    for future in waiting:
        future.result(10)
    worker.close()
    assert order == ["first", "question", "a", "b"]


def test_an_error_in_a_job_reaches_who_waits() -> None:
    worker = Worker("test")

    def job() -> Vectors:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        worker.submit(0, job).result(10)
    worker.close()


def test_the_shipped_folder_is_small() -> None:
    size = sum(path.stat().st_size for path in MODEL_FOLDER.rglob("*") if path.is_file())
    assert size <= 35_000_000


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


def test_the_runtime_gives_the_vectors_of_sentence_transformers(small_model: Path, tmp_path: Path) -> None:
    pytest.importorskip("onnx")
    from tools.train.export import export_model
    from tools.train.training import Encoder

    export_model(Encoder.open(small_model / "plain"), tmp_path, quantised=False)
    embedder = OnnxEmbedder(tmp_path, name="small", threads=1)
    expected = _sentence_transformer(str(small_model)).encode(TEXTS, normalize_embeddings=True)
    assert (embedder.embed_passages(TEXTS) * expected).sum(axis=1).min() > 0.999
    embedder.close()


def test_the_shipped_graph_is_fused() -> None:
    onnx = pytest.importorskip("onnx")
    graph = onnx.load(MODEL_FOLDER / "onnx" / "model.onnx").graph
    layers = json.loads((MODEL_FOLDER / "config.json").read_text())["num_hidden_layers"]
    kinds = Counter(node.op_type for node in graph.node)
    assert kinds["QAttention"] == kinds["BiasGelu"] == layers
    assert kinds["Softmax"] == 0


def test_sentence_transformers_loads_the_shipped_folder_with_the_same_vectors(embedder: OnnxEmbedder) -> None:
    pytest.importorskip("sentence_transformers")
    model = _sentence_transformer(str(MODEL_FOLDER), trust_remote_code=True)
    np.testing.assert_allclose(model.encode(TEXTS), embedder.embed_passages(TEXTS), atol=1e-5)
    assert model.get_embedding_dimension() == embedder.dimension
    assert model.max_seq_length == 256


def test_the_shipped_tokenizer_cuts_as_sentence_transformers_does(small_model: Path) -> None:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(MODEL_FOLDER / "tokenizer.json"))
    tokenizer.enable_truncation(256)
    theirs = _sentence_transformer(str(small_model)).tokenize(TEXTS)["attention_mask"].sum(dim=1).tolist()
    assert [len(tokenizer.encode(text).ids) for text in TEXTS] == theirs


def test_any_other_model_has_the_same_protocol(small_model: Path) -> None:
    embedder = open_embedder(str(small_model))
    assert isinstance(embedder, HubEmbedder)
    assert embedder.dimension == 32
    vectors = embedder.embed_passages(TEXTS)
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


def test_a_model_that_cannot_be_had_is_told(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers")
    with pytest.raises(EmbedderError, match="could not be opened"):
        open_embedder(str(tmp_path / "nothing"))
