"""The figures of a period: questions by day and channel, how they ended, and how long people waited."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Final

from bot.periods import Period
from knowledge.answers import Outcome

#: How a turn is counted, by its outcome; an answer given with reserve is ``hedged`` whatever its outcome.
KIND_OF: Final[Mapping[Outcome, str]] = {
    Outcome.ANSWERED: "answered",
    Outcome.INDICATOR: "answered",
    Outcome.PARTLY: "answered",
    Outcome.REFUSED: "refused",
    Outcome.DECLINED: "declined",
    Outcome.OUTSIDE: "declined",
    Outcome.CARE: "declined",
}
OTHER: Final = "other"  # greetings, thanks, calls for a person, faults: nothing that documents answer


@dataclass(slots=True)
class Tally:
    """How many turns ended how; ``handed_over`` are the questions among them that became tickets."""

    answered: int = 0
    hedged: int = 0
    refused: int = 0
    declined: int = 0
    other: int = 0
    handed_over: int = 0

    @property
    def questions(self) -> int:
        """All that was asked of the documents."""
        return self.answered + self.hedged + self.refused + self.declined

    def share(self, name: str) -> float:
        """The part of the questions that a field counts, from 0 to 1."""
        return int(getattr(self, name)) / self.questions if self.questions else 0.0

    def add(self, other: Tally) -> None:
        """Count both together."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


@dataclass(frozen=True, slots=True)
class Spread:
    """Of how many durations what half of them stay within, and nine in ten; in seconds."""

    number: int = 0
    half: float = 0.0
    most: float = 0.0

    @classmethod
    def of(cls, durations: Mapping[float, int]) -> Spread:
        """Of durations, each with how often it was (nearest-rank percentiles)."""
        number = sum(durations.values())
        ordered = sorted(durations.items())
        return cls(number, _ranked(ordered, math.ceil(number / 2)), _ranked(ordered, math.ceil(number * 9 / 10)))


@dataclass(frozen=True, slots=True)
class AskedOften:
    """A question that several turns asked in the same words, masked."""

    question: str
    times: int


@dataclass(slots=True)
class Figures:
    """What went on in a ``period``; ``before`` is the one of the same length before it.

    ``days`` has every day, whether anything was asked or not. ``latency`` is how long answers took, ``replies`` how
    long the directorate took to reply to the tickets of the period, and ``waiting`` how many of these it has not
    answered yet.
    """

    period: Period
    days: dict[date, dict[str, Tally]]
    before: Tally = field(default_factory=Tally)
    languages: Counter[str] = field(default_factory=Counter)
    liked: int = 0
    disliked: int = 0
    latency: Spread = field(default_factory=Spread)
    replies: Spread = field(default_factory=Spread)
    waiting: int = 0
    often: Sequence[AskedOften] = ()

    @property
    def total(self) -> Tally:
        """All days and channels."""
        total = Tally()
        for day in self.days:
            total.add(self.of_day(day))
        return total

    @property
    def channels(self) -> dict[str, Tally]:
        """The channels, the busiest first."""
        found: dict[str, Tally] = {}
        for channels in self.days.values():
            for name, tally in channels.items():
                found.setdefault(name, Tally()).add(tally)
        return dict(sorted(found.items(), key=lambda pair: (-pair[1].questions, pair[0])))

    @property
    def satisfaction(self) -> float | None:
        """The part of the judgements that are good, from 0 to 1; None where nobody judged."""
        judged = self.liked + self.disliked
        return self.liked / judged if judged else None

    def of_day(self, day: date) -> Tally:
        """All channels of a day."""
        total = Tally()
        for tally in self.days[day].values():
            total.add(tally)
        return total


def seconds_between(first: datetime, last: datetime) -> float:
    """Whole seconds from one moment to another, so that durations can be counted."""
    return float(round((last - first).total_seconds()))


def _ranked(ordered: Sequence[tuple[float, int]], rank: int) -> float:
    seen = 0
    for value, count in ordered:
        seen += count
        if seen >= rank:
            return value
    return 0.0
