"""``/staf/celah``: what was not answered well, put together by meaning, and what is done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fastapi.concurrency import run_in_threadpool
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.app import App
from bot.gaps.export import HEADER, rows
from bot.gaps.gaps import MARKS, Gap, GapQuestion, Mark, mark_of
from bot.gaps.unanswered import by_day
from bot.periods import Period
from bot.staff import charts
from bot.staff.access import allowed, staff_of
from bot.staff.filters import PERIODS, Filter, filter_of, page_of
from bot.staff.forms import Form, form_of
from bot.staff.navigation import Area
from bot.staff.rendering import csv_file, record, redirect, render, say, texts
from bot.web.context import context_of
from bot.web.problems import Problem
from knowledge.documents import Language, Passage
from knowledge.errors import NotFoundError, PanduError
from knowledge.language.dates import written_date

_PATH = "/staf/celah"
_PAGE = 50  # gaps, and questions of one
_CHART = 92  # days
_WORDS = 300  # characters of a search


@dataclass(frozen=True, slots=True)
class Opened:
    """All that the page of a Gap shows; ``problem`` says why no passages can be looked for."""

    gap: Gap
    days: dict[str, int]
    passages: Sequence[Passage]
    problem: str = ""


@allowed("editor")
async def show(request: Request) -> Response:
    """The Gaps of a period, the most frequent first."""
    chosen, mark, page = filter_of(request), _mark_of(request), page_of(request)
    app = context_of(request).app
    found = await run_in_threadpool(app.gaps.gaps, chosen.period, chosen.channel, mark)
    return await render(
        request,
        "gaps/list.html",
        chosen=chosen,
        periods=PERIODS,
        channels=await run_in_threadpool(app.statistics.channels),
        mark="semua" if mark is None else mark,
        gaps=found[(page - 1) * _PAGE : page * _PAGE],
        number=len(found),
        page=page,
        more=len(found) > page * _PAGE,
    )


@allowed("editor")
async def export(request: Request) -> Response:
    """The same Gaps as CSV, all of them."""
    chosen, gaps = filter_of(request), context_of(request).app.gaps
    found = await run_in_threadpool(gaps.gaps, chosen.period, chosen.channel, _mark_of(request))
    return csv_file("celah", HEADER, rows(found))


@allowed("editor")
async def show_one(request: Request) -> Response:
    """A Gap: its questions, when they were asked, the nearest passages, and what can be done."""
    chosen, words = filter_of(request), request.query_params.get("cari", "").strip()[:_WORDS]
    opened = await run_in_threadpool(_open, context_of(request).app, request.path_params["gap"], chosen, words)
    language = staff_of(request).language
    return await render(
        request,
        "gaps/gap.html",
        title=texts("gaps", language)["one"].format(number=opened.gap.id),
        chosen=chosen,
        gap=opened.gap,
        opened=opened,
        chart=_chart(opened.days, language),
        days=list(opened.days),
        questions=opened.gap.questions[:_PAGE],
        words=words,
        marks=MARKS,
    )


@allowed("editor")
async def mark(request: Request) -> Response:
    """Note what is done about a Gap."""
    gap, form = request.path_params["gap"], await form_of(request)
    chosen, note = _chosen_mark(form), form.text("note", 500, required=False)
    try:
        await run_in_threadpool(context_of(request).app.gaps.mark, gap, chosen, staff_of(request).name, note)
    except NotFoundError:
        raise Problem("not-found") from None
    await record(request, "gap.marked", str(gap), {"mark": chosen, "note": note})
    return redirect(request, f"{_PATH}/{gap}", say(request, f"gaps.marked.{chosen or 'open'}"))


@allowed("editor")
async def should_have_answered(request: Request) -> Response:
    """Make an evaluation case of a question and the passage that should have answered it."""
    number, form = request.path_params["gap"], await form_of(request)
    app = context_of(request).app
    question = await run_in_threadpool(_question, app, number, form.text("asked", 16))
    chunks = await run_in_threadpool(app.document_store.chunks, [form.text("chunk", 32)])
    if not chunks:
        raise Problem("field-invalid", field="chunk")
    (chunk,) = chunks.values()
    by = staff_of(request).name
    case = await run_in_threadpool(app.evaluation_cases.add, question.question, question.language, chunk, by)
    await record(request, "case.added", str(case.id), {"document": case.document, "section": case.section})
    return redirect(request, f"{_PATH}/{number}", say(request, "gaps.case_added"))


def _open(app: App, number: int, chosen: Filter, words: str) -> Opened:
    gap = _gap(app, number, chosen)
    period = chosen.period if chosen.days <= _CHART else Period(chosen.period.days[-_CHART], chosen.period.last)
    days = by_day(app.engine, [one.asked for one in gap.questions], period, chosen.channel)
    try:
        return Opened(gap, days, app.gaps.nearest(gap, words=words))
    except PanduError as error:  # nothing is published, or the index cannot be opened
        return Opened(gap, days, (), str(error))


def _gap(app: App, number: int, chosen: Filter) -> Gap:
    """A Gap, which an old link may lead to although nobody asked it of late."""
    for one in (chosen, replace(chosen, days=PERIODS[-1], channel="")):
        try:
            return app.gaps.gap(number, one.period, one.channel)
        except NotFoundError:
            continue
    raise Problem("not-found")


def _question(app: App, number: int, asked: str) -> GapQuestion:
    gap = _gap(app, number, Filter(PERIODS[-1], ""))
    for question in gap.questions:
        if question.asked == asked:
            return question
    raise Problem("field-invalid", field="asked")


def _mark_of(request: Request) -> Mark | None:
    """The mark that an address asks for (``tanda``); None for all."""
    name = request.query_params.get("tanda", "")
    return None if name == "semua" else mark_of(name) or ""


def _chosen_mark(form: Form) -> Mark:
    return mark_of(form.choice("mark", MARKS)) or ""


def _chart(days: dict[str, int], language: Language) -> Markup:
    titles = [f"{written_date(day, language)}: {number}" for day, number in days.items()]
    return charts.columns([[number] for number in days.values()], ["refused"], titles, texts("gaps", language)["chart"])


AREA = Area("gaps", _PATH, "editor")
ROUTES = [
    Route("/celah", show, methods=["GET"]),
    Route("/celah/pandu-celah.csv", export, methods=["GET"]),
    Route("/celah/{gap:int}", show_one, methods=["GET"]),
    Route("/celah/{gap:int}/tanda", mark, methods=["POST"]),
    Route("/celah/{gap:int}/kasus", should_have_answered, methods=["POST"]),
]
