"""What a trained reader does on documents that it never saw."""

from __future__ import annotations

import random
from collections.abc import Sequence

import numpy as np
import torch
from sklearn.metrics import roc_auc_score

from knowledge.embedding.base import Embedder
from tools.train.reader_data import SEED, Asked, ReadingData
from tools.train.reader_network import Together
from tools.train.reader_states import Prepared

QUESTIONS, WRONG = 250, 9


@torch.no_grad()
def report(data: ReadingData, prepared: Prepared, together: Together, embedder: Embedder) -> None:
    """Print how often the right passage of held-out documents comes before its nearest wrong ones, for the embedder
    and the reader, and, of our own lines there, how well near misses and the unit that answers are told.

    The wrong passages are the embedder's own nearest, so its figure is low by construction.
    """
    together.eval()
    asked = random.Random(SEED).sample(data.held, min(QUESTIONS, len(data.held)))
    groups = [(one.right[0], *one.wrong[:WRONG]) for one in asked]
    read = [_passage_scores(prepared, together, one.question, rows) for one, rows in zip(asked, groups, strict=True)]
    rows = sorted({row for group in groups for row in group})
    vectors = dict(zip(rows, embedder.embed_passages([data.texts[row].whole for row in rows]), strict=True))
    questions = embedder.embed_questions([one.question for one in asked])
    near = [[float(vectors[row] @ vector) for row in group] for vector, group in zip(questions, groups, strict=True)]
    print(f"{len(asked)} questions of held-out documents, the right passage first of {1 + WRONG}:")
    print(f"  embedder {_first(near):.3f}, reader {_first(read):.3f}")
    print(f"  right against best wrong, AUROC: embedder {_apart(near):.3f}, reader {_apart(read):.3f}")
    _report_own(data.held_own, prepared, together)


def _report_own(asked: Sequence[Asked], prepared: Prepared, together: Together) -> None:
    scores, answered, pointed = [], [], []
    for one in asked:
        found = prepared.scores(together, [(one.question, (one.right or one.wrong)[0])])[0]
        scores.append(float(found.logsumexp(-1)))
        answered.append(bool(one.right))
        if one.unit:
            pointed.append(int(found[1:].argmax()) == one.unit - 1)
    print(f"{len(asked)} own lines there: answered or near miss, AUROC {roc_auc_score(answered, scores):.3f}")
    print(f"  the sentence that answers, of {len(pointed)}: {np.mean(pointed):.3f}", flush=True)


def _passage_scores(prepared: Prepared, together: Together, question: str, rows: Sequence[int]) -> list[float]:
    found: list[float] = prepared.scores(together, [(question, row) for row in rows]).logsumexp(-1).tolist()
    return found


def _first(scores: Sequence[Sequence[float]]) -> float:
    return float(np.mean([int(np.argmax(group)) == 0 for group in scores]))


def _apart(scores: Sequence[Sequence[float]]) -> float:
    labels = [1] * len(scores) + [0] * len(scores)
    return float(roc_auc_score(labels, [group[0] for group in scores] + [max(group[1:]) for group in scores]))
