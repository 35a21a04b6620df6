"""The shipped model, and texts of every kind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.embedding.onnx import MODEL_FOLDER, OnnxEmbedder
from tests.knowledge.embedding.models import sentence_transformer

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


@pytest.fixture(scope="session")
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
    sentence_transformer(modules=parts).save(str(folder))
    return folder
