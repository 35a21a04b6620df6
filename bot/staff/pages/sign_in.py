"""``/staf/masuk`` and ``/staf/keluar``: sign in and out."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.accounts.errors import AccountError
from bot.accounts.sign_in import Refused, SignedIn
from bot.staff.access import SIGN_IN, address_of, allowed, everybody, signed_in, staff_of, to
from bot.staff.cookies import drop_session, keep_session, session_token
from bot.staff.forms import form_of
from bot.staff.rendering import language_of, record, redirect, render, say
from bot.web.context import context_of

CODE = f"{SIGN_IN}/kode"


@everybody
async def show(request: Request) -> Response:
    """The form."""
    if signed_in(request):
        return to(request, "/staf/")
    app = context_of(request).app
    empty = not await run_in_threadpool(app.accounts.any_enabled)
    return await _form(request, onward=onward_of(request.query_params.get("lanjut", "")), empty=empty)


@everybody
async def sign_in(request: Request) -> Response:
    """Check name and password, and begin a session with a token that nobody knew before."""
    app, form = context_of(request).app, await form_of(request)
    name, password = form.text("name", 200, required=False), form.secret("password")
    onward = onward_of(form.text("next", 2000, required=False))
    address = address_of(request)
    result = await run_in_threadpool(app.sign_in.by_password, name, password, address)
    if isinstance(result, Refused):
        await _refused(request, result)
        key = "sign_in.wait" if result.wait else "sign_in.wrong"
        error = say(request, key, seconds=int(result.wait) + 1)
        status = 429 if result.wait else 401
        return await _form(request, status, onward=onward, error=error, name=name)
    return await enter(request, result, onward)


@everybody
async def ask_code(request: Request) -> Response:
    """The form for the second factor."""
    onward = onward_of(request.query_params.get("lanjut", ""))
    return await render(request, "sign_in/code.html", next=onward, error="")


@everybody
async def give_code(request: Request) -> Response:
    """Check the second factor; a new session replaces the one that awaited it."""
    app, form = context_of(request).app, await form_of(request)
    onward, address = onward_of(form.text("next", 2000, required=False)), address_of(request)
    code = form.text("code", 40, required=False)
    try:
        result = await run_in_threadpool(app.sign_in.by_code, session_token(request), code, address)
    except AccountError as problem:
        error = problem.said(language_of(request))
        return await render(request, "sign_in/code.html", 401, next=onward, error=error)
    if result is None:
        return redirect(request, SIGN_IN, say(request, "sign_in.late"), "bad")
    if isinstance(result, Refused):
        await _refused(request, result)
        error = say(request, "sign_in.wait" if result.wait else "sign_in.wrong_code", seconds=int(result.wait) + 1)
        return await render(request, "sign_in/code.html", 429 if result.wait else 401, next=onward, error=error)
    return await _entered(request, result, onward)


async def _form(
    request: Request, status: int = 200, *, onward: str, empty: bool = False, error: str = "", name: str = ""
) -> Response:
    oidc = context_of(request).app.oidc is not None
    values = {"next": onward, "empty": empty, "error": error, "name": name, "oidc": oidc}
    return await render(request, "sign_in/form.html", status, **values)


async def enter(request: Request, result: SignedIn, onward: str, detail: dict[str, str] | None = None) -> Response:
    """Let somebody in who proved who he is, or have him give the second factor; the session he had ends."""
    if old := session_token(request):
        await run_in_threadpool(context_of(request).app.sessions.end, old)
    if result.proven:
        return await _entered(request, result, onward, detail)
    response = to(request, f"{CODE}?{urlencode({'lanjut': onward})}")
    keep_session(request, response, result.token)
    return response


async def _refused(request: Request, refused: Refused) -> None:
    """Record a failure; not a name that nobody has, which may be a password in the wrong field, nor what was not even
    looked at, or anybody could fill the log."""
    app = context_of(request).app
    if not refused.wait:
        await run_in_threadpool(app.audit.record, "", "sign-in.refused", refused.name, None, address_of(request))


async def _entered(request: Request, result: SignedIn, onward: str, detail: dict[str, str] | None = None) -> Response:
    audit = context_of(request).app.audit
    await run_in_threadpool(audit.record, result.account.name, "sign-in", "", detail, address_of(request))
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


def onward_of(path: str) -> str:
    """Where to go on: a page of the console, never another server."""
    inside = path.startswith("/staf/") and "\\" not in path and "//" not in path and path.isprintable()
    return path if inside else "/staf/"


ROUTES = [
    Route("/masuk", show, methods=["GET"]),
    Route("/masuk", sign_in, methods=["POST"]),
    Route("/masuk/kode", ask_code, methods=["GET"]),
    Route("/masuk/kode", give_code, methods=["POST"]),
    Route("/keluar", sign_out, methods=["POST"]),
]
