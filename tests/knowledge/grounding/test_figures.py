"""Numbers and dates in one form, whatever the language."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.grounding.figures import figures
from knowledge.language.dates import MONTHS

_INDONESIAN = ("", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")
_ENGLISH = (
    "",
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def _indonesian(number: int) -> str:
    """A number below 1000 in Indonesian words."""
    if number < len(_INDONESIAN):
        return _INDONESIAN[number]
    if number < 20:
        return f"{_INDONESIAN[number - 10]} belas"
    if number < 100:
        return f"{_INDONESIAN[number // 10]} puluh {_INDONESIAN[number % 10]}".strip()
    hundreds = "seratus" if number < 200 else f"{_INDONESIAN[number // 100]} ratus"
    return f"{hundreds} {_indonesian(number % 100)}".strip()


def _english(number: int) -> str:
    """A number below 1000 in English words."""
    if number < len(_ENGLISH):
        return _ENGLISH[number]
    if number < 100:
        return f"{_TENS[number // 10]}-{_ENGLISH[number % 10]}".strip("-")
    rest = _english(number % 100)
    return f"{_ENGLISH[number // 100]} hundred{f' and {rest}' if rest else ''}"


@given(st.integers(2, 10**12))
def test_digits_are_the_same_number_however_they_are_grouped(number: int) -> None:
    english = f"{number:,}"
    for written in (str(number), english, english.replace(",", ".")):
        assert figures(f"Kota punya {written} sensor.") == {str(number)}


@given(st.integers(0, 999), st.integers(1, 99))
def test_a_decimal_point_is_a_decimal_comma(whole: int, hundredths: int) -> None:
    point = f"{whole}.{hundredths:02d}"
    assert figures(f"{point} per cent") == figures(f"{point.replace('.', ',')} persen") == {f"{float(point):g}"}


@given(st.dates(date(1000, 1, 1)))
def test_a_date_is_one_date_however_it_is_written(day: date) -> None:
    indonesian, english = MONTHS["id"][day.month - 1], MONTHS["en"][day.month - 1]
    year = f"{day.year:04d}"
    for written in (
        f"{day.day} {indonesian} {year}",
        f"{day.day} {english} {year}",
        f"{english} {day.day}, {year}",
        f"{day.day}th {english[:3]} {year}",
        day.isoformat(),
    ):
        assert figures(f"Rapat pada {written}, di Bangkok") == {day.isoformat()}, written


@given(st.integers(2, 999).filter(lambda number: "one" not in _english(number) and number % 10 != 1))
def test_words_are_the_same_number_in_both_languages(number: int) -> None:
    assert figures(f"{_indonesian(number)} kota") == figures(f"{_english(number)} cities") == {str(number)}


@pytest.mark.parametrize(
    ("indonesian", "english", "number"),
    [
        ("dua puluh satu", "twenty-one", 21),
        ("seratus satu", "one hundred and one", 101),
        ("seratus", "one hundred", 100),
        ("seribu", "one thousand", 1000),
        ("satu juta", "one million", 10**6),
        ("lima ribu lima ratus", "five thousand five hundred", 5500),
    ],
)
def test_a_number_that_is_put_together_of_others_is_one_number(indonesian: str, english: str, number: int) -> None:
    assert figures(f"{indonesian} kota") == figures(f"{english} cities") == {str(number)}


def test_a_grouped_number_may_have_a_decimal_part() -> None:
    assert figures("1.250,75 hektare") == figures("1,250.75 hectares") == {"1250.75"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1,5 juta orang", {"1500000"}),
        ("1.5 million people", {"1500000"}),
        ("Rp2 triliun", {"2000000000000"}),
        ("10 ribu sensor", {"10000"}),
        ("pertemuan kedua", {"2"}),
        ("the second meeting", {"2"}),
        ("pertemuan ke-2 dan ke-12", {"2", "12"}),
        ("the 2nd and the 12th meeting", {"2", "12"}),
        ("2018–2025", {"2018", "2025"}),
        ("two, three and four", {"2", "3", "4"}),
        ("dua atau tiga", {"2", "3"}),
        ("Desember 2025", {"2025"}),
        ("klausul 17(d)", {"17"}),
        ("ISO 37122:2019", {"37122", "2019"}),
        ("satu kota", set()),
        ("one city", set()),
        ("tahun ini", set()),
        ("", set()),
    ],
)
def test_what_counts_as_a_figure(text: str, found: set[str]) -> None:
    assert figures(text) == found


@pytest.mark.parametrize("text", ["31 Foo 2019", "32 Agustus 2019", "2019-13-01"])
def test_what_is_no_date_is_read_as_numbers(text: str) -> None:
    assert "2019" in figures(text)


@pytest.mark.parametrize("text", ["10²", "all cities.¹ The report", "9" * 400, "2" + " juta" * 60])
def test_odd_digits_and_endless_numbers_end_nothing(text: str) -> None:
    assert isinstance(figures(text), frozenset)


@given(st.text(max_size=200))
def test_any_text_has_figures_or_none(text: str) -> None:
    assert all(figure for figure in figures(text))
