"""The figures as a table for spreadsheets: a row for each day and channel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple

from bot.statistics.figures import Figures

HEADER = ("day", "channel", "questions", "answered", "hedged", "refused", "declined", "other", "handed over")


def rows(figures: Figures) -> Iterator[tuple[object, ...]]:
    """A row for each day and channel with anything in it, under :data:`HEADER`."""
    for day, channels in figures.days.items():
        for name, tally in sorted(channels.items()):
            yield (day.isoformat(), name, tally.questions, *astuple(tally))
