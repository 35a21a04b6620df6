"""Training of the heads of :mod:`knowledge.understanding` over the shipped embedder, from the labelled lines of own/.

    python -m tools.train heads [--work FOLDER]

Trains each head three times from other beginnings, keeps the mean of what they learned apart as one wider network, and
prints what it does on the lines in ``tests/people``, which others wrote and nobody trained with.
"""

from __future__ import annotations

import csv
import hashlib
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from ingest.corpus.loader import load_corpus
from ingest.importer import CORPUS
from knowledge.embedding.factory import open_embedder
from knowledge.indicators.catalogue import Catalogue
from knowledge.understanding.acts import ASKS
from knowledge.understanding.heads import HEADS_FILE, pair_features
from knowledge.understanding.ngrams import BUCKETS, buckets

ROOT = Path(__file__).parents[2]
OWN = Path(__file__).parent / "own"
BAG, HIDDEN, EPOCHS, BATCH = 32, 160, 14, 64
BEGINNINGS = (1, 2, 3)
HEADS = ("acts", "readings", "safety")
LEFT_OUT = 0.35  # share of what is known that is hidden from the network at each step
READINGS = ("standalone", "topic", "item", "another")
OTHER = "other"  # what asks nothing of the documents, after whatever question
NO_QUESTIONS = 3000  # lines of acts that are read so
ASKED_PHRASES, SAFE_PHRASES = 400, 800  # everyday phrases of indicators among the lines of acts and of safety
Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Examples:
    """Labelled texts: one for each head's input, what is known of them, and what they are."""

    texts: list[tuple[str, ...]]
    known: Vectors
    labels: list[str]


class Network(nn.Module):
    """What :class:`knowledge.understanding.heads.Head` runs."""

    def __init__(self, known: int, texts: int, labels: int) -> None:
        super().__init__()
        self.known, self.texts = known, texts
        self.bag = nn.EmbeddingBag(BUCKETS, BAG, mode="mean")
        self.hidden = nn.Linear(known + texts * BAG, HIDDEN)
        self.out = nn.Linear(HIDDEN, labels)
        self.dropout = nn.Dropout(LEFT_OUT)
        nn.init.normal_(self.bag.weight, std=0.3)

    def forward(self, known: torch.Tensor, bags: Sequence[tuple[torch.Tensor, torch.Tensor]]) -> torch.Tensor:
        """Scores of the labels, shape (n, labels)."""
        parts = [known, *(self.bag(numbers, offsets) for numbers, offsets in bags)]
        inner = self.dropout(torch.relu(self.hidden(self.dropout(torch.cat(parts, dim=1)))))
        scores: torch.Tensor = self.out(inner)
        return scores


def train_heads(work: Path, names: Sequence[str] = HEADS, target: Path = HEADS_FILE) -> None:
    """Train these heads, save each beside those that are there, and print how they do on what others wrote."""
    torch.set_num_threads(1)  # the steps are too small to be shared
    vectors = KnownVectors(work)
    for name in names:
        began = time.monotonic()
        read = read_readings if name == "readings" else read_acts
        lines = _all_lines(name)
        examples = read([*lines, *_MORE[name](lines)], vectors)
        vectors.save()
        labels = sorted(set(examples.labels))
        networks = [_trained(examples, labels, beginning) for beginning in BEGINNINGS]
        _save(target, name, _exported(name, labels, networks))
        print(f"{name}: {len(examples.labels)} lines, {time.monotonic() - began:.0f} s", flush=True)
        if (held := ROOT / "tests" / "people" / f"{name}.tsv").exists():
            _report(read(_lines(held), vectors), labels, networks)
    print(f"{target.stat().st_size / 1e6:.1f} MB in {target}", flush=True)


def _save(target: Path, name: str, arrays: dict[str, NDArray[np.generic]]) -> None:
    known: dict[str, NDArray[np.generic]] = {}
    if target.exists():
        with np.load(target, allow_pickle=False) as file:
            known = {key: file[key] for key in file.files if not key.startswith(f"{name}.")}
    np.savez_compressed(target, allow_pickle=False, **{**known, **arrays})


