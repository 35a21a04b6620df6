"""``/staf/tinjauan``: what is past the date on which somebody should look whether it is still right."""

from __future__ import annotations

import math

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.staff.access import allowed, staff_of
from bot.staff.filters import page_of
from bot.staff.forms import form_of
from bot.staff.navigation import Area
from bot.staff.rendering import record, redirect, render, say
from bot.web.context import context_of
from bot.web.problems import Problem
from ingest.reviewing import still_right
from knowledge.errors import NotFoundError

_PATH = "/staf/tinjauan"
_PAGE = 50
_NOTE = 1000


@allowed("editor")
async def show(request: Request) -> Response:
    """What is due, the longest first."""
    due = await run_in_threadpool(context_of(request).app.reviews.due)
    pages = max(1, math.ceil(len(due) / _PAGE))
    page = min(page_of(request), pages)
    shown = due[(page - 1) * _PAGE : page * _PAGE]
    return await render(request, "reviews/list.html", due=shown, number=len(due), page=page, pages=pages)


@allowed("editor")
async def confirm(request: Request) -> Response:
    """Say that a document, or a section of it, was looked at and is still right."""
    app, form, by = context_of(request).app, await form_of(request), staff_of(request).name
    document, anchor = form.text("document"), form.text("section", required=False)
    note = form.text("note", _NOTE)
    try:
        changed = await run_in_threadpool(
            still_right, app.document_store, app.reviews, app.documents, document, anchor, note, by
        )
    except NotFoundError:
        raise Problem("not-found") from None
    for one in changed:
        await record(request, "document.reviewed", one, {"section": anchor, "note": note})
    return redirect(request, _PATH, say(request, "reviews.done", documents=", ".join(changed)))


AREA = Area("reviews", _PATH, "editor")
ROUTES = [
    Route("/tinjauan", show, methods=["GET"]),
    Route("/tinjauan", confirm, methods=["POST"]),
]
