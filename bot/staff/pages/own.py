"""``/staf/saya``: one's own account."""

from __future__ import annotations

from fastapi.concurrency import run_in_threadpool
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.accounts.errors import AccountError
from bot.accounts.second_factor import is_secret, new_secret, qr_code
from bot.staff.access import address_of, allowed, staff_of, to
from bot.staff.cookies import keep_session
from bot.staff.forms import form_of
from bot.staff.rendering import record, redirect, render, say
from bot.web.context import context_of
from bot.web.problems import Problem
from knowledge.documents import Language


@allowed("editor")
async def show(request: Request) -> Response:
    """The own account."""
    return await render(request, "own/account.html")


@allowed("editor")
async def show_password(request: Request) -> Response:
    """The form for another password."""
    return await render(request, "own/password.html", error="")


@allowed("editor")
async def change_password(request: Request) -> Response:
    """Take another password, which ends all other sessions of the account."""
    app, account, form = context_of(request).app, staff_of(request), await form_of(request)
    new = form.secret("new")
    error = ""
    if new != form.secret("again"):
        error = say(request, "own.differ")
    elif new == form.secret("old"):
        error = say(request, "own.same")
    elif not (error := await _unconfirmed(request, form.secret("old"))):
        try:
            await run_in_threadpool(app.accounts.set_password, account.name, new)
        except AccountError as problem:
            error = problem.said(account.language)
    if error:
        return await render(request, "own/password.html", 422, error=error)
    await record(request, "account.password", account.name)
    token = await run_in_threadpool(app.sessions.open, account.id, proven=True)
    response = redirect(request, "/staf/", say(request, "own.changed"))
    keep_session(request, response, token)
    return response


@allowed("editor")
async def show_factor(request: Request) -> Response:
    """A new secret with its picture, or how to do without."""
    return await _factor(request, await run_in_threadpool(new_secret))


@allowed("editor")
async def enable_factor(request: Request) -> Response:
    """Ask for a code at every sign-in, once the app has shown that it holds the secret."""
    app, account, form = context_of(request).app, staff_of(request), await form_of(request)
    secret = form.text("secret", 32)
    if not is_secret(secret):
        raise Problem("field-invalid", field="secret")
    if error := await _unconfirmed(request, form.secret("password")):
        return await _factor(request, secret, error)
    try:
        codes = await run_in_threadpool(app.second_factor.enable, account.name, secret, form.text("code", 40))
    except AccountError as problem:
        return await _factor(request, secret, problem.said(account.language))
    await record(request, "account.second_factor", account.name)
    return await render(request, "own/recovery.html", codes=codes)


@allowed("editor")
async def disable_factor(request: Request) -> Response:
    """Ask for no code any more."""
    app, account, form = context_of(request).app, staff_of(request), await form_of(request)
    if error := await _unconfirmed(request, form.secret("password")):
        return await _factor(request, "", error)
    await run_in_threadpool(app.second_factor.disable, account.name)
    await record(request, "account.second_factor_dropped", account.name)
    return redirect(request, "/staf/saya", say(request, "own.factor_dropped"))


async def _factor(request: Request, secret: str, error: str = "") -> Response:
    account = staff_of(request)
    picture = "" if account.second_factor else await run_in_threadpool(qr_code, secret, account.name)
    safe = Markup(picture)  # noqa: S704 - drawn here: nothing of a person's is in it but as black squares
    values = {"picture": safe, "secret": secret, "error": error}
    return await render(request, "own/factor.html", 422 if error else 200, **values)


async def _unconfirmed(request: Request, password: str) -> str:
    """Why this is not known to be the account's owner, or ""."""
    sign_in, name = context_of(request).app.sign_in, staff_of(request).name
    wait = await run_in_threadpool(sign_in.confirm, name, password, address_of(request))
    if wait < 0:
        return say(request, "own.wrong")
    return say(request, "own.wait", seconds=int(wait) + 1) if wait else ""


@allowed("editor")
async def change_language(request: Request) -> Response:
    """Show the console in the other language."""
    account, form = staff_of(request), await form_of(request)
    language: Language = "en" if form.choice("language", ("id", "en")) == "en" else "id"
    await run_in_threadpool(context_of(request).app.accounts.set_language, account.name, language)
    await record(request, "account.language", account.name, {"language": language})
    return to(request, "/staf/saya")


ROUTES = [
    Route("/saya", show, methods=["GET"]),
    Route("/saya/sandi", show_password, methods=["GET"]),
    Route("/saya/sandi", change_password, methods=["POST"]),
    Route("/saya/kode", show_factor, methods=["GET"]),
    Route("/saya/kode", enable_factor, methods=["POST"]),
    Route("/saya/kode/lepas", disable_factor, methods=["POST"]),
    Route("/saya/bahasa", change_language, methods=["POST"]),
]
