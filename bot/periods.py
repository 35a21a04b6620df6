"""Stretches of days that are counted together, and the ones before them to compare with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from knowledge.language.dates import local_day

LONGEST = 3650  # days


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``first`` to ``last``, both included, where the directorate is."""

    first: date
    last: date

    @classmethod
    def latest(cls, days: int, moment: datetime) -> Period:
        """So many days up to the one that it is now."""
        last = date.fromisoformat(local_day(moment))
        return cls(last - timedelta(days=min(max(days, 1), LONGEST) - 1), last)

    @property
    def days(self) -> list[date]:
        """Each of its days."""
        return [self.first + timedelta(days=number) for number in range((self.last - self.first).days + 1)]

    @property
    def before(self) -> Period:
        """The stretch of the same length just before."""
        return Period(self.first - (self.last - self.first) - timedelta(days=1), self.first - timedelta(days=1))
