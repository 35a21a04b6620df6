"""Counts the figures from the journal, its feedback and the tickets."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time

from sqlalchemy import ColumnElement, Connection, Engine, SQLColumnExpression, and_, func, select

from bot.gaps.unanswered import texts_of
from bot.journal import FeedbackRow, TurnRow, unindexed
from bot.periods import Period
from bot.statistics import daily_counts
from bot.statistics.figures import KIND_OF, OTHER, AskedOften, Figures, Spread, Tally, seconds_between
from bot.tickets.tables import TicketRow
from knowledge.answers import Outcome
from knowledge.language.dates import WIB, local_day

_OFTEN = 10
_LEAST = 3  # times that a question must have been asked to be shown: what one person asks once is nobody's business
_OUTCOMES = {outcome.value: outcome for outcome in Outcome}


class Statistics:
    """Counts what goes on.

    Args:
        engine: the database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def figures(self, period: Period, channel: str = "") -> Figures:
        """The figures of a period, of one channel or of all.

        Days that are past were counted before (:mod:`bot.statistics.daily_counts`); judgements and what is asked often
        are of the turns that are still kept, counted by columns that lie in an index.
        """
        figures = self.by_day(period, channel)
        # Few turns are judged; they are looked up one by one.
        judged = select(FeedbackRow.value, func.count()).join(TurnRow).where(FeedbackRow.value.in_((1, -1)))
        judged = judged.where(_within(unindexed(TurnRow.day), period, channel)).group_by(FeedbackRow.value)
        with self._engine.connect() as connection:
            figures.latency = _latency(connection, period, channel)
            values = dict(connection.execute(judged).all())
            figures.liked, figures.disliked = values.get(1, 0), values.get(-1, 0)
        figures.often = self._often(_within(unindexed(TurnRow.day), period, channel))
        return figures

    def by_day(self, period: Period, channel: str = "") -> Figures:
        """Of the figures those that are counted by day, with the tickets: what a table of days holds."""
        figures = Figures(period, {day: {} for day in period.days})
        with self._engine.connect() as connection:
            _count_turns(connection, figures, channel)
            _count_tickets(connection, figures, channel)
        return figures

    def channels(self) -> list[str]:
        """The channels that anything came through, by name."""
        with self._engine.connect() as connection:
            return sorted(connection.scalars(daily_counts.channels()))

    def _often(self, within: ColumnElement[bool]) -> list[AskedOften]:
        # In the order of another index than that of days, so that the questions of months need not be sorted.
        times = func.count().label("times")
        statement = (
            select(TurnRow.asked, times)
            .where(within, TurnRow.asked > "", unindexed(TurnRow.outcome).in_(daily_counts.LOOKED_UP))
            .group_by(TurnRow.asked)
            .having(times >= _LEAST)
            .order_by(times.desc(), TurnRow.asked)
            .limit(_OFTEN)
        )
        with self._engine.connect() as connection:
            found = dict(connection.execute(statement).all())
        texts = texts_of(self._engine, list(found))
        return [AskedOften(texts[asked][0], count) for asked, count in found.items() if asked in texts]


def _within(day: SQLColumnExpression[str], period: Period, channel: str) -> ColumnElement[bool]:
    days = day.between(period.first.isoformat(), period.last.isoformat())
    return and_(days, TurnRow.channel == channel) if channel else days


def _count_turns(connection: Connection, figures: Figures, channel: str) -> None:
    both = Period(figures.period.before.first, figures.period.last)
    counted = connection.execute(daily_counts.turns_by_day(both, channel))
    for day, where, outcome, tentative, language, number in counted:
        kind = "hedged" if tentative else KIND_OF.get(_OUTCOMES[outcome], OTHER)
        channels = figures.days.get(date.fromisoformat(day))
        tally = figures.before if channels is None else channels.setdefault(where, Tally())
        setattr(tally, kind, getattr(tally, kind) + number)
        if channels is not None and kind != OTHER:
            figures.languages[language] += number


def _count_tickets(connection: Connection, figures: Figures, channel: str) -> None:
    columns = select(TicketRow.channel, TicketRow.created_at, TicketRow.replied_at, TicketRow.status)
    period = figures.period
    both = and_(TicketRow.created_at >= _beginning(period.before.first), TicketRow.created_at <= _end(period.last))
    replies: Counter[float] = Counter()
    for where, created_at, replied_at, status in connection.execute(columns.where(both)):
        if channel and where != channel:
            continue
        channels = figures.days.get(date.fromisoformat(local_day(created_at)))
        tally = figures.before if channels is None else channels.setdefault(where, Tally())
        tally.handed_over += 1
        if channels is None:
            continue
        if replied_at is not None:
            replies[seconds_between(created_at, replied_at)] += 1
        elif status != "closed":
            figures.waiting += 1
    figures.replies = Spread.of(replies)


def _latency(connection: Connection, period: Period, channel: str) -> Spread:
    rows = connection.execute(daily_counts.latencies(period, channel))
    return Spread.of({milliseconds / 1000: int(count) for milliseconds, count in rows})


def _beginning(day: date) -> datetime:
    return datetime.combine(day, time(), WIB).astimezone(UTC)


def _end(day: date) -> datetime:
    return datetime.combine(day, time.max, WIB).astimezone(UTC)
