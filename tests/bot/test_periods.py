"""Stretches of days."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.periods import Period


def test_days_are_those_of_western_indonesia() -> None:
    late = datetime(2026, 11, 30, 17, 30, tzinfo=UTC)  # half past midnight there
    assert Period.latest(7, late) == Period(date(2026, 11, 25), date(2026, 12, 1))


def test_the_one_before_is_as_long_and_ends_the_day_before() -> None:
    week = Period(date(2026, 11, 8), date(2026, 11, 14))
    assert week.before == Period(date(2026, 11, 1), date(2026, 11, 7))
    assert len(week.days) == len(week.before.days) == 7
    day = Period.latest(0, datetime(2026, 11, 30, tzinfo=UTC))
    assert day.before == Period(date(2026, 11, 29), date(2026, 11, 29))
