"""Trains the reader: which passage answers a question, and which sentence of it."""

from __future__ import annotations

import math
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from knowledge.embedding.onnx import OnnxEmbedder
from knowledge.reading.reader import READER_FOLDER
from tools.train.data import TrainingData
from tools.train.e5 import E5
from tools.train.reader_data import SEED, Asked, ReadingData, read_reading_data
from tools.train.reader_export import export_alone, export_together
from tools.train.reader_network import LAYERS, MASKED, Alone, Together
from tools.train.reader_states import Prepared, prepare
from tools.train.reader_validation import report

OWN = Path(__file__).parent / "own" / "reader" / "questions.tsv"
PIECES = 40_000
#: Groups of questions by their kind in a step.
SHARES = {"corpus": 4, "own": 2, "general": 1, "wikipedia": 1}
RATE = 7e-4
WARM_UP, LEAST_RATE, AVERAGING = 0.04, 0.03, 0.99
WRONG, HARDEST = 3, 8  # passages in a group beside the right one, of the so many nearest
SAME_LANGUAGE = 0.7  # of right passages; the others are in the other language
DECIDING, POINTING = 0.5, 0.3  # weights of the losses beside ranking


class Training:
    """One run, limited by time."""

    def __init__(self, data: ReadingData, prepared: Prepared, together: Together, seed: int) -> None:
        self.data, self.prepared, self.together = data, prepared, together
        self.dice = random.Random(seed)
        self.optimizer = torch.optim.AdamW(together.parameters(), lr=RATE, weight_decay=0.01, fused=True)
        self.asking: dict[int, list[Asked]] = defaultdict(list)
        for one in chain(*data.learned.values()):
            for row in one.right or one.wrong:
                self.asking[row].append(one)
        self.average = {name: value.detach().clone() for name, value in together.named_parameters()}

    def run(self, minutes: float, steps: int = 0) -> None:
        """Train for so long, or for so many steps where a number is given; keep the averaged weights."""
        figures: dict[str, list[float]] = defaultdict(list)
        endless = {kind: _endless(self.data.learned[kind], self.dice) for kind in SHARES if self.data.learned.get(kind)}
        self.together.train()
        began = time.monotonic()
        step = 0
        while (progress := step / steps if steps else (time.monotonic() - began) / (minutes * 60)) < 1:
            falling = LEAST_RATE + (1 - LEAST_RATE) * (1 + math.cos(math.pi * progress)) / 2
            for group in self.optimizer.param_groups:
                group["lr"] = RATE * min(1.0, (progress + 1e-3) / WARM_UP) * falling
            seeds = [next(asked) for kind, asked in endless.items() for _ in range(SHARES[kind])]
            self._learn([self._group(seed) for seed in seeds], figures)
            step += 1
            keep = min(AVERAGING, step / (step + 10))
            with torch.no_grad():
                for name, value in self.together.named_parameters():
                    self.average[name].lerp_(value, 1 - keep)
            if step % 50 == 0:
                means = {name: round(float(np.mean(values)), 3) for name, values in figures.items()}
                print(f"step {step}, {time.monotonic() - began:.0f} s: {means}", flush=True)
                figures.clear()

    def take_average(self) -> None:
        """Give the network the averaged weights, which are better than the last ones."""
        with torch.no_grad():
            for name, value in self.together.named_parameters():
                value.copy_(self.average[name])

    def _group(self, seed: Asked) -> list[tuple[Asked, int]]:
        """Questions and passages near one another. Of each passage there are questions that it answers and others that
        it does not, so that nothing can be learned of a passage by itself."""
        dice = self.dice
        right = [seed.right[0] if dice.random() < SAME_LANGUAGE else dice.choice(seed.right)] if seed.right else []
        wrong = seed.wrong[:HARDEST] if seed.right else seed.wrong[:1]
        passages = [*right, *dice.sample(wrong, min(WRONG, len(wrong)))]
        questions = [seed]
        for row in passages:
            others = [one for one in self.asking[row] if one is not seed]
            questions += dice.sample(others, min(2 if row == passages[0] else 1, len(others)))
        return [(one, row) for one in questions for row in passages if row in one.right or row in one.wrong]

    def _learn(self, groups: Sequence[list[tuple[Asked, int]]], figures: dict[str, list[float]]) -> None:
        pairs = [pair for group in groups for pair in group]
        scores = self.prepared.scores(self.together, [(one.question, row) for one, row in pairs])
        passages = scores.logsumexp(-1)
        labels = torch.tensor([float(row in one.right) for one, row in pairs])
        losses = [*self._contrasts(groups, passages, labels, figures), *self._pointings(pairs, scores, figures)]
        deciding = functional.binary_cross_entropy_with_logits(passages, labels)
        loss = torch.stack(losses).mean() + DECIDING * deciding
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.together.parameters(), 1.0)
        self.optimizer.step()
        figures["loss"].append(float(loss.detach()))
        figures["deciding"].append(float(deciding.detach()))

    def _contrasts(
        self,
        groups: Sequence[list[tuple[Asked, int]]],
        passages: torch.Tensor,
        labels: torch.Tensor,
        figures: dict[str, list[float]],
    ) -> Iterator[torch.Tensor]:
        """Of each question the passages that answer it against the others, and of each passage the questions."""
        start = 0
        for group in groups:
            own, said = passages[start : start + len(group)], labels[start : start + len(group)]
            start += len(group)
            for name, keys in (("question", [id(one) for one, _ in group]), ("passage", [row for _, row in group])):
                for key in dict.fromkeys(keys):
                    chosen = torch.tensor([one == key for one in keys])
                    right = chosen & (said > 0)
                    if right.any() and (chosen & (said == 0)).any():
                        figures[name].append(float(said[own.masked_fill(~chosen, MASKED).argmax()]))
                        yield own[chosen].logsumexp(0) - own[right].logsumexp(0)

    def _pointings(
        self, pairs: Sequence[tuple[Asked, int]], scores: torch.Tensor, figures: dict[str, list[float]]
    ) -> Iterator[torch.Tensor]:
        """The unit that answers against the others, where it is known and was not cut off."""
        for (one, row), units in zip(pairs, scores[:, 1:], strict=True):
            if one.right and row == one.right[0] and 0 < one.unit <= len(units) and units[one.unit - 1] > MASKED / 2:
                figures["unit"].append(float(units.argmax() == one.unit - 1))
                yield POINTING * functional.cross_entropy(units[None], torch.tensor([one.unit - 1]))


