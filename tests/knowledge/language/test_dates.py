"""Dates of sources in words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from knowledge.language.dates import MONTHS, local_time, month_number, months_since, read_date, written_date


@pytest.mark.parametrize(
    ("date", "indonesian", "english"),
    [
        ("2026-01", "Januari 2026", "January 2026"),
        ("2019-08-03", "3 Agustus 2019", "3 August 2019"),
        ("2018", "2018", "2018"),
        ("2026-13", "2026-13", "2026-13"),
        ("", "", ""),
        ("n.d.", "tanpa tanggal", "no date"),
        ("adopted 2019-08-23", "ditetapkan 23 Agustus 2019", "adopted 23 August 2019"),
        ("2018-04, released 2018-05", "April 2018, diterbitkan Mei 2018", "April 2018, released May 2018"),
        ("2024-05-01T10:00:00", "2024-05-01T10:00:00", "2024-05-01T10:00:00"),
        ("2024-05-77", "2024-05-77", "2024-05-77"),
        ("unreleased draft", "unreleased draft", "unreleased draft"),
        ("2022 or later", "2022 atau sesudahnya", "2022 or later"),
    ],
)
def test_dates_as_people_write_them(date: str, indonesian: str, english: str) -> None:
    assert (written_date(date, "id"), written_date(date, "en")) == (indonesian, english)


@pytest.mark.parametrize(
    ("name", "number"),
    [("Agustus", 8), ("agu", 8), ("AUG", 8), ("Sept", 9), ("Mei", 5), ("may", 5), ("Pebruari", 2), ("Nopember", 11)],
)
def test_months_are_known_in_both_languages_and_short(name: str, number: int) -> None:
    assert month_number(name) == number


@pytest.mark.parametrize("name", ["", "Ags", "Senin", "august2"])
def test_another_word_is_no_month(name: str) -> None:
    assert month_number(name) is None


def test_every_month_is_known_by_its_name_and_three_letters() -> None:
    for months in MONTHS.values():
        assert [month_number(name) for name in months] == list(range(1, 13))
        assert [month_number(name[:3]) for name in months] == list(range(1, 13))


@pytest.mark.parametrize(
    ("date", "months"),
    [("2026-01", 10), ("2026-11", 0), ("2025-11", 12), ("2025", 11), ("2026-12", -1), ("2018-04-28", 103)],
)
def test_months_are_counted_from_a_month_and_from_the_end_of_a_year(date: str, months: int) -> None:
    assert months_since(date, datetime(2026, 11, 30, tzinfo=UTC)) == months


@pytest.mark.parametrize("date", ["", "n.d.", "adopted 2019-08-23", "20260"])
def test_of_what_is_no_date_no_months_are_counted(date: str) -> None:
    assert months_since(date, datetime(2026, 11, 30, tzinfo=UTC)) is None


def test_a_moment_is_told_by_the_clock_of_the_directorate_with_its_zone() -> None:
    assert local_time(datetime(2026, 11, 30, 17, 30, tzinfo=UTC)) == "2026-12-01 00:30 WIB"


@pytest.mark.parametrize(
    ("typed", "date"),
    [
        ("2026-06-15", "2026-06-15"),
        ("15/06/2026", "2026-06-15"),
        ("15-6-2026", "2026-06-15"),
        (" 15  Juni 2026", "2026-06-15"),
        ("June 15, 2026", "2026-06-15"),
        ("2026-06", "2026-06"),
        ("06/2026", "2026-06"),
        ("Juni 2026", "2026-06"),
        ("2026", "2026"),
        ("31 Juni 2026", None),
        ("15/13/2026", None),
        ("15 Junli 2026", None),
        ("kemarin", None),
        ("", None),
    ],
)
def test_dates_are_read_as_people_type_them(typed: str, date: str | None) -> None:
    assert read_date(typed) == date
