"""Scoring: normalised text, facts, forbidden statements, outcomes and citations."""

from __future__ import annotations

import pytest

from bot.evaluation.scoring import normalise, score
from knowledge.answers import Outcome
from tests.bot.evaluation.making import answer, case


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Rp1.234.567 dan 1,234,567", "rp1234567 dan 1234567"),
        ("3.349 bus, 3,349 buses, 200 000 orang", "3349 bus, 3349 buses, 200000 orang"),
        ("77,9 persen; 77.9 percent", "77.9 persen; 77.9 percent"),
        ("0,375 and 0.0015", "0.375 and 0.0015"),
        ("Indikator 19.9 dan 19.10", "indikator 19.9 dan 19.10"),
        ("26–27 Juni 2023 [1][2]", "26-27 june 2023"),
        ("28 Mei 2025, 12 Agustus", "28 may 2025, 12 august"),
        ("dua\n\n  baris", "dua baris"),
        ("tahun 2018, 2019", "tahun 2018, 2019"),
    ],
)
def test_text_is_normalised(text: str, plain: str) -> None:
    assert normalise(text) == plain


def test_a_fact_in_the_other_language_is_found() -> None:
    assert score(case(), answer("Dibentuk pada 28 April 2018.")).right


def test_a_missing_fact_is_named() -> None:
    judged = score(case(required=[["1 may", "2 may"], "april"]), answer())
    assert not judged.right
    assert judged.missing == ("1 may | 2 may",)


def test_a_forbidden_statement_makes_it_wrong() -> None:
    judged = score(case(forbidden=["april"]), answer())
    assert not judged.right
    assert judged.stated == ("april",)


@pytest.mark.parametrize(
    ("expect", "outcome", "right", "strict"),
    [
        ("answered", Outcome.ANSWERED, True, True),
        ("answered", Outcome.PARTLY, True, False),
        ("answered", Outcome.REFUSED, False, False),
        ("indicator", Outcome.INDICATOR, True, True),
        ("partly", Outcome.REFUSED, True, False),
        ("partly", Outcome.DECLINED, False, False),
        ("refused", Outcome.REFUSED, True, True),
        ("refused", Outcome.PARTLY, True, False),
        ("refused", Outcome.OUTSIDE, True, False),
        ("refused", Outcome.ANSWERED, False, False),
        ("refused", Outcome.SMALLTALK, False, False),
        ("answered", Outcome.OUTSIDE, False, False),
        ("declined", Outcome.DECLINED, True, True),
        ("declined", Outcome.CARE, True, False),
        ("declined", Outcome.ANSWERED, False, False),
        ("smalltalk", Outcome.SMALLTALK, True, True),
    ],
)
def test_outcomes_count_as_the_case_expects(expect: str, outcome: Outcome, right: bool, strict: bool) -> None:
    judged = score(case(expect=expect), answer(outcome=outcome))
    assert (judged.right, judged.strict) == (right, strict)


def test_a_citation_is_right_by_the_document_of_a_section() -> None:
    assert score(case(), answer()).citation is True
    assert score(case(sections=["ascn-duties#duties"]), answer()).citation is False
    assert score(case(sections=[]), answer()).citation is None


def test_a_citation_pattern_decides_over_the_sections() -> None:
    assert score(case(citation="clause 7"), answer()).citation is True
    assert score(case(citation="clause 9"), answer()).citation is False


def test_no_citation_is_judged_of_what_was_refused() -> None:
    assert score(case(), answer(outcome=Outcome.REFUSED)).citation is None