def train_reader(data: TrainingData, e5: Path, work: Path, minutes: float, target: Path = READER_FOLDER) -> None:
    """Cut the trunk, train what stands behind it, write both, and print the figures of the held-out documents."""
    embedder = OnnxEmbedder(threads=2)
    read = read_reading_data(data, OWN, embedder)
    if not (target / "alone.onnx").exists():
        trunk = E5.read(e5)
        kept = trunk.most_used(_vocabulary(data, read), PIECES)
        alone = Alone(trunk.embedding(kept), [trunk.layer(number) for number in range(LAYERS)])
        export_alone(alone, trunk.tokenizer(kept), target)
    prepared = prepare(read, target)
    torch.manual_seed(SEED)
    together = Together()
    training = Training(read, prepared, together, SEED)
    training.run(minutes)
    training.take_average()
    work.mkdir(parents=True, exist_ok=True)
    torch.save(together.state_dict(), work / "reader.pt")
    print(f"Exported {export_together(together, target) / 1e6:.1f} MB to {target}")
    report(read, prepared, together, embedder)
    embedder.close()


def _vocabulary(data: TrainingData, read: ReadingData) -> Iterator[str]:
    for pair in data.pairs:
        yield from (pair.indonesian, pair.english)
    yield from (text.whole for text in read.texts)
    yield from (one.question for one in read.asked())


def _endless(asked: Sequence[Asked], dice: random.Random) -> Iterator[Asked]:
    while True:
        yield from dice.sample(asked, len(asked))
