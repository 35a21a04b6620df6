"""What the figures count of turns, kept for each whole day that is past, so that only the turns of today are read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import (
    CompoundSelect,
    Engine,
    Integer,
    Select,
    SQLColumnExpression,
    String,
    and_,
    delete,
    func,
    literal_column,
    select,
    true,
    union,
    union_all,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.journal import TurnRow, unindexed
from bot.periods import Period
from bot.statistics.figures import KIND_OF
from knowledge.language.dates import local_day
from knowledge.storage.engine import Base, insert_or, now

#: The outcomes of turns for which documents were looked up.
LOOKED_UP: Final = [outcome.value for outcome, kind in KIND_OF.items() if kind != "declined"]
_SETTLED = timedelta(minutes=10)  # a turn of before midnight may be written a moment after it
_KEPT = timedelta(days=730)
_CLUSTERED = {"sqlite_with_rowid": False}  # the rows lie in the order of their days


class DailyTurnsRow(Base):
    """How many ``turns`` of a ``day`` ended how; all columns but the number are those of a turn."""

    __tablename__ = "daily_turns"
    __table_args__ = _CLUSTERED
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    outcome: Mapped[str] = mapped_column(String(20), primary_key=True)
    tentative: Mapped[bool] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(2), primary_key=True)
    turns: Mapped[int]


class DailyLatenciesRow(Base):
    """How many ``turns`` of a ``day`` for which documents were looked up took so many ``milliseconds``, in steps of
    10: the histogram from which the percentiles of any number of days are read."""

    __tablename__ = "daily_latencies"
    __table_args__ = _CLUSTERED
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    milliseconds: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    turns: Mapped[int]


_TURN = (TurnRow.day, TurnRow.channel, TurnRow.outcome, TurnRow.tentative, TurnRow.language)
_ENDED = (
    DailyTurnsRow.day,
    DailyTurnsRow.channel,
    DailyTurnsRow.outcome,
    DailyTurnsRow.tentative,
    DailyTurnsRow.language,
)
# Written into the statement as they are, so that what is grouped by is what is asked for.
_HALF, _WIDTH = literal_column("5", Integer), literal_column("10", Integer)
_STEP = ((TurnRow.milliseconds + _HALF) // _WIDTH * _WIDTH).label("milliseconds")
# The last day that was counted. It stands in the statement that reads, so that no turn is read twice, or never, while
# a day is being counted.
_UNTIL = func.coalesce(select(func.max(DailyTurnsRow.day)).scalar_subquery(), "")


class DailyCounts:
    """Counts the turns of the days that are past. What was counted stays when the turns are deleted: it tells how many
    there were, and nothing of who asked or what.

    Args:
        engine: the database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def update(self) -> None:
        """Count all days that are past and were not counted yet, and forget those of years ago."""
        while self._count_next():
            pass
        oldest = local_day(now() - _KEPT)
        with self._engine.begin() as connection:
            for table in (DailyTurnsRow, DailyLatenciesRow):
                connection.execute(delete(table).where(table.day < oldest))

    def _count_next(self) -> bool:
        """Count the earliest day that was not counted, in one transaction; False when none is left. Of two processes
        that count the same day at once, the rows of the first stay."""
        past = TurnRow.day < local_day(now() - _SETTLED)
        with self._engine.begin() as connection:
            day = connection.scalar(select(func.min(TurnRow.day)).where(TurnRow.day > _UNTIL, past))
            if day is None:
                return False
            latencies = _live_latencies().where(TurnRow.day == day)
            turns = _live_turns().where(TurnRow.day == day)
            for table, counted in ((DailyLatenciesRow, latencies), (DailyTurnsRow, turns)):
                names = [column.name for column in table.__table__.columns]
                insertion = insert_or(connection.engine, table).from_select(names, counted)
                connection.execute(insertion.on_conflict_do_nothing())
        return True


def turns_by_day(period: Period, channel: str = "") -> CompoundSelect[*tuple[Any, ...]]:
    """Day, channel, outcome, whether with reserve, language, and how many turns; ``channel`` "" for all."""
    kept = select(*_ENDED, DailyTurnsRow.turns).where(
        _within(DailyTurnsRow.day, DailyTurnsRow.channel, period, channel)
    )
    return union_all(kept, _since(_live_turns(), period, channel))


def latencies(period: Period, channel: str = "") -> Select[int, int]:
    """Milliseconds, in steps of 10, and how many turns took that long, of those that looked up documents."""
    table = DailyLatenciesRow
    kept = select(table.milliseconds, table.turns.label("turns")).where(
        _within(table.day, table.channel, period, channel)
    )
    live = _since(select(_STEP, func.count()).where(_looked_up()).group_by(_STEP), period, channel)
    both = union_all(kept, live).subquery()
    return select(both.c.milliseconds, func.sum(both.c.turns)).group_by(both.c.milliseconds)


def channels() -> CompoundSelect[str]:
    """The channels that anything came through, each once."""
    return union(select(DailyTurnsRow.channel), select(TurnRow.channel).where(TurnRow.day > _UNTIL))


def _live_turns() -> Select[*tuple[Any, ...]]:
    return select(*_TURN, func.count()).group_by(*_TURN)


def _live_latencies() -> Select[*tuple[Any, ...]]:
    by = TurnRow.day, TurnRow.channel, _STEP
    return select(*by, func.count()).where(_looked_up()).group_by(*by)


def _looked_up() -> SQLColumnExpression[bool]:
    return unindexed(TurnRow.outcome).in_(LOOKED_UP)


def _since(live: Select[*tuple[Any, ...]], period: Period, channel: str) -> Select[*tuple[Any, ...]]:
    """Of turns those of a period whose day was not counted; found by that day, since it is mostly the later one."""
    return live.where(TurnRow.day > _UNTIL, _within(unindexed(TurnRow.day), TurnRow.channel, period, channel))


def _within(
    day: SQLColumnExpression[str], channel: SQLColumnExpression[str], period: Period, chosen: str
) -> SQLColumnExpression[bool]:
    days = day.between(period.first.isoformat(), period.last.isoformat())
    return and_(days, channel == chosen if chosen else true())
