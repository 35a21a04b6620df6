"""Numbers as people read them."""

from __future__ import annotations

from bot.staff.quantities import duration, number, percent


def test_numbers_have_the_marks_of_the_language() -> None:
    assert (number(12345.67, "id", 1), number(12345.67, "en", 1)) == ("12.345,7", "12,345.7")
    assert (percent(0.42, "id"), percent(0.0123, "id"), percent(0.0, "en")) == ("42%", "1,2%", "0%")


def test_durations_are_told_in_the_largest_unit() -> None:
    told = [duration(seconds, "id") for seconds in (0.4, 90, 5400, 200_000)]
    assert told == ["0,40 dtk", "1,5 mnt", "1,5 jam", "2,3 hari"]
    assert duration(5400, "en") == "1.5 h"
