"""A follow-up is read as the documents answer it best; each part of a question is searched for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import pytest

from knowledge.answering.calibration import confidence
from knowledge.answering.context import Context
from knowledge.answering.steps.retrieval import Retrieval
from knowledge.answers import Answer, Outcome
from knowledge.language.query import Query
from knowledge.retrieval.features import Features
from knowledge.retrieval.retriever import Retrieved, Retriever
from tests.knowledge.answering.parts import MIDDLING, STRONG, WEAK, context, retrieved

HISTORY = [Answer(outcome=Outcome.ANSWERED, language="id", question="Apa saja tugas CSCO?")]


class _Scripted:
    """Finds better evidence for questions that hold certain words, and notes what was searched for."""

    def __init__(self, strengths: Mapping[str, Features]) -> None:
        self._strengths = strengths
        self.searched: list[tuple[str, str | None]] = []

    def retrieve(self, query: Query, *, scope: str | None = None) -> Retrieved:
        self.searched.append((query.text, scope))
        return retrieved(next((found for word, found in self._strengths.items() if word in query.text), WEAK))


def _retrieval(strengths: Mapping[str, Features]) -> tuple[Retrieval, _Scripted]:
    scripted = _Scripted(strengths)
    return Retrieval(cast(Retriever, scripted)), scripted


def test_what_was_found_for_a_question_is_kept() -> None:
    retrieval, scripted = _retrieval({"kewajiban": STRONG})
    asked = context("apa kewajiban kota anggota?")
    asked.scope = "ascn"
    retrieval(asked)
    assert scripted.searched == [("apa kewajiban kota anggota?", "ascn")]
    assert (asked.release, asked.features, asked.parts) == ("r1", STRONG, [retrieved(STRONG)])
    assert asked.confidence == confidence(retrieved(STRONG))


def test_a_follow_up_is_completed_when_the_documents_answer_that_better() -> None:
    retrieval, _ = _retrieval({"csco": STRONG})
    asked = Context(Query("siapa orangnya?", "id"), history=HISTORY)
    retrieval(asked)
    assert asked.standalone.text == "tugas csco — siapa orangnya?"
    assert asked.query.text == "siapa orangnya?"


@pytest.mark.parametrize(("alone", "completed"), [(STRONG, STRONG), (STRONG, WEAK), (MIDDLING, WEAK)])
def test_a_question_with_a_topic_stands_alone_unless_another_reading_gains(
    alone: Features, completed: Features
) -> None:
    retrieval, scripted = _retrieval({"csco": completed, "makassar": alone})
    asked = Context(Query("terus anggaran sampah kota makassar?", "id"), history=HISTORY)
    retrieval(asked)
    assert len(scripted.searched) == 2
    assert asked.standalone is asked.query


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "Apa kewajiban kota anggota? Siapa ketua jejaring ASCN?",
            ["Apa kewajiban kota anggota", "Siapa ketua jejaring ASCN"],
        ),
        ("apa tugas CSCO kota dan kapan kota harus melapor", ["apa tugas CSCO kota", "kapan kota harus melapor"]),
        ("what is the city network and who chairs the network", ["what is the city network", "who chairs the network"]),
        ("Kapan dan di mana pertemuan tahunan?", []),  # no subject of its own
        ("Apa kewajiban kota dan negara?", []),
    ],
)
def test_each_part_with_a_subject_is_searched_for(question: str, parts: list[str]) -> None:
    retrieval, scripted = _retrieval({})
    asked = context(question)
    retrieval(asked)
    assert [text for text, _ in scripted.searched] == [question, *parts]
    assert len(asked.parts) == 1 + len(parts)


def test_at_most_three_parts_are_searched_for() -> None:
    retrieval, scripted = _retrieval({})
    retrieval(context("? ".join(f"Apa tugas pejabat nomor {number}" for number in range(1, 7)) + "?"))
    assert len(scripted.searched) == 4
