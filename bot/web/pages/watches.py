"""``/kabar/<number>/<secret>``: an answer that is watched by mail, for whoever holds the link: agree, or end it."""

from __future__ import annotations

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from bot.watches.watches import Watch
from bot.web.context import context_of
from bot.web.gates import admit_ticket
from bot.web.pages.forms import NOBODY_ELSE, form_fields
from bot.web.pages.rendering import error_response, language_of, render, texts
from bot.web.problems import Problem
from knowledge.errors import NotFoundError

_DIGITS = 10


async def show_watch(request: Request) -> Response:
    """The question, and what may be done."""
    watch = await run_in_threadpool(_watch, request)
    return await run_in_threadpool(_page, request, watch, "watched" if watch.confirmed else "asked")


async def decide(request: Request) -> Response:
    """Agree to be told, or end the watch, also while the channel is off. An address that does not agree is kept until
    it expires, like one that is silent: were it forgotten at once, it could be asked again and again."""
    if agreed := "setuju" in await form_fields(request):
        await admit_ticket(request)
    watch = await run_in_threadpool(_watch, request)
    watches = context_of(request).app.recall.watches
    if agreed:
        await run_in_threadpool(watches.confirm, watch.id)
    elif watch.confirmed:
        await run_in_threadpool(watches.stop, watch.id)
    state = "watched" if agreed else "ended" if watch.confirmed else "declined"
    return await run_in_threadpool(_page, request, watch, state)


def _watch(request: Request) -> Watch:
    given, secret = request.path_params["number"], request.path_params["secret"]
    number = int(given) if given.isdecimal() and len(given) < _DIGITS else 0
    try:
        return context_of(request).app.recall.watches.by_link(number, secret)
    except NotFoundError:
        raise Problem("watch-link-unknown", headers=NOBODY_ELSE) from None


def _page(request: Request, watch: Watch, state: str) -> Response:
    title = texts(language_of(request))["watch"]["title"]
    html = render(request, "watch.html", title, watch=watch, state=state)
    return error_response(request, html, 200, NOBODY_ELSE)
