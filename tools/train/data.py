"""Reads the training data, holds out validation questions and refuses data that overlaps with the evaluation."""

from __future__ import annotations

import csv
import json
import lzma
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

#: Software strings: many, short and far from the field. They are sampled, not used whole.
SOFTWARE_SOURCES = frozenset({"lohelp", "mo_ui", "iso"})
#: Sources whose lines follow one another as in a text, so that neighbours make a paragraph.
RUNNING_SOURCES = frozenset({"handbook", "gnomehelp", "lohelp"})
HELD_OUT_EVERY = 12
WORD = re.compile(r"[^\W_]+")
#: Length of the word runs compared for overlap, and how many a text needs to be compared by them.
RUN = 4
LEAST_RUNS = 6


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence in both languages and where it comes from."""

    source: str
    indonesian: str
    english: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question written three ways and the passage that answers it in both languages."""

    chat: str
    formal: str
    english: str
    passage_indonesian: str
    passage_english: str


@dataclass(slots=True)
class TrainingData:
    """All that is learned from, and the questions kept for validation (``held_out``, ``general``,
    ``wikipedia_valid``).

    ``spellings`` maps chat forms that have one meaning to standard forms; ``noise`` lists all (standard, chat) forms.
    """

    pairs: list[Pair] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    held_out: list[Asked] = field(default_factory=list)
    general: list[Asked] = field(default_factory=list)
    wikipedia: list[tuple[str, str]] = field(default_factory=list)
    wikipedia_valid: list[tuple[str, str]] = field(default_factory=list)
    own_terms: list[tuple[str, str]] = field(default_factory=list)
    abbreviations: list[tuple[str, str]] = field(default_factory=list)
    dictionary: list[tuple[str, str]] = field(default_factory=list)
    spellings: dict[str, str] = field(default_factory=dict)
    noise: list[tuple[str, str]] = field(default_factory=list)

    def texts(self) -> Iterator[str]:
        """Every text that is learned from, and the general questions that constants are chosen by."""
        for pair in self.pairs:
            yield from (pair.indonesian, pair.english)
        for row in self.general:
            yield from (row.formal, row.english, row.passage_indonesian, row.passage_english)
        for question, passage in self.wikipedia:
            yield from (question, passage)


class OverlapError(Exception):
    """Training text that also stands in the evaluation."""


def read_data(folder: Path, glossary: Path, more: Path) -> TrainingData:
    """Read ``folder`` (``data/`` and ``own/``), the glossary CSV (id, en, abbreviations) and the sentence pairs, word
    lists and validation questions of this repository in ``more``. Every twelfth own question is held out."""
    data = TrainingData(pairs=[Pair(*row) for row in _rows(folder / "data" / "pairs-open.tsv.xz", 3)])
    for path in (*sorted((folder / "own").glob("pairs-*.tsv")), *sorted(more.glob("pairs-*.tsv"))):
        data.pairs += [Pair("own", *row) for row in _rows(path, 2)]
    for chat, formal, english in _rows(folder / "own" / "chat-7.tsv", 3):
        data.pairs += [Pair("own", chat, english), Pair("own", formal, english)]
    questions = [Asked(*row) for path in sorted((folder / "own").glob("qa-*.tsv")) for row in _rows(path, 5)]
    data.held_out = questions[::HELD_OUT_EVERY]
    data.asked = [question for number, question in enumerate(questions) if number % HELD_OUT_EVERY]
    for row in data.asked:
        data.pairs += [Pair("own", row.formal, row.english), Pair("own", row.chat, row.english)]
        data.pairs.append(Pair("own-passage", row.passage_indonesian, row.passage_english))
    data.general = read_own_data(more).general
    data.wikipedia = [(row[0], row[1]) for row in _rows(folder / "data" / "qa-idkmrc-tydi-train.tsv.xz", 2)]
    data.wikipedia_valid = [(row[0], row[1]) for row in _rows(folder / "data" / "qa-idkmrc-tydi-valid.tsv.xz", 2)]
    for path in (folder / "own" / "lexicon.tsv", *sorted(more.glob("lexicon-*.tsv"))):
        for indonesian, translations in _rows(path, 2):
            data.own_terms += [(indonesian, term) for term in _terms(translations)]
    _read_glossary(glossary, data)
    data.dictionary = [(row[0], row[1]) for row in _rows(folder / "data" / "freedict-eng-ind.tsv.xz", 2)]
    for chat, standard, *ambiguous in _rows(folder / "own" / "chat-words.tsv"):
        data.noise.append((standard.lower(), chat.lower()))
        if not ambiguous:
            data.spellings.setdefault(chat.lower(), standard.lower())
    for chat, standard in _rows(more / "chat.tsv", 2):
        data.spellings.setdefault(chat, standard)
    return data


