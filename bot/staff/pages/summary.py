"""``/staf/ringkasan``: what goes on, in figures without any person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from fastapi.concurrency import run_in_threadpool
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.app import App
from bot.gaps.gaps import Gap
from bot.staff import charts, quantities
from bot.staff.access import allowed, staff_of
from bot.staff.filters import PERIODS, Filter, filter_of
from bot.staff.navigation import Area
from bot.staff.rendering import csv_file, render, texts
from bot.statistics.export import HEADER, rows
from bot.statistics.figures import Figures, Tally
from bot.web.context import context_of
from knowledge.documents import Language
from knowledge.language.dates import written_date

_PATH = "/staf/ringkasan"
#: In the order in which they are stacked, from the bottom.
KINDS: Final = ("answered", "hedged", "refused", "declined")
_COLUMNS = 92  # of a chart; longer periods are drawn by weeks
_GAPS = 5
_CITED = 10


@dataclass(frozen=True, slots=True)
class Stretch:
    """A column of the chart and a row of its table: a day, or a week by its first day."""

    first: date
    tally: Tally


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the page shows of a period: ``cited`` are documents by id and title with the number of answers that cite
    them, of all channels; ``due`` is how many documents or sections are past their review now."""

    figures: Figures
    channels: Sequence[str]
    gaps: Sequence[Gap]
    open_gaps: int
    cited: Sequence[tuple[str, str, int]]
    due: int


@allowed("editor")
async def show(request: Request) -> Response:
    """The figures of a period, compared with the one before it."""
    chosen, language = filter_of(request), staff_of(request).language
    shown = await run_in_threadpool(_count, context_of(request).app, chosen)
    stretches = _stretches(shown.figures)
    return await render(
        request,
        "summary/figures.html",
        chosen=chosen,
        periods=PERIODS,
        kinds=KINDS,
        shown=shown,
        figures=shown.figures,
        total=shown.figures.total,
        stretches=stretches,
        chart=_chart(stretches, language),
        weekly=len(shown.figures.days) > _COLUMNS,
        bar=charts.bar,
        number=lambda value: quantities.number(value, language),
        percent=lambda share: quantities.percent(share, language),
        duration=lambda seconds: quantities.duration(seconds, language),
    )


@allowed("editor")
async def export(request: Request) -> Response:
    """The same figures as CSV, a row for each day and channel."""
    chosen = filter_of(request)
    statistics = context_of(request).app.statistics
    figures = await run_in_threadpool(statistics.by_day, chosen.period, chosen.channel)
    return csv_file("ringkasan", HEADER, rows(figures))


def _count(app: App, chosen: Filter) -> Shown:
    statistics = app.statistics
    gaps = app.gaps.gaps(chosen.period, chosen.channel)
    figures = statistics.figures(chosen.period, chosen.channel)
    documents = app.documents.entries()
    titles = {one.id: one.title for one in documents}
    often = app.citation_counts.of_documents(str(chosen.period.first), most=_CITED)
    cited = [(id_, titles.get(id_, id_), one.answers) for id_, one in often.items()]
    return Shown(figures, statistics.channels(), gaps[:_GAPS], len(gaps), cited, len(app.reviews.due(documents)))


def _stretches(figures: Figures) -> list[Stretch]:
    days = list(figures.days)
    length = 7 if len(days) > _COLUMNS else 1
    found = []
    for start in range(0, len(days), length):
        tally = Tally()
        for day in days[start : start + length]:
            tally.add(figures.of_day(day))
        found.append(Stretch(days[start], tally))
    return found


def _chart(stretches: Sequence[Stretch], language: Language) -> Markup:
    t = texts("summary", language)
    titles = [f"{written_date(str(one.first), language)}: {one.tally.questions}" for one in stretches]
    stacks = [[getattr(one.tally, kind) for kind in KINDS] for one in stretches]
    return charts.columns(stacks, KINDS, titles, t["chart"])


AREA = Area("summary", _PATH, "editor")
ROUTES = [
    Route("/ringkasan", show, methods=["GET"]),
    Route("/ringkasan/pandu-ringkasan.csv", export, methods=["GET"]),
]
