"""Chooses the weight of the dense side on questions that were held out of training.

The own questions in the field share hardly a word with their passages, to teach the dense side; for that reason they
are measured but choose nothing. The general ones were written for this choice: encyclopaedic, as other
evaluations are, with passages in both languages among those of Wikipedia and of the field.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.measures import ndcg
from knowledge.embedding.base import Embedder
from knowledge.embedding.onnx import OnnxEmbedder
from knowledge.index.lexical import LexicalIndex
from knowledge.language.analyzer import Analyzer
from knowledge.language.lexicon import Lexicon
from knowledge.retrieval.fusion import fuse
from tools.train.data import TrainingData

WEIGHTS = (0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)
Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Validation:
    """Questions, passages, the right rows of each question, and whether the set takes part in the choice."""

    name: str
    questions: list[str]
    passages: list[str]
    right: list[set[int]]
    chooses: bool = True


def validation_sets(data: TrainingData) -> list[Validation]:
    """Wikipedia questions over the passages of training and validation, general questions in all directions and over
    passages in both languages, own held-out questions."""
    wikipedia = list(dict.fromkeys(passage for _, passage in (*data.wikipedia_valid, *data.wikipedia)))
    places = {passage: row for row, passage in enumerate(wikipedia)}
    asked = [question for question, _ in data.wikipedia_valid]
    answered = [{places[passage]} for _, passage in data.wikipedia_valid]
    field = (*data.held_out, *data.asked)
    field_indonesian = [row.passage_indonesian for row in field]
    field_english = [row.passage_english for row in field]
    indonesian = list(dict.fromkeys(row.passage_indonesian for row in data.general))
    english = list(dict.fromkeys(row.passage_english for row in data.general))
    right = [{indonesian.index(row.passage_indonesian)} for row in data.general]
    either = [{*rows, *(row + len(english) for row in rows)} for rows in right]
    id_questions, en_questions = [row.formal for row in data.general], [row.english for row in data.general]
    all_indonesian, all_english = indonesian + field_indonesian + wikipedia, english + field_english
    own = [{number} for number in range(len(data.held_out))]
    own_questions = [row.formal for row in data.held_out] + [row.chat for row in data.held_out]
    return [
        Validation("Wikipedia", asked, wikipedia, answered),
        Validation("Wikipedia among English", asked, wikipedia + all_english, answered),
        Validation("general id-id", id_questions, all_indonesian, right),
        Validation("general en-en", en_questions, all_english, right),
        Validation("general id-en", id_questions, all_english, right),
        Validation("general id-en among Indonesian", id_questions, all_english + wikipedia, right),
        Validation("general en-id", en_questions, all_indonesian, right),
        Validation("general en-id among English", en_questions, all_indonesian + field_english, right),
        Validation(
            "general, both languages",
            id_questions + en_questions,
            english + indonesian + field_english + field_indonesian + wikipedia,
            either * 2,
        ),
        Validation("own id-id", own_questions, field_indonesian, own * 2, chooses=False),
        Validation("own id-en", own_questions, field_english, own * 2, chooses=False),
    ]


def validate(data: TrainingData, model: Path, lexicon: Lexicon) -> float:
    """Print nDCG@10 of each side and of their fusion by weight; returns the best weight on average over the sets."""
    embedder = OnnxEmbedder(model, name="trained")
    remembered: dict[str, Scores] = {}
    gains: dict[float, list[float]] = {weight: [] for weight in WEIGHTS}
    for one in validation_sets(data):
        dense, lexical = _scores(one, embedder, Analyzer(lexicon), remembered)
        by_weight = {}
        for weight in WEIGHTS:
            pairs = zip(dense, lexical, strict=True)
            by_weight[weight] = _mean(one, [fuse(*pair, weight) for pair in pairs])
            if one.chooses:
                gains[weight].append(by_weight[weight])
        fused = ", ".join(f"{weight}: {gain:.3f}" for weight, gain in by_weight.items())
        print(f"{one.name}: dense {_mean(one, dense):.3f}, lexical {_mean(one, lexical):.3f}; {fused}", flush=True)
    embedder.close()
    best: float = max(WEIGHTS, key=lambda weight: float(np.mean(gains[weight])))
    print(f"Best weight of the dense side: {best}, mean {np.mean(gains[best]):.4f} (knowledge/retrieval/fusion.py)")
    return best


def _scores(
    one: Validation, embedder: Embedder, analyzer: Analyzer, remembered: dict[str, Scores]
) -> tuple[list[Scores], list[Scores]]:
    new = [passage for passage in one.passages if passage not in remembered]
    remembered.update(zip(new, embedder.embed_passages(new), strict=True))
    passages = np.stack([remembered[passage] for passage in one.passages])
    index = LexicalIndex.build(one.passages, analyzer)
    dense = [passages @ question for question in embedder.embed_questions(one.questions)]
    return dense, [index.scores(analyzer.question(question)).scores for question in one.questions]


def _mean(one: Validation, scores: Sequence[Scores]) -> float:
    ranked = [[int(row) for row in np.argsort(-values, kind="stable")[:10]] for values in scores]
    return float(np.mean([ndcg(rows, right) for rows, right in zip(ranked, one.right, strict=True)]))
