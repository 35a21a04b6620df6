"""``/staf/kunci``: keys of other offices' own programs."""

from __future__ import annotations

from functools import partial

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.client_keys import MOST_PER_DAY, MOST_PER_MINUTE, NAME, SCOPES
from bot.staff import quantities
from bot.staff.access import allowed, staff_of
from bot.staff.forms import form_of
from bot.staff.navigation import Area
from bot.staff.rendering import record, redirect, render, say
from bot.web.context import context_of
from bot.web.problems import Problem
from knowledge.errors import NotFoundError
from knowledge.storage.engine import now

_PATH = "/staf/kunci"


@allowed("admin")
async def show(request: Request) -> Response:
    """All keys."""
    return await _page(request)


@allowed("admin")
async def make(request: Request) -> Response:
    """Make a key, which is shown once."""
    form = await form_of(request)
    name, scopes = form.text("name", NAME), form.texts("scope")
    per_minute, per_day = form.number("per_minute", 1, MOST_PER_MINUTE), form.number("per_day", 1, MOST_PER_DAY)
    if not name.isprintable():
        raise Problem("field-invalid", field="name")
    if not scopes or not set(scopes) <= set(SCOPES):
        return await _page(request, 422, error=say(request, "keys.no_scope"))
    keys, by = context_of(request).app.client_keys, staff_of(request).name
    key, secret = await run_in_threadpool(partial(keys.make, name, scopes, by, per_minute=per_minute, per_day=per_day))
    await record(request, "key.made", key.name, key.summary)
    return await _page(request, made=key.name, secret=secret)


@allowed("admin")
async def revoke(request: Request) -> Response:
    """Let a key open nothing any more."""
    keys, by = context_of(request).app.client_keys, staff_of(request).name
    try:
        key = await run_in_threadpool(keys.revoke, request.path_params["number"], by)
    except NotFoundError:
        raise Problem("not-found") from None
    await record(request, "key.revoked", key.name, {"key": key.id})
    return redirect(request, _PATH, say(request, "keys.done", name=key.name))


async def _page(request: Request, status: int = 200, *, error: str = "", made: str = "", secret: str = "") -> Response:
    keys = await run_in_threadpool(context_of(request).app.client_keys.keys)
    most = {"name": NAME, "per_minute": MOST_PER_MINUTE, "per_day": MOST_PER_DAY}
    language = staff_of(request).language
    shown = {
        "keys": keys,
        "scopes": SCOPES,
        "most": most,
        "at": now(),
        "number": lambda value: quantities.number(value, language),
    }
    return await render(request, "keys/list.html", status, **shown, error=error, made=made, secret=secret)


AREA = Area("keys", _PATH, "admin")
ROUTES = [
    Route("/kunci", show, methods=["GET"]),
    Route("/kunci", make, methods=["POST"]),
    Route("/kunci/{number:int}/cabut", revoke, methods=["POST"]),
]
