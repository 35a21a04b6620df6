"""The questions of the journal that were not answered well: refused, answered with reserve, disliked, handed over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, and_, func, or_, select

from bot.journal import FeedbackRow, TurnRow, unindexed
from bot.periods import Period
from bot.tickets.tables import TicketRow
from knowledge.answers import Answer, Outcome
from knowledge.documents import Language
from knowledge.language import personal_data

_BATCH = 500  # rows read at once
_QUESTION = 300  # characters of a question that are shown
_UNANSWERED = or_(TurnRow.outcome == Outcome.REFUSED.value, TurnRow.tentative)


@dataclass(slots=True)
class Count:
    """How often a question was not answered well, and how that showed. ``before`` is ``total`` of the period before."""

    total: int = 0
    before: int = 0
    refused: int = 0
    doubted: int = 0
    disliked: int = 0
    handed_over: int = 0
    channels: Counter[str] = field(default_factory=Counter)

    def add(self, other: Count) -> None:
        """Count both together."""
        self.total += other.total
        self.before += other.before
        self.refused += other.refused
        self.doubted += other.doubted
        self.disliked += other.disliked
        self.handed_over += other.handed_over
        for channel, times in other.channels.items():
            self.channels[channel] += times


def distinct_questions(engine: Engine, most: int) -> list[str]:
    """What names each question that was not answered well (``asked`` of its turns), the most frequent first."""
    times: Counter[str] = Counter()
    statements = (
        select(TurnRow.asked, func.count()).where(_UNANSWERED),
        select(TurnRow.asked, func.count()).join(FeedbackRow).where(FeedbackRow.value == -1),
        select(TurnRow.asked, func.count()).join(TicketRow, TicketRow.turn_id == TurnRow.id),
    )
    with engine.connect() as connection:
        for statement in statements:
            for asked, count in connection.execute(statement.where(TurnRow.asked != "").group_by(TurnRow.asked)):
                times[asked] += count
    return [asked for asked, _ in sorted(times.items(), key=lambda pair: (-pair[1], pair[0]))[:most]]


def texts_of(engine: Engine, asked: Sequence[str]) -> dict[str, tuple[str, Language]]:
    """The words of questions, masked, and their language."""
    texts: dict[str, tuple[str, Language]] = {}
    with engine.connect() as connection:
        for start in range(0, len(asked), _BATCH):
            some = asked[start : start + _BATCH]
            ids = select(func.min(TurnRow.id)).where(TurnRow.asked.in_(some)).group_by(TurnRow.asked)
            rows = connection.execute(
                select(TurnRow.asked, TurnRow.question, TurnRow.answer, TurnRow.language).where(TurnRow.id.in_(ids))
            )
            for name, typed, answer, language in rows:
                text = personal_data.mask(Answer.model_validate(answer).question or typed)
                texts[name] = (" ".join(text.split())[:_QUESTION], "en" if language == "en" else "id")
    return texts


def counts(engine: Engine, period: Period, channel: str = "") -> dict[str, Count]:
    """How often each question was not answered well in a period and the one before it, by what names the question.

    Args:
        engine: the database.
        period: the days that are counted.
        channel: count this one alone; "" counts all.
    """
    found: dict[str, Count] = {}
    current = (TurnRow.day >= period.first.isoformat()).label("current")
    named = and_(TurnRow.asked != "", TurnRow.channel == channel) if channel else TurnRow.asked != ""
    within = and_(TurnRow.day.between(str(period.before.first), str(period.last)), named)
    # Few turns are disliked or handed over; they are looked up one by one.
    few = and_(unindexed(TurnRow.day).between(str(period.before.first), str(period.last)), named)
    refused = (TurnRow.outcome == Outcome.REFUSED.value).label("refused")
    base = select(TurnRow.asked, TurnRow.channel, current, refused, func.count()).where(within, _UNANSWERED)
    with engine.connect() as connection:
        for asked, where, now, was_refused, number in connection.execute(
            base.group_by(TurnRow.asked, TurnRow.channel, current, refused)
        ):
            count = found.setdefault(asked, Count())
            if not now:
                count.before += number
                continue
            count.total += number
            count.refused += number if was_refused else 0
            count.doubted += 0 if was_refused else number
            count.channels[where] += number
        counted: set[str] = set()
        columns = select(TurnRow.id, TurnRow.asked, TurnRow.channel, current, _UNANSWERED).where(few)
        disliked = columns.join(FeedbackRow).where(FeedbackRow.value == -1)
        handed_over = columns.join(TicketRow, TicketRow.turn_id == TurnRow.id)
        for name, statement in (("disliked", disliked), ("handed_over", handed_over)):
            _add(found, counted, name, connection.execute(statement))
    return found


def by_day(engine: Engine, asked: Sequence[str], period: Period, channel: str = "") -> dict[str, int]:
    """How often questions were refused or answered with reserve on each day of a period.

    Args:
        engine: the database.
        asked: what names the questions.
        period: the days.
        channel: count this one alone; "" counts all.
    """
    days = {day.isoformat(): 0 for day in period.days}
    statement = select(TurnRow.day, func.count()).where(_UNANSWERED, TurnRow.day.in_(list(days)))
    if channel:
        statement = statement.where(TurnRow.channel == channel)
    with engine.connect() as connection:
        for start in range(0, len(asked), _BATCH):
            some = statement.where(TurnRow.asked.in_(asked[start : start + _BATCH])).group_by(TurnRow.day)
            for day, number in connection.execute(some):
                days[day] += number
    return days


def _add(found: dict[str, Count], counted: set[str], name: str, rows: Iterable[Any]) -> None:
    """Count turns that were found otherwise than by how they ended; each of them once."""
    for turn, asked, channel, now, unanswered in rows:
        count = found.setdefault(asked, Count())
        if now:
            setattr(count, name, getattr(count, name) + 1)
        if unanswered or turn in counted:
            continue
        counted.add(turn)
        if now:
            count.total += 1
            count.channels[channel] += 1
        else:
            count.before += 1
