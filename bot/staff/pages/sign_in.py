"""``/staf/masuk`` and ``/staf/keluar``: sign in and out."""

from __future__ import annotations

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.accounts.sign_in import Refused
from bot.staff.access import SIGN_IN, allowed, everybody, signed_in, staff_of, to
from bot.staff.cookies import drop_session, keep_session, session_token
from bot.staff.forms import form_of
from bot.staff.rendering import record, redirect, render, say
from bot.web.context import context_of


@everybody
async def show(request: Request) -> Response:
    """The form."""
    if signed_in(request):
        return to(request, "/staf/")
    app = context_of(request).app
    empty = not await run_in_threadpool(app.accounts.any_enabled)
    return await render(request, "sign_in/form.html", next=_next(request.query_params.get("lanjut", "")), empty=empty)


@everybody
async def sign_in(request: Request) -> Response:
    """Check name and password, and begin a session with a token that nobody knew before."""
    app, form = context_of(request).app, await form_of(request)
    name, password = form.text("name", 200, required=False), form.secret("password")
    onward = _next(form.text("next", 2000, required=False))
    address = request.client.host if request.client else ""
    result = await run_in_threadpool(app.sign_in.by_password, name, password, address)
    if isinstance(result, Refused):
        await run_in_threadpool(app.audit.record, "", "sign-in.refused", name.lower()[:40], _waited(result), address)
        key = "sign_in.wait" if result.wait else "sign_in.wrong"
        error = say(request, key, seconds=int(result.wait) + 1)
        status = 429 if result.wait else 401
        return await render(request, "sign_in/form.html", status, error=error, name=name, next=onward, empty=False)
    if old := session_token(request):
        await run_in_threadpool(app.sessions.end, old)
    await run_in_threadpool(app.audit.record, result.account.name, "sign-in", "", None, address)
    response = to(request, onward)
    keep_session(request, response, result.token)
    return response


@allowed("editor")
async def sign_out(request: Request) -> Response:
    """End the session, everywhere it is known."""
    await record(request, "sign-out", staff_of(request).name)
    await run_in_threadpool(context_of(request).app.sessions.end, session_token(request))
    response = redirect(request, SIGN_IN, say(request, "sign_in.out"))
    drop_session(request, response)
    return response


def _next(path: str) -> str:
    """Where to go on: a page of the console, never another server."""
    inside = path.startswith("/staf/") and "\\" not in path and "//" not in path and path.isprintable()
    return path if inside else "/staf/"


def _waited(refused: Refused) -> dict[str, int]:
    return {"wait": int(refused.wait) + 1} if refused.wait else {}


ROUTES = [
    Route("/masuk", show, methods=["GET"]),
    Route("/masuk", sign_in, methods=["POST"]),
    Route("/keluar", sign_out, methods=["POST"]),
]
