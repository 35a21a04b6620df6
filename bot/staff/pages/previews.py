"""``/staf/terbitan/coba`` and ``/staf/terbitan/dampak``: the draft tried, and what publishing it would change."""

from __future__ import annotations

from typing import Any, Final

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.app import App
from bot.releases.background import start_preview
from bot.releases.differences import answer_differences
from bot.releases.impacts import ImpactRun, Impacts, StoredEffect
from bot.staff.access import allowed, staff_of
from bot.staff.forms import form_of
from bot.staff.pages.releases import ROOT, problem_text
from bot.staff.rendering import record, redirect, render, say
from bot.web.context import context_of
from knowledge.answer_text import source_lines
from knowledge.answering.difference import change_between
from knowledge.answers import Answer
from knowledge.errors import NotFoundError, PanduError
from knowledge.releases.pending import Pending, pending

_IMPACT: Final = f"{ROOT}/dampak"
_PAGE = 20  # answers that change
_FILTERS = ("fails", "lost", "statements", "source", "new", "wording")


@allowed("editor")
async def show_trial(request: Request) -> Response:
    """The form for a question to both."""
    app = context_of(request).app
    waits = await run_in_threadpool(pending, app.document_store, app.release_store)
    title, limit = say(request, "releases.try_title"), app.settings.question_limit
    return await render(request, "releases/try.html", title=title, waits=waits, question="", tried=None, limit=limit)


@allowed("editor", changes=False)
async def trial(request: Request) -> Response:
    """The same question, answered from the draft and from what is published."""
    app, form = context_of(request).app, await form_of(request)
    limit = app.settings.question_limit
    question = form.text("question", limit)
    waits = await run_in_threadpool(pending, app.document_store, app.release_store)
    values: dict[str, Any] = {
        "waits": waits,
        "question": question,
        "limit": limit,
        "title": say(request, "releases.try_title"),
    }
    try:
        tried = await run_in_threadpool(_tried, app, waits, question)
    except PanduError as error:
        values |= {"tried": None, "error": problem_text(request, error)}
    else:
        values |= {"tried": tried, "error": ""}
    template = "releases/_tried.html" if "hx-request" in request.headers else "releases/try.html"
    return await render(request, template, **values)


def _tried(app: App, waits: Pending, question: str) -> dict[str, object]:
    if waits.draft is None:
        raise NotFoundError("There is no draft.")
    with app.trying(waits.draft) as draft:
        after = draft.answer(question)
    before = app.answering.answer(question) if waits.published else None
    change = change_between(before, after, app.releases.embedder) if before else None
    return {"draft": _shown(after), "published": _shown(before) if before else None, "change": change}


def _shown(answer: Answer) -> dict[str, object]:
    return {"answer": answer, "sources": source_lines(answer.citations, answer.language)}


@allowed("editor")
async def start(request: Request) -> Response:
    """Begin a preview in a process of its own."""
    app, account = context_of(request).app, staff_of(request)
    run, new = await run_in_threadpool(Impacts(app.engine).begin, account.name)
    if new:
        start_preview(app.settings, run.id)  # in this thread: the process lives as long as the thread that starts it
        await record(request, "impact.started", str(run.id))
    return redirect(request, _IMPACT, "" if new else say(request, "releases.already"))


@allowed("editor")
async def impact(request: Request) -> Response:
    """The latest preview: how far it is, or which answers change."""
    app = context_of(request).app
    run = await run_in_threadpool(Impacts(app.engine).latest)
    given, chosen = request.query_params.get("dari", "0"), request.query_params.get("jenis", "")
    after = int(given) if given.isdecimal() and len(given) < 7 else 0
    chosen = chosen if chosen in _FILTERS else ""
    values: dict[str, Any] = {"run": run, "chosen": chosen, "filters": _FILTERS, "after": after, "page": _PAGE}
    if run is not None:
        values |= await run_in_threadpool(_found, app, run, after, chosen)
    return await render(request, "releases/impact.html", title=say(request, "releases.impact_title"), **values)


def _found(app: App, run: ImpactRun, after: int, chosen: str) -> dict[str, object]:
    waits = pending(app.document_store, app.release_store)
    found = Impacts(app.engine).effects(run.id, after=after, most=_PAGE + 1, change=chosen)
    return {
        "waits": waits,
        "outdated": not run.going
        and (run.draft, run.published) != (waits.draft if waits.fresh else "", waits.published),
        "effects": [_readable(effect) for effect in found[:_PAGE]],
        "more": len(found) > _PAGE,
    }


def _readable(effect: StoredEffect) -> dict[str, object]:
    stretches = answer_differences(effect.before, effect.after)
    apart = [stretch.kind for stretch in stretches] == ["removed", "added"]
    return {"effect": effect, "stretches": stretches, "apart": apart}


@allowed("editor")
async def progress(request: Request) -> Response:
    """How far a preview is, for the page to show while it runs."""
    app = context_of(request).app
    run = await run_in_threadpool(Impacts(app.engine).latest)
    response = await render(request, "releases/_progress.html", run=run)
    if run is None or not run.going:
        response.headers["HX-Refresh"] = "true"
    return response


@allowed("editor")
async def stop(request: Request) -> Response:
    """Stop a preview."""
    app = context_of(request).app
    number = int(request.path_params["number"])
    if await run_in_threadpool(Impacts(app.engine).stop, number):
        await record(request, "impact.stopped", str(number))
    return redirect(request, _IMPACT, say(request, "releases.done_stopped"))


ROUTES = [
    Route("/terbitan/coba", show_trial, methods=["GET"]),
    Route("/terbitan/coba", trial, methods=["POST"]),
    Route("/terbitan/dampak", impact, methods=["GET"]),
    Route("/terbitan/dampak", start, methods=["POST"]),
    Route("/terbitan/dampak/maju", progress, methods=["GET"]),
    Route("/terbitan/dampak/{number:int}/henti", stop, methods=["POST"]),
]
