"""``/staf/celah/kasus``: questions that were answered wrongly, with what should have answered them."""

from __future__ import annotations

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.staff.access import allowed
from bot.staff.filters import page_of
from bot.staff.rendering import record, redirect, render, say
from bot.web.context import context_of
from bot.web.problems import Problem
from knowledge.answer_text import plain_text
from knowledge.errors import NotFoundError

_PATH = "/staf/celah/kasus"
_PAGE = 50


@allowed("editor")
async def show(request: Request) -> Response:
    """All evaluation cases that staff made, newest first."""
    page = page_of(request)
    cases = await run_in_threadpool(context_of(request).app.evaluation_cases.cases)
    shown = cases[(page - 1) * _PAGE : page * _PAGE]
    return await render(request, "gaps/cases.html", cases=shown, page=page, more=len(cases) > page * _PAGE)


@allowed("editor")
async def ask(request: Request) -> Response:
    """Ask a case of what is published: whether the section answers it now, and the answer."""
    app = context_of(request).app
    cases = await run_in_threadpool(app.evaluation_cases.cases)
    case = next((one for one in cases if one.id == request.path_params["case"]), None)
    if case is None:
        raise Problem("not-found")
    answer = await run_in_threadpool(app.answering.answer, case.question, language=case.language)
    met = case.met_by((one.document, one.section, one.locator) for one in answer.citations)
    return await render(request, "gaps/case.html", case=case, met=met, answer=answer, text=plain_text(answer))


@allowed("editor")
async def remove(request: Request) -> Response:
    """Ask a case no longer."""
    app = context_of(request).app
    try:
        case = await run_in_threadpool(app.evaluation_cases.remove, request.path_params["case"])
    except NotFoundError:
        raise Problem("not-found") from None
    await record(request, "case.removed", str(case.id), {"document": case.document, "section": case.section})
    return redirect(request, _PATH, say(request, "gaps.case_removed"))


ROUTES = [
    Route("/celah/kasus", show, methods=["GET"]),
    Route("/celah/kasus/{case:int}", ask, methods=["GET"]),
    Route("/celah/kasus/{case:int}/hapus", remove, methods=["POST"]),
]