def read_own_data(more: Path) -> TrainingData:
    """What this repository itself holds in ``more`` of questions with their passages."""
    return TrainingData(general=[Asked(row[0], *row) for row in _rows(more / "questions-general.tsv", 4)])


def check_overlap(data: TrainingData, evaluation: Path) -> int:
    """Compare every training text with every evaluation question, sentence and answering passage.

    Two texts overlap when their words are the same (from four words on), or when at least half of the four-word runs
    of an evaluation text of nine words or more stand in one training text; shorter ones share whole question frames
    ("apa yang dimaksud dengan …") without being about the same thing. Distractor passages of the evaluation pool
    answer no question and are not compared. Raises :class:`OverlapError`; returns how many texts were compared.
    """
    texts = set(_evaluation_texts(read_evaluation(evaluation)))
    same = {words for text in texts if len(words := _words(text)) >= RUN}
    runs = {text: found for text in texts if len(found := _runs(text)) >= LEAST_RUNS}
    holders: dict[tuple[str, ...], list[str]] = {}
    for text, found in runs.items():
        for run in found:
            holders.setdefault(run, []).append(text)
    overlaps: list[str] = []
    for text in data.texts():
        shared = Counter(holder for run in _runs(text) for holder in holders.get(run, ()))
        if _words(text) in same or any(2 * count >= len(runs[holder]) for holder, count in shared.items()):
            overlaps.append(text)
    if overlaps:
        listed = "\n".join(f"- {text[:150]}" for text in overlaps[:50])
        raise OverlapError(f"{len(overlaps)} training texts overlap with the evaluation. Remove them:\n{listed}")
    return len(texts)


def read_evaluation(path: Path) -> dict[str, Any]:
    """The evaluation sets of a JSON file, plain or ``.xz``."""
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as file:
        content: dict[str, Any] = json.load(file)
    return content


def _evaluation_texts(sets: dict[str, Any]) -> Iterator[str]:
    for question, answers in (*sets["t1"], *sets["t1c"]):
        yield question
        yield from (sets["pool"][number] for number in answers)
    yield from (*sets["una"], *sets["enpar"], *sets["sqid"])
    yield from (question for question, *_ in sets["sqq"])
    for indonesian, _, english, passage in sets["t3"]:
        yield from (indonesian, english, passage)
    for pairs in sets["t2"].values():
        for pair in pairs:
            yield from pair


def _words(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(text.lower()))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _words(text)
    return {words[start : start + RUN] for start in range(len(words) - RUN + 1)}


def _rows(path: Path, columns: int | None = None) -> list[list[str]]:
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    for number, row in enumerate(rows, 1):
        if columns is not None and len(row) != columns:
            raise ValueError(f"{path.name}, line {number}: {columns} columns separated by tabs were expected.")
    return rows


def _read_glossary(path: Path, data: TrainingData) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            data.own_terms += [(row["id"], term) for term in _terms(row["en"])]
            for short in _terms(row["abbreviations"]):
                data.own_terms += [(short, term) for term in _terms(row["en"])]
                data.abbreviations.append((short, row["id"]))


def _terms(text: str | None) -> list[str]:
    return [term.strip().removeprefix("to ") for term in re.split(r"[;/]", text or "") if term.strip()]
