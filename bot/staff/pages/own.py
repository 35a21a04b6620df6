"""``/staf/saya``: one's own account."""

from __future__ import annotations

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.accounts.errors import AccountError
from bot.staff.access import allowed, staff_of, to
from bot.staff.cookies import keep_session
from bot.staff.forms import form_of
from bot.staff.rendering import record, redirect, render, say
from bot.web.context import context_of
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
    address = request.client.host if request.client else ""
    error = ""
    if new != form.secret("again"):
        error = say(request, "own.differ")
    elif new == form.secret("old"):
        error = say(request, "own.same")
    elif wait := await run_in_threadpool(app.sign_in.confirm, account.name, form.secret("old"), address):
        error = say(request, "own.wrong") if wait < 0 else say(request, "own.wait", seconds=int(wait) + 1)
    else:
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
    Route("/saya/bahasa", change_language, methods=["POST"]),
]