def read_acts(lines: Sequence[Sequence[str]], vectors: KnownVectors) -> Examples:
    """Lines of ``label, language, text``."""
    texts = [line[2] for line in lines]
    return Examples([(text,) for text in texts], vectors.of(texts), [line[0] for line in lines])


def sentences_of_acts(_known: Sequence[list[str]]) -> list[list[str]]:
    """The sentences of acts as lines of safety, what is none of its kinds as harmless; questions of the corpus, the
    short ones that follow others, and phrases of indicators."""
    lines = _all_lines("acts")
    kinds = {"distress", "danger", "injection", "forgery", "bribery", "personal"}
    following = [["question", "", line[2]] for line in _all_lines("readings") if line[0] in READINGS]
    others = (*lines, *corpus_questions(), *following, *indicator_phrases(SAFE_PHRASES))
    return [[line[0] if line[0] in kinds else "harmless", *line[1:]] for line in others]


def with_other_questions_before(lines: Sequence[list[str]], times: int = 3) -> list[list[str]]:
    """Lines of readings, each again after other questions than its own: what stands by itself, what points back
    and what is no question do so after any; only what asks the same for another thing needs its own before it."""
    dice = random.Random(1)
    before = [line[1] for line in lines]
    others = [line for line in _all_lines("acts") if line[0] not in ASKS]
    return [
        *([line[0], dice.choice(before), *line[2:]] for _ in range(times) for line in lines if line[0] != "another"),
        *(
            [OTHER, dice.choice(before), line[2], line[2]]
            for line in dice.sample(others, min(NO_QUESTIONS, len(others)))
        ),
    ]


def corpus_questions(most: int = 2600) -> list[list[str]]:
    """Some of the questions that the starter corpus gives as examples, as lines of acts: how it is spoken of."""
    questions = [
        (loaded.document.language, question)
        for loaded in load_corpus(CORPUS)
        for section in loaded.sections
        for question in section.example_questions
    ]
    chosen = random.Random(1).sample(questions, most)
    return [["question", language, question] for language, question in chosen]


def indicator_phrases(most: int) -> list[list[str]]:
    """Some everyday phrases of the indicators, as lines of acts: bare names of things, which people send alone."""
    indicators = Catalogue.load().indicators.values()
    phrases = [("id", one) for indicator in indicators for one in indicator.everyday_id]
    phrases += [("en", one) for indicator in indicators for one in indicator.everyday_en]
    return [["question", language, one] for language, one in random.Random(1).sample(phrases, min(most, len(phrases)))]


def read_readings(lines: Sequence[Sequence[str]], vectors: KnownVectors) -> Examples:
    """Lines of ``reading, previous, message, meant``; a reading that is none of a question counts as ``other``."""
    before, messages = vectors.of([line[1] for line in lines]), vectors.of([line[2] for line in lines])
    known = np.stack([pair_features(message, earlier) for message, earlier in zip(messages, before, strict=True)])
    return Examples(
        [(line[2], line[1]) for line in lines], known, [line[0] if line[0] in READINGS else OTHER for line in lines]
    )


