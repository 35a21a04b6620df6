from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.indicators.arithmetic import (
    IndicatorValueError,
    compute,
    format_calculation,
    format_formula,
    format_number,
    rounded,
)
from knowledge.indicators.catalogue import Catalogue

CATALOGUE = Catalogue.load()


@pytest.mark.parametrize(
    ("code", "numerator", "denominator", "value"),
    [
        ("19.9", "120", "300", "40"),
        ("10.1", "330000", "1650000", "20000"),
        ("6.2", "18400", "92000", "200"),
        ("7.10", "45", "900", "0.05"),
        ("20.2", "1825", "730000", "0.0025"),
        ("13.4", "12e9", "3.2e12", "0.375"),
        ("8.2", "12", "480", "0.025"),
        ("21.3", "4500", "300", "15"),
    ],
)
def test_values_follow_the_formula_and_unit(code: str, numerator: str, denominator: str, value: str) -> None:
    assert compute(CATALOGUE.get(code), Decimal(numerator), Decimal(denominator)) == Decimal(value)


@pytest.mark.parametrize(
    ("key", "numerator", "denominator", "reason"),
    [
        ("19.9", 120, 0, "zero"),
        ("19.9", -1, 10, "negative"),
        ("19.9", 301, 300, "exceeds"),
        ("10.4", 12, 4, "unknown-formula"),
        ("7.5", 12, 4, "unknown-formula"),
        ("37120:5.1", 1200, 800000, "unknown-formula"),
        ("10.1", 10**19, 1, "too-large"),
        ("19.2", 8372643463648035, Decimal("1.4e-45"), "too-large"),
    ],
)
def test_impossible_values_have_a_reason(key: str, numerator: int, denominator: int, reason: str) -> None:
    with pytest.raises(IndicatorValueError) as error:
        compute(CATALOGUE.get(key), Decimal(numerator), Decimal(denominator))
    assert error.value.reason == reason


def test_what_is_no_part_of_a_whole_may_exceed_it() -> None:
    assert compute(CATALOGUE.get("7.10"), Decimal(3), Decimal(2)) == Decimal("1.5")


@pytest.mark.parametrize(
    ("value", "indonesian", "english"),
    [
        ("1650000.5", "1.650.000,5", "1,650,000.5"),
        ("0.375", "0,375", "0.375"),
        ("20", "20", "20"),
        ("1E+4", "10.000", "10,000"),
    ],
)
def test_numbers_in_both_languages(value: str, indonesian: str, english: str) -> None:
    assert format_number(Decimal(value), "id") == indonesian
    assert format_number(Decimal(value), "en") == english


def test_a_rounded_value_says_so() -> None:
    assert rounded(Decimal(100) / 3) == (Decimal("33.3333"), False)
    assert rounded(Decimal("0.0000123456"))[0] == Decimal("0.00001235")
    assert "≈ 33,3333 %" in format_calculation(CATALOGUE.get("19.9"), Decimal(1), Decimal(3), "id")


def test_the_formula_in_words() -> None:
    assert format_formula(CATALOGUE.get("19.9"), "en") == "(Smart traffic lights) ÷ (All traffic lights) × 100"
    assert format_formula(CATALOGUE.get("10.1"), "id").endswith("÷ ((Jumlah penduduk kota) ÷ 100.000)")
    assert format_formula(CATALOGUE.get("37120:5.1"), "id") == ""


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_share_lies_between_0_and_100(part: int, rest: int) -> None:
    assert 0 <= compute(CATALOGUE.get("19.9"), Decimal(part), Decimal(part + rest)) <= 100
