"""Commands on what goes on."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich.table import Table

from bot.cli.console import open_app, out
from bot.cli.gaps import ChannelOption, CsvOption, DaysOption
from bot.cli.terminal import shown

if TYPE_CHECKING:
    from bot.statistics.figures import Figures, Tally


def stats(days: DaysOption = 30, channel: ChannelOption = "", as_csv: CsvOption = False) -> None:
    """Count questions by channel and how they ended, how long people waited, and what is asked most."""
    from bot.csv_lines import csv_lines
    from bot.periods import Period
    from bot.statistics.export import HEADER, rows
    from knowledge.storage.engine import now

    with open_app() as app:
        period = Period.latest(days, now())
        count = app.statistics.by_day if as_csv else app.statistics.figures
        figures = count(period, channel)
    if not as_csv:
        _show(figures)
        return
    for line in csv_lines(HEADER, rows(figures)):
        sys.stdout.write(line)


def _show(figures: Figures) -> None:
    table = Table("Channel", "Questions", "Answered", "Hedged", "Refused", "Declined", "Handed over")
    for name, tally in figures.channels.items():
        table.add_row(shown(name), *_row(tally))
    table.add_row("all", *_row(figures.total))
    table.add_row("the period before", *_row(figures.before))
    out.print(table)
    period, latency, replies = figures.period, figures.latency, figures.replies
    out.print(
        f"{period.first} to {period.last}. Answers took {latency.half:.2f} s (half) to {latency.most:.2f} s (90%)."
    )
    if figures.satisfaction is not None:
        out.print(f"Judged good: {figures.satisfaction:.0%} of {figures.liked + figures.disliked}.")
    if replies.number or figures.waiting:
        hours = f"{replies.half / 3600:.1f} h (half) to {replies.most / 3600:.1f} h (90%)"
        out.print(f"Tickets: {replies.number} replied to, in {hours}; {figures.waiting} waiting.")
    for one in figures.often:
        out.print(shown(f"  {one.times} × {one.question}"), soft_wrap=True)


def _row(tally: Tally) -> list[str]:
    counted = tally.questions, tally.answered, tally.hedged, tally.refused, tally.declined, tally.handed_over
    return [str(number) for number in counted]
