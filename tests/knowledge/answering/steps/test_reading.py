"""Where retrieval leaves it open whether the documents answer, the passages are read beside the question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.answering.calibration import BEYOND_DOUBT, CLEARLY_NOT, calibration, confidence
from knowledge.answering.context import Context
from knowledge.answering.steps.reading import CloseLook
from knowledge.reading.reader import shipped_reader
from knowledge.retrieval.features import Features
from knowledge.understanding.readings import Kind
from tests.knowledge.answering.parts import MIDDLING, STRONG, WEAK, context, reading, retrieved

ANSWERED, ELSEWHERE = "kapan kota harus melapor?", "berapa honor narasumber rapat di kota itu?"
IN_DOUBT = replace(MIDDLING, dense=0.78, coverage=0.5)


def _asked(text: str, features: Features = IN_DOUBT, kind: Kind = "standalone") -> Context:
    asked = context(text, found=retrieved(features))
    asked.standalone, asked.reading = asked.query, reading(text, kind)
    return asked


def _after(asked: Context) -> float:
    CloseLook(shipped_reader())(asked)
    return asked.confidence


def test_what_the_passage_answers_becomes_surer_and_what_it_does_not_less_so() -> None:
    before = confidence(retrieved(IN_DOUBT))
    assert CLEARLY_NOT < before < BEYOND_DOUBT
    assert _after(_asked(ANSWERED)) > before > _after(_asked(ELSEWHERE))


@pytest.mark.parametrize(("features", "kind"), [(STRONG, "standalone"), (WEAK, "standalone"), (IN_DOUBT, "topic")])
def test_nothing_is_read_where_there_is_no_doubt_or_the_question_leans_on_others(
    features: Features, kind: Kind
) -> None:
    asked = _asked(ELSEWHERE, features, kind)
    before = asked.confidence
    assert _after(asked) == before


def test_what_would_be_answered_plainly_is_shown_with_reserve_at_least() -> None:
    plain = replace(IN_DOUBT, dense=0.9, idf_coverage=0.6)
    asked = _asked(ELSEWHERE, plain)
    assert calibration().answer_threshold <= asked.confidence < BEYOND_DOUBT
    assert calibration().refusal_threshold <= _after(asked) < calibration().answer_threshold
