"""What is kept of days that are past, the same on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select

from bot.journal import TurnRow
from bot.periods import Period
from bot.statistics.daily_counts import DailyCounts, DailyLatenciesRow, DailyTurnsRow
from bot.statistics.figures import Spread, Tally
from bot.statistics.statistics import Statistics
from knowledge.answers import Outcome
from knowledge.storage.engine import now
from tests.bot.journals import Stores, an_answer


def _ask(stores: Stores, days_ago: int, channel: str = "web", milliseconds: float = 40.0, **more: object) -> None:
    answer = an_answer().model_copy(update={"milliseconds": milliseconds, **more})
    stores.age(stores.journal.record("c", channel, "w", answer.question, answer).id, timedelta(days=days_ago))


@pytest.fixture(autouse=True)
def at_any_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    """Yesterday counts as past at once, which else it does some time after midnight only."""
    monkeypatch.setattr("bot.statistics.daily_counts._SETTLED", timedelta())


@pytest.fixture
def asked(stores: Stores) -> Stores:
    """Turns of today, of three days of the week before and of the one before that."""
    for days_ago in (0, 1, 1, 3, 8):
        _ask(stores, days_ago)
    _ask(stores, 1, "telegram", 903.0, outcome=Outcome.REFUSED, language="en")
    _ask(stores, 2, outcome=Outcome.SMALLTALK, milliseconds=1.0)
    return stores


@pytest.mark.parametrize("channel", ["", "web", "telegram"])
def test_the_figures_are_the_same_before_and_after_days_are_counted(asked: Stores, channel: str) -> None:
    statistics, period = Statistics(asked.engine), Period.latest(7, now())
    live = statistics.figures(period, channel)
    DailyCounts(asked.engine).update()
    counted = statistics.figures(period, channel)
    assert counted == live
    assert list(counted.channels) == ["web", "telegram"] if not channel else [channel]
    assert statistics.channels() == ["telegram", "web"]
    if not channel:
        assert (counted.before, counted.languages["en"]) == (Tally(answered=1), 1)
        assert counted.latency == Spread(5, 0.04, 0.9)


def test_counts_stay_when_turns_are_deleted_and_today_is_counted_live(asked: Stores) -> None:
    counts, statistics, period = DailyCounts(asked.engine), Statistics(asked.engine), Period.latest(7, now())
    counts.update()
    assert asked.retention.forget("w") == 7
    assert statistics.figures(period).total == Tally(answered=3, refused=1, other=1)
    _ask(asked, 0)
    counts.update()
    figures = statistics.figures(period)
    assert (figures.total.answered, figures.of_day(period.last)) == (4, Tally(answered=1))
    with asked.engine.connect() as connection:
        assert connection.scalar(select(func.max(DailyTurnsRow.day))) == str(period.last - timedelta(days=1))


def test_two_processes_at_once_count_each_turn_once(asked: Stores) -> None:
    period = Period.latest(7, now())
    with ThreadPoolExecutor(4) as threads:
        for _ in threads.map(lambda _: DailyCounts(asked.engine).update(), range(4)):
            pass
    assert Statistics(asked.engine).figures(period).total == Tally(answered=4, refused=1, other=1)


def test_counts_of_years_ago_are_forgotten(stores: Stores) -> None:
    _ask(stores, 800)
    with stores.engine.connect() as connection:
        DailyCounts(stores.engine).update()
        for table in (DailyTurnsRow, DailyLatenciesRow):
            assert connection.scalar(select(func.count()).select_from(table)) == 0


def test_a_day_with_nothing_is_passed_over(stores: Stores) -> None:
    _ask(stores, 5)
    DailyCounts(stores.engine).update()
    with stores.engine.begin() as connection:
        connection.execute(delete(TurnRow))
    _ask(stores, 2)
    DailyCounts(stores.engine).update()
    assert Statistics(stores.engine).figures(Period.latest(7, now())).total == Tally(answered=2)
