"""What is worked out of the asker's own figures, where neither catalogue nor documents answer."""

from __future__ import annotations

import pytest

from knowledge.answering.context import Context
from knowledge.answering.steps.calculations import Calculations
from knowledge.answering.steps.verification import Verification
from knowledge.answers import Outcome, Paragraph
from knowledge.documents import Language
from knowledge.indicators.answerer import IndicatorAnswerer
from knowledge.indicators.catalogue import Catalogue
from knowledge.retrieval.features import Features
from tests.knowledge.answering.parts import MIDDLING, STRONG, WEAK, context, retrieved


def _shared(text: str, language: Language = "id", features: Features = WEAK, background: str = "") -> Context:
    asked = context(text, language, retrieved(features), background=background)
    Calculations(IndicatorAnswerer(Catalogue.load()))(asked)
    return asked


def _said(asked: Context) -> str:
    block = asked.blocks[0]
    assert isinstance(block, Paragraph)
    return block.text


@pytest.mark.parametrize(
    ("text", "language", "calculation"),
    [
        ("berapa persen 120 dari 300 kelurahan?", "id", "120 ÷ 300 × 100 = 40 %"),
        ("berapa persen kalau dari 300 kelurahan yang sudah 120?", "id", "120 ÷ 300 × 100 = 40 %"),
        ("what percentage is 1,200 of 4,800 households?", "en", "1,200 ÷ 4,800 × 100 = 25 %"),
        ("berapa persen 1.200 dari 4.800 rumah?", "id", "1.200 ÷ 4.800 × 100 = 25 %"),
    ],
)
def test_a_share_is_computed_and_its_way_shown(text: str, language: Language, calculation: str) -> None:
    asked = _shared(text, language)
    assert asked.outcome is Outcome.PARTLY
    assert calculation in _said(asked)
    assert "indi" in _said(asked)  # and that it is the value of none


def test_a_rounded_share_is_said_to_be_rounded() -> None:
    assert "≈" in _said(_shared("berapa persen 1 dari 3 kota?"))


def test_figures_may_be_told_before_the_question() -> None:
    asked = _shared("berapa persen itu?", background="Ada 300 kelurahan, 120 di antaranya sudah.")
    assert "120 ÷ 300" in _said(asked)


@pytest.mark.parametrize(
    "text",
    [
        "berapa persen 120?",
        "berapa persen 120 dari 300 dari 900?",
        "apakah 120 dari 300 kelurahan itu banyak?",
        "berapa persen 0 dari 300?",
        "apa kewajiban kota?",
    ],
)
def test_without_just_two_figures_and_the_wish_for_a_share_nothing_is_computed(text: str) -> None:
    assert not _shared(text).finished


def test_what_the_documents_surely_answer_is_left_to_them() -> None:
    assert not _shared("berapa persen 120 dari 300 kelurahan?", features=STRONG).finished
    assert _shared("berapa persen 120 dari 300 kelurahan?", features=MIDDLING).finished


def test_what_was_computed_passes_the_verification_of_documents() -> None:
    asked = _shared("berapa persen 120 dari 300 kelurahan?")
    Verification()(asked)
    assert asked.outcome is Outcome.PARTLY
    assert "40 %" in _said(asked)


def test_what_is_well_determined_needs_no_document() -> None:
    asked = _shared("Penduduk 500.000, pos jaga 40 titik. Berapa per 100.000 penduduk?", features=STRONG)
    assert "40 ÷ (500.000 ÷ 100.000) = 8" in _said(asked)


def test_figures_of_an_earlier_question_of_the_message_are_known() -> None:
    asked = context("kalau target 50 % kurang berapa?", "id", retrieved(WEAK))
    asked.figures = "sudah 30 dari 120 sekolah, berapa persen?"
    Calculations(IndicatorAnswerer(Catalogue.load()))(asked)
    assert "60 − 30 = 30" in _said(asked)
