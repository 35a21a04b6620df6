"""The questions of the journal that were not answered well: refused, answered with reserve, disliked, handed over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Engine, and_, func, or_, select, true

from bot.gaps.tables import GapQuestionRow, GapRow
from bot.journal import FeedbackRow, TurnRow, unindexed
from bot.periods import Period
from bot.tickets.tables import TicketRow
from knowledge.answers import Outcome
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


@dataclass(frozen=True, slots=True)
class Counts:
    """How often questions were not answered well: ``gaps`` by the number of the Gap, ``times`` in the period by what
    names the question, 0 for one that was asked only before it."""

    gaps: dict[int, Count]
    times: dict[str, int]

    def of(self, asked: str, home: Mapping[str, int], times: int) -> Count | None:
        """The count of the Gap of a question that was not answered well so often; None where it just left its Gap."""
        gap = home.get(asked)
        if gap is None:
            return None
        self.times[asked] = self.times.get(asked, 0) + times
        if gap not in self.gaps:
            self.gaps[gap] = Count()
        return self.gaps[gap]


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
                text = personal_data.mask(str(answer.get("question") or typed))
                texts[name] = (" ".join(text.split())[:_QUESTION], "en" if language == "en" else "id")
    return texts


def counts(engine: Engine, period: Period, channel: str, home: Mapping[str, int], which: ColumnElement[bool]) -> Counts:
    """How often the questions of Gaps were not answered well in a period and the one before it.

    Args:
        engine: the database.
        period: the days that are counted.
        channel: count this one alone; "" counts all.
        home: the number of the Gap of each question, by what names the question.
        which: of which Gaps these questions are.
    """
    found = Counts({}, {})
    held = select(GapQuestionRow.asked).join(GapRow, GapRow.id == GapQuestionRow.gap_id).where(which)
    current = TurnRow.day >= period.first.isoformat()
    of_channel = TurnRow.channel == channel if channel else true()
    within = and_(TurnRow.asked.in_(held), TurnRow.day.between(str(period.before.first), str(period.last)), of_channel)
    # Few turns are disliked or handed over; they are looked up one by one.
    few = and_(
        unindexed(TurnRow.asked).in_(held),
        unindexed(TurnRow.day).between(str(period.before.first), str(period.last)),
        of_channel,
    )
    refused = func.count().filter(current, TurnRow.outcome == Outcome.REFUSED.value)
    sums = select(TurnRow.asked, TurnRow.channel, func.count(), func.count().filter(current), refused)
    with engine.connect() as connection:
        rows = connection.execute(sums.where(within, _UNANSWERED).group_by(TurnRow.asked, TurnRow.channel)).all()
        for asked, where, both, total, refused_times in rows:
            if (count := found.of(asked, home, total)) is not None:
                count.total += total
                count.before += both - total
                count.refused += refused_times
                count.doubted += total - refused_times
                if total:
                    count.channels[where] += total
        counted: set[str] = set()
        columns = select(TurnRow.id, TurnRow.asked, TurnRow.channel, current, _UNANSWERED).where(few)
        disliked = columns.where(TurnRow.id.in_(select(FeedbackRow.turn_id).where(FeedbackRow.value == -1)))
        handed_over = columns.where(TurnRow.id.in_(select(TicketRow.turn_id)))
        for name, statement in (("disliked", disliked), ("handed_over", handed_over)):
            _add(found, home, counted, name, connection.execute(statement))
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


def _add(found: Counts, home: Mapping[str, int], counted: set[str], name: str, rows: Iterable[Any]) -> None:
    """Count turns that were found otherwise than by how they ended; each of them once."""
    for turn, asked, channel, now, unanswered in rows:
        again = unanswered or turn in counted
        count = found.of(asked, home, 0 if again or not now else 1)
        if count is None:
            continue
        if now:
            setattr(count, name, getattr(count, name) + 1)
        if again:
            continue
        counted.add(turn)
        if now:
            count.total += 1
            count.channels[channel] += 1
        else:
            count.before += 1
