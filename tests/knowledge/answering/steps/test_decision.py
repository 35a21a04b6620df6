"""Whether the documents answer: plainly, with reserve or not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.answering.calibration import calibration
from knowledge.answering.steps.decision import Decision
from knowledge.answers import ListBlock, Outcome
from knowledge.documents import Passage
from knowledge.retrieval.retriever import Retrieved
from tests.fakes.embedder import HashEmbedder
from tests.knowledge.answering.parts import PASSAGE, STRONG, WEAK, context, retrieved


def test_what_is_less_likely_is_answered_with_more_reserve() -> None:
    limits = calibration()
    assert limits.refusal_threshold < limits.reserve_threshold < limits.answer_threshold
    for confidence, reserve in (
        (1.0, ""),
        (limits.answer_threshold, ""),
        (limits.answer_threshold - 0.01, "behind"),
        (limits.reserve_threshold, "behind"),
        (limits.reserve_threshold - 0.01, "before"),
        (limits.refusal_threshold, "before"),
    ):
        asked = context("?", "id", retrieved(STRONG))
        asked.confidence = confidence
        Decision(HashEmbedder())(asked)
        assert not asked.finished
        assert asked.reserve == reserve, confidence


@pytest.mark.parametrize(("question", "finished"), [("Ano ang kota?", True), ("dan kota Laporan?", False)])
def test_words_of_another_language_are_not_answered_with_reserve(question: str, finished: bool) -> None:
    asked = context(question, "id", retrieved(STRONG))
    asked.confidence = calibration().answer_threshold - 0.01
    Decision(HashEmbedder())(asked)
    assert asked.finished == finished


def test_a_refusal_names_what_is_near_with_its_source() -> None:
    asked = context("?", "en", retrieved(WEAK))
    Decision(HashEmbedder())(asked)
    assert asked.outcome is Outcome.REFUSED
    (near,) = (block for block in asked.blocks if isinstance(block, ListBlock))
    assert [item.text for item in near.items] == ["Laporan: Kota melapor setiap tahun, paling lambat 31 Maret 2026."]
    assert [item.citations for item in near.items] == [(1,)]
    assert [citation.number for citation in asked.citations] == [1]


@pytest.mark.parametrize("found", [Retrieved("r1", ()), None])
def test_a_question_that_finds_nothing_is_refused(found: Retrieved | None) -> None:
    asked = context("?", "id", found)
    Decision(HashEmbedder())(asked)
    assert asked.outcome is Outcome.REFUSED
    assert not any(isinstance(block, ListBlock) for block in asked.blocks)


def _shown(number: int, question: str) -> Passage:
    return replace(PASSAGE, chunk=replace(PASSAGE.chunk, id=f"c{number}", shown_question=question))


def test_where_two_things_may_be_meant_it_is_asked_which() -> None:
    first, second = _shown(1, "Kapan kota melapor?"), _shown(2, "Kepada siapa kota melapor?")
    asked = context("?", "id", retrieved(STRONG, first), alternative=second)
    Decision(HashEmbedder())(asked)
    assert asked.outcome is Outcome.ASKED_BACK
    assert asked.suggestions == ["Kapan kota melapor?", "Kepada siapa kota melapor?"]
    (choices,) = (block for block in asked.blocks if isinstance(block, ListBlock))
    assert (choices.ordered, [item.text for item in choices.items]) == (True, asked.suggestions)
    assert not asked.citations


def test_what_has_no_question_to_show_is_not_asked_for() -> None:
    asked = context("?", "id", retrieved(STRONG, _shown(1, "Kapan kota melapor?")), alternative=_shown(2, ""))
    Decision(HashEmbedder())(asked)
    assert not asked.finished


@pytest.mark.parametrize(
    ("question", "reserve"),
    [
        ("Apa yang bukan kewajiban kota?", "before"),
        ("Apa kewajiban kota?", ""),
        ("Apa yang tidak wajib dilaporkan kota?", ""),
    ],
)
def test_what_is_asked_the_other_way_round_is_answered_with_reserve(question: str, reserve: str) -> None:
    known = ("Apa kewajiban kota?", "Apa yang tidak wajib dilaporkan?")
    passage = replace(PASSAGE, chunk=replace(PASSAGE.chunk, example_questions=known))
    asked = context(question, "id", retrieved(STRONG, passage))
    Decision(HashEmbedder())(asked)
    assert asked.reserve == reserve
