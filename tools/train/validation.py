"""Chooses the weight of the dense side on questions that were held out of training."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.measures import ndcg
from knowledge.analysis import Analyzer
from knowledge.embedding import Embedder, OnnxEmbedder
from knowledge.fusion import fuse
from knowledge.lexical import LexicalIndex
from knowledge.lexicon import Lexicon
from tools.train.data import TrainingData

WEIGHTS = (0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)
Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Validation:
    """Questions, passages and the right rows of each question."""

    name: str
    questions: list[str]
    passages: list[str]
    right: list[set[int]]


def validation_sets(data: TrainingData) -> list[Validation]:
    """Wikipedia questions over the passages of training and validation; own held-out questions in both directions and
    over passages in both languages."""
    wikipedia = list(dict.fromkeys(passage for _, passage in (*data.wikipedia_valid, *data.wikipedia)))
    places = {passage: row for row, passage in enumerate(wikipedia)}
    held, rows = data.held_out, (*data.held_out, *data.asked)
    indonesian = [row.passage_indonesian for row in rows]
    english = [row.passage_english for row in rows]
    own = [{number} for number in range(len(held))]
    both = [{number, number + len(rows)} for number in range(len(held))]
    asked = [row.formal for row in held] + [row.chat for row in held]
    return [
        Validation(
            "Wikipedia",
            [question for question, _ in data.wikipedia_valid],
            wikipedia,
            [{places[passage]} for _, passage in data.wikipedia_valid],
        ),
        Validation("own id-id", asked, indonesian, own * 2),
        Validation("own id-en", asked, english, own * 2),
        Validation("own en-id", [row.english for row in held], indonesian, own),
        Validation("own mixed", asked, indonesian + english, both * 2),
    ]


def validate(data: TrainingData, model: Path, lexicon: Lexicon) -> float:
    """Print nDCG@10 of each side and of their fusion by weight; returns the best weight on average over the sets."""
    embedder = OnnxEmbedder(model, name="trained")
    gains: dict[float, list[float]] = {weight: [] for weight in WEIGHTS}
    for one in validation_sets(data):
        dense, lexical = _scores(one, embedder, Analyzer(lexicon))
        for weight in WEIGHTS:
            pairs = zip(dense, lexical, strict=True)
            gains[weight].append(_mean(one, [fuse(*pair, weight) for pair in pairs]))
        fused = ", ".join(f"{weight}: {gain[-1]:.3f}" for weight, gain in gains.items())
        print(f"{one.name}: dense {_mean(one, dense):.3f}, lexical {_mean(one, lexical):.3f}; {fused}", flush=True)
    embedder.close()
    best = max(WEIGHTS, key=lambda weight: float(np.mean(gains[weight])))
    print(f"Best weight of the dense side: {best} (knowledge/fusion.py)")
    return best


def _scores(one: Validation, embedder: Embedder, analyzer: Analyzer) -> tuple[list[Scores], list[Scores]]:
    passages = embedder.embed_passages(one.passages)
    index = LexicalIndex.build(one.passages, analyzer)
    dense = [passages @ question for question in embedder.embed_questions(one.questions)]
    return dense, [index.scores(question).scores for question in one.questions]


def _mean(one: Validation, scores: Sequence[Scores]) -> float:
    ranked = [[int(row) for row in np.argsort(-values, kind="stable")[:10]] for values in scores]
    return float(np.mean([ndcg(rows, right) for rows, right in zip(ranked, one.right, strict=True)]))