class KnownVectors:
    """The shipped embedder's vectors, kept in the work folder."""

    def __init__(self, work: Path) -> None:
        work.mkdir(parents=True, exist_ok=True)
        self._path = work / "vectors.npz"
        self._embedder = open_embedder()
        self._known: dict[str, Vectors] = {}
        if self._path.exists():
            with np.load(self._path) as file:
                self._known = dict(zip(file["keys"].tolist(), file["vectors"], strict=True))

    def of(self, texts: Sequence[str]) -> Vectors:
        """Shape (n, dimension)."""
        keys = [hashlib.sha256((self._embedder.fingerprint + text).encode()).hexdigest()[:24] for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        self._known |= dict(zip(missing, self._embedder.embed_questions(list(missing.values())), strict=True))
        return np.stack([self._known[key] for key in keys])

    def save(self) -> None:
        """Keep them for the next time."""
        np.savez(self._path, keys=np.array(list(self._known)), vectors=np.stack(list(self._known.values())))


_MORE: dict[str, Callable[[Sequence[list[str]]], list[list[str]]]] = {
    "acts": lambda lines: [*corpus_questions(), *indicator_phrases(ASKED_PHRASES)],
    "readings": with_other_questions_before,
    "safety": sentences_of_acts,
}


def _all_lines(name: str) -> list[list[str]]:
    return [line for path in sorted((OWN / name).glob("*.tsv")) for line in _lines(path)]


def _lines(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _bags(texts: Sequence[tuple[str, ...]]) -> list[tuple[torch.Tensor, torch.Tensor]]:
    bags = []
    for column in zip(*texts, strict=True):
        found = [buckets(text) for text in column]
        offsets = np.cumsum([0, *(len(numbers) for numbers in found[:-1])])
        bags.append((torch.tensor([number for numbers in found for number in numbers]), torch.from_numpy(offsets)))
    return bags


def _trained(examples: Examples, labels: Sequence[str], beginning: int) -> Network:
    torch.manual_seed(beginning)
    network = Network(examples.known.shape[1], len(examples.texts[0]), len(labels))
    optimiser = torch.optim.AdamW(network.parameters(), lr=2e-3, weight_decay=1e-2)
    wanted = torch.tensor([labels.index(label) for label in examples.labels])
    counts = torch.bincount(wanted, minlength=len(labels)).float()
    loss = nn.CrossEntropyLoss((counts.sum() / counts / len(labels)).sqrt(), label_smoothing=0.05)
    known = torch.from_numpy(examples.known)
    steps = EPOCHS * (len(wanted) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=steps)
    for _ in range(EPOCHS):
        for rows in torch.randperm(len(wanted)).split(BATCH):
            optimiser.zero_grad()
            scores = network(known[rows], _bags([examples.texts[row] for row in rows.tolist()]))
            loss(scores, wanted[rows]).backward()
            optimiser.step()
            schedule.step()
    return network.eval()


def _exported(name: str, labels: Sequence[str], networks: Sequence[Network]) -> dict[str, NDArray[np.generic]]:
    """One network that is the mean of several: their bags and hidden units side by side."""
    known, texts = networks[0].known, networks[0].texts
    total = len(networks) * BAG
    hidden = np.zeros((known + texts * total, len(networks) * HIDDEN), np.float32)
    for at, network in enumerate(networks):
        weights = network.hidden.weight.detach().numpy().T
        units = slice(at * HIDDEN, (at + 1) * HIDDEN)
        hidden[:known, units] = weights[:known]
        for text in range(texts):
            start = known + text * total + at * BAG
            hidden[start : start + BAG, units] = weights[known + text * BAG : known + (text + 1) * BAG]
    arrays = {
        "bag": np.concatenate([network.bag.weight.detach().numpy() for network in networks], axis=1),
        "hidden": hidden,
        "hidden_bias": np.concatenate([network.hidden.bias.detach().numpy() for network in networks]),
        "out": np.concatenate([network.out.weight.detach().numpy().T for network in networks]) / len(networks),
        "out_bias": np.mean([network.out.bias.detach().numpy() for network in networks], axis=0),
    }
    saved: dict[str, NDArray[np.generic]] = {f"{name}.{part}": array.astype("<f2") for part, array in arrays.items()}
    return saved | {f"{name}.labels": np.array(labels)}


def _report(examples: Examples, labels: Sequence[str], networks: Sequence[Network]) -> None:
    """Macro-F1 and the figures of each label, with what it is taken for."""
    with torch.no_grad():
        bags = _bags(examples.texts)
        scores = sum(network(torch.from_numpy(examples.known), bags) for network in networks)
    assert isinstance(scores, torch.Tensor)
    told = [labels[number] for number in scores.argmax(dim=1).tolist()]
    f1s = []
    for label in sorted(set(examples.labels)):
        right = sum(a == b == label for a, b in zip(examples.labels, told, strict=True))
        f1s.append(2 * right / ((examples.labels.count(label) + told.count(label)) or 1))
        missed = [b for a, b in zip(examples.labels, told, strict=True) if a == label != b]
        taken = ", ".join(f"{other} {missed.count(other)}" for other in sorted(set(missed)))
        print(f"  {label:20} {examples.labels.count(label):4} F1 {f1s[-1]:.3f}  {taken}")
    print(f"  macro-F1 {np.mean(f1s):.3f}")
