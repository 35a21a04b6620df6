"""``/staf/model``: what a language model did for answers, and what was made of each of its sentences."""

from __future__ import annotations

import re

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.staff.access import allowed
from bot.staff.rendering import render
from bot.web.context import context_of
from bot.web.problems import Problem
from knowledge.answer_text import plain_text
from knowledge.errors import NotFoundError

PATH = "/staf/model"
_MOST = 50  # answers that are listed
_TURN = re.compile(r"[0-9a-f]{32}")


@allowed("editor")
async def show(request: Request) -> Response:
    """What a model did last, and what it cost today."""
    app = context_of(request).app
    return await render(
        request,
        "written/list.html",
        settings=app.settings,
        spent=(await run_in_threadpool(app.budget.spent))[""],
        turns=await run_in_threadpool(app.journal.written, _MOST),
    )


@allowed("editor")
async def show_one(request: Request) -> Response:
    """A question: what the model read and wrote, what was kept, replaced or dropped and why, and the answer given."""
    turn = request.path_params["turn"]
    try:
        kept = await run_in_threadpool(context_of(request).app.journal.kept, turn if _TURN.fullmatch(turn) else "")
    except NotFoundError:
        raise Problem("not-found") from None
    return await render(request, "written/turn.html", turn=kept, text=plain_text(kept.answer))


ROUTES = [
    Route("/model", show, methods=["GET"]),
    Route("/model/{turn}", show_one, methods=["GET"]),
]
