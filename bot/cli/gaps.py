"""Commands on what was not answered well."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from bot.cli.console import actor, open_app, out, progress
from bot.cli.terminal import shown

if TYPE_CHECKING:
    from bot.app import App
    from bot.gaps.gaps import Gap, Mark
    from bot.periods import Period

_SHOWN = 30  # gaps in a table, and questions of one
DaysOption = Annotated[int, typer.Option(min=1, max=3650, help="Count the last so many days.")]
ChannelOption = Annotated[str, typer.Option(help="Count one channel: telegram, web or cli.")]
CsvOption = Annotated[bool, typer.Option("--csv", help="Write CSV instead of a table.")]


def gaps(
    gap: Annotated[int | None, typer.Argument(help="Show the questions of one gap, and the nearest passages.")] = None,
    days: DaysOption = 30,
    channel: ChannelOption = "",
    mark: Annotated[
        str | None, typer.Option(help="With a gap: mark it open, out-of-scope, in-work or answered.")
    ] = None,
    note: Annotated[str, typer.Option(help="Why, or by which document.")] = "",
    every: Annotated[bool, typer.Option("--all", help="List marked gaps, too.")] = False,
    as_csv: CsvOption = False,
) -> None:
    """Show questions that were refused, answered with reserve, disliked or handed over, put together by meaning."""
    from bot.gaps.gaps import MARKS, mark_of
    from bot.periods import Period
    from knowledge.storage.engine import now

    marked = mark_of("" if mark == "open" else mark or "open")
    if mark is not None and (marked is None or gap is None):
        raise typer.BadParameter(f"Give a gap and one of {', '.join(filter(None, MARKS))} or open.")
    period = Period.latest(days, now())
    with open_app(exact=True) as app:
        with progress() as on_progress:
            app.gaps.refresh(lambda done, total: on_progress("questions", done, total))
        if gap is not None and marked is not None:
            _mark(app, gap, marked, note)
        elif gap is not None:
            _show(app, app.gaps.gap(gap, period, channel))
        else:
            _list(app.gaps.gaps(period, channel, None if every else ""), period, as_csv=as_csv)


def _list(found: list[Gap], period: Period, *, as_csv: bool) -> None:
    from bot.csv_lines import csv_lines
    from bot.gaps.export import HEADER, rows

    if as_csv:
        for line in csv_lines(HEADER, rows(found)):
            sys.stdout.write(line)
        return
    table = Table("Gap", "Times", "Before", "Question", "Distinct", "Refused", "Doubted", "Disliked", "Handed over")
    for gap in found[:_SHOWN]:
        count = gap.count
        numbers = (len(gap.questions), count.refused, count.doubted, count.disliked, count.handed_over)
        question = f"[{gap.mark}] {gap.question}" if gap.mark else gap.question
        table.add_row(str(gap.id), str(count.total), str(count.before), shown(question), *map(str, numbers))
    out.print(table)
    out.print(f"{len(found)} gaps, {period.first} to {period.last}; one of them: pandu gaps NUMBER")


def _show(app: App, gap: Gap) -> None:
    told = f"{gap.count.total} times, {gap.count.before} in the period before"
    marked = f"; {gap.mark} by {gap.marked_by}: {gap.note}" if gap.mark else ""
    out.print(shown(f"Gap {gap.id}: {told}{marked}"), soft_wrap=True)
    for question in gap.questions[:_SHOWN]:
        out.print(shown(f"  {question.count} × {question.question}"), soft_wrap=True)
    out.print("Nearest passages:")
    for passage in app.gaps.nearest(gap):
        place = " › ".join(passage.chunk.heading)
        out.print(shown(f"  {passage.chunk.document} {passage.score:.2f}  {place}"), soft_wrap=True)


def _mark(app: App, gap: int, mark: Mark, note: str) -> None:
    app.gaps.mark(gap, mark, actor(), note)
    app.audit.record(actor(), "gap.marked", str(gap), {"mark": mark, "note": note})
    out.print(f"Gap {gap} is {mark or 'open'} now.")
