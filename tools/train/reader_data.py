"""What the reader learns from: questions, the passages that answer them, and near ones that do not."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

import numpy as np

from ingest.corpus.loader import load_corpus
from ingest.importer import CORPUS
from knowledge.embedding.base import Embedder, Vectors
from knowledge.reading.units import units
from tools.train.data import TrainingData

HELD_OUT = 6  # documents of the corpus, in both languages, that are never trained on
WIKIPEDIA = 1200  # questions of it that are learned from: enough to read other texts, and the field stays most
WRONG = 14  # near passages kept for each question
_NEAREST = 48  # looked through for them
_SAME_TEXT = 0.5  # Jaccard similarity of words from which a passage says the same as one that answers
_SAME_QUESTION = 0.92  # cosine from which a passage that answers another question answers this one too
SEED = 7


@dataclass(frozen=True, slots=True)
class Text:
    """A passage: heading and units, the section it stands in, and the questions it is known to answer."""

    heading: str
    units: tuple[str, ...]
    key: str = ""
    language: str = "id"
    asked: tuple[str, ...] = ()

    @property
    def whole(self) -> str:
        """The passage as one text."""
        return "\n".join((self.heading, *self.units)).strip()


@dataclass(frozen=True, slots=True)
class Asked:
    """A question; ``right`` passages by number, the one it was written for first, ``wrong`` ones, hardest first, and
    the number of the unit in the first right one that answers it (from 1), 0 where that is not known."""

    question: str
    right: tuple[int, ...]
    wrong: tuple[int, ...] = ()
    unit: int = 0


@dataclass(slots=True)
class ReadingData:
    """All texts, the questions to learn from, and those of held-out documents: the corpus' own with their nearest
    wrong passages, and lines of own/reader."""

    texts: list[Text] = field(default_factory=list)
    learned: dict[str, list[Asked]] = field(default_factory=dict)
    held: list[Asked] = field(default_factory=list)
    held_own: list[Asked] = field(default_factory=list)

    def asked(self) -> Iterator[Asked]:
        """All questions."""
        yield from chain(*self.learned.values(), self.held, self.held_own)


def read_reading_data(data: TrainingData, own: Path, embedder: Embedder) -> ReadingData:
    """The corpus with its example questions, our own lines in ``own``, and questions of other fields."""
    found = read_corpus_data(own, embedder)
    rows = (*data.asked, *data.general)
    texts = [Text("", tuple(units(text))) for row in rows for text in (row.passage_indonesian, row.passage_english)]
    pairs = [
        (question, 2 * at + english)
        for at, row in enumerate(rows)
        for question, english in ((row.chat, 0), (row.formal, 0), (row.english, 1), (row.formal, 1))
    ]
    _add(found, "general", texts, pairs, embedder)
    if data.wikipedia:
        some = random.Random(SEED).sample(data.wikipedia, min(WIKIPEDIA, len(data.wikipedia)))
        contexts = {context: row for row, context in enumerate(dict.fromkeys(context for _, context in some))}
        texts = [Text("", tuple(units(context))) for context in contexts]
        _add(found, "wikipedia", texts, [(question, contexts[context]) for question, context in some], embedder)
    return found


def read_corpus_data(own: Path, embedder: Embedder) -> ReadingData:
    """The corpus with its example questions and our own lines in ``own``, some documents of it held out whole."""
    found = ReadingData()
    for loaded in load_corpus(CORPUS):
        name = loaded.document.translation
        for section in loaded.sections:
            heading, key = " – ".join(section.heading), f"{name}#{section.anchor}"
            said = tuple(units(section.text))
            found.texts.append(Text(heading, said, key, loaded.document.language, section.example_questions))
    numbers: dict[str, list[int]] = {}
    for at, text in enumerate(found.texts):
        numbers.setdefault(text.key, []).append(at)
    names = sorted({text.key.partition("#")[0] for text in found.texts})
    held = set(random.Random(SEED).sample(names, HELD_OUT))
    asked = []
    for at, text in enumerate(found.texts):
        twins = tuple(other for other in numbers[text.key] if other != at)
        asked += [Asked(question, (at, *twins)) for question in text.asked]
    lines = _own(found, own, numbers)
    answered = [line for line in lines if line.right]
    names_of = [text.key.partition("#")[0] for text in found.texts]
    for one in [*_with_wrong([*asked, *answered], found.texts, embedder), *(line for line in lines if not line.right)]:
        of_ours = bool(one.unit) or not one.right
        if names_of[(one.right or one.wrong)[0]] in held:
            (found.held_own if of_ours else found.held).append(one)
        else:
            # Else the passages of held-out documents would be known as those that are never right.
            wrong = tuple(row for row in one.wrong if names_of[row] not in held)
            found.learned.setdefault("own" if of_ours else "corpus", []).append(replace(one, wrong=wrong))
    return found


def _own(found: ReadingData, own: Path, numbers: dict[str, list[int]]) -> list[Asked]:
    """Our own lines: ``key, kind, language, sentence, question``. What a near miss asks, its passage does not say."""
    asked = []
    for line in own.read_text(encoding="utf-8").splitlines()[1:]:
        key, kind, language, sentence, question = line.split("\t")
        if key not in numbers:
            raise ValueError(f"{own.name}: the corpus has no section {key}.")
        rows = sorted(numbers[key], key=lambda row: found.texts[row].language != language)
        if kind == "near":
            asked.append(Asked(question, (), tuple(rows)))
        else:
            asked.append(Asked(question, tuple(rows), unit=int(sentence)))
    return asked


def _add(
    found: ReadingData, kind: str, texts: Sequence[Text], pairs: Sequence[tuple[str, int]], embedder: Embedder
) -> None:
    """Add texts and the questions that each answers."""
    first = len(found.texts)
    found.texts += texts
    asked = _with_wrong([Asked(question, (at,)) for question, at in pairs], texts, embedder)
    found.learned[kind] = [
        replace(one, right=tuple(first + at for at in one.right), wrong=tuple(first + at for at in one.wrong))
        for one in asked
    ]


def _with_wrong(asked: Sequence[Asked], texts: Sequence[Text], embedder: Embedder) -> list[Asked]:
    """The questions with the nearest passages of the embedder that do not answer them."""
    passages = embedder.embed_passages([text.whole for text in texts])
    questions = embedder.embed_questions([one.question for one in asked])
    words = [frozenset(text.whole.casefold().split()) for text in texts]
    answered: list[set[int]] = _answered(asked, questions, texts, embedder)
    result = []
    for at, one in enumerate(asked):
        similarities = passages @ questions[at]
        wrong = []
        for row in map(int, np.argsort(-similarities)[:_NEAREST]):
            alike = any(_jaccard(words[row], words[right]) > _SAME_TEXT for right in one.right)
            if row not in one.right and row not in answered[at] and not alike:
                wrong.append(row)
        result.append(replace(one, wrong=tuple(wrong[:WRONG])))
    return result


def _answered(asked: Sequence[Asked], questions: Vectors, texts: Sequence[Text], embedder: Embedder) -> list[set[int]]:
    """The passages whose own example questions ask the same as each question."""
    owners = [row for row, text in enumerate(texts) for _ in text.asked]
    if not owners:
        return [set() for _ in asked]
    known = embedder.embed_questions([question for text in texts for question in text.asked])
    return [{owners[at] for at in np.flatnonzero(known @ vector >= _SAME_QUESTION)} for vector in questions]


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(len(one | other), 1)
