"""``/staf/orang``: who may sign in, and what for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.accounts.accounts import ROLES, Account
from bot.accounts.errors import AccountError
from bot.accounts.passwords import made_up_password
from bot.staff.access import allowed, staff_of
from bot.staff.forms import form_of
from bot.staff.navigation import Area
from bot.staff.rendering import record, redirect, render, say
from bot.web.context import context_of

_PATH = "/staf/orang"


@allowed("admin")
async def show(request: Request) -> Response:
    """All accounts."""
    return await _page(request)


@allowed("admin")
async def add(request: Request) -> Response:
    """Make an account with a password that is shown once, and changed at the first sign-in."""
    accounts, form = context_of(request).app.accounts, await form_of(request)
    name, role = form.text("name", 40).lower(), form.choice("role", ROLES)
    email, password = form.text("email", 254, required=False), made_up_password()
    oidc = form.text("oidc", 254, required=False)
    try:
        make = partial(accounts.add, name, role, password, email=email, must_change=True, oidc_name=oidc)
        account = await run_in_threadpool(make)
    except AccountError as problem:
        return await _page(request, 422, error=problem.said(staff_of(request).language))
    await record(request, "account.added", account.name, {"role": account.role} | ({"oidc": oidc} if oidc else {}))
    if oidc:
        return redirect(request, _PATH, say(request, "people.done.linked", name=account.name, oidc=oidc))
    return await _page(request, made=account.name, password=password)


@allowed("admin")
async def reset(request: Request) -> Response:
    """Give an account a password that is shown once, and changed at the next sign-in."""
    accounts, name, password = context_of(request).app.accounts, request.path_params["name"], made_up_password()
    try:
        await run_in_threadpool(accounts.set_password, name, password, must_change=True)
    except AccountError as problem:
        return await _page(request, 422, error=problem.said(staff_of(request).language))
    await record(request, "account.password", name, {"reset": True})
    return await _page(request, made=name, password=password)


@allowed("admin")
async def set_role(request: Request) -> Response:
    """Give an account another role."""
    accounts, role = context_of(request).app.accounts, (await form_of(request)).choice("role", ROLES)
    return await _changed(request, "account.role", lambda name: accounts.set_role(name, role))


@allowed("admin")
async def disable(request: Request) -> Response:
    """Let an account sign in no longer."""
    return await _changed(request, "account.disabled", context_of(request).app.accounts.disable)


@allowed("admin")
async def enable(request: Request) -> Response:
    """Let a disabled account sign in again."""
    return await _changed(request, "account.enabled", context_of(request).app.accounts.enable)


@allowed("admin")
async def link(request: Request) -> Response:
    """Say whom the sign-in provider lets into an account, or that it lets nobody in."""
    accounts, name = context_of(request).app.accounts, request.path_params["name"]
    oidc = (await form_of(request)).text("oidc", 254, required=False)
    try:
        before = (await run_in_threadpool(accounts.account, name)).oidc_name
        await run_in_threadpool(accounts.link, name, oidc)
    except AccountError as problem:
        return redirect(request, _PATH, problem.said(staff_of(request).language), "bad")
    await record(request, "account.linked", name, {"before": before, "after": oidc})
    key = "people.done.linked" if oidc else "people.done.unlinked"
    return redirect(request, _PATH, say(request, key, name=name, oidc=oidc))


@allowed("admin")
async def drop_factor(request: Request) -> Response:
    """Take the second factor from somebody who lost it."""
    app = context_of(request).app

    def drop(name: str) -> Account:
        app.second_factor.drop(name)
        return app.accounts.account(name)

    return await _changed(request, "account.second_factor_dropped", drop)


async def _changed(request: Request, action: str, change: Callable[[str], Account]) -> Response:
    try:
        account = await run_in_threadpool(change, request.path_params["name"])
    except AccountError as problem:
        return redirect(request, _PATH, problem.said(staff_of(request).language), "bad")
    await record(request, action, account.name, {"role": account.role} if action == "account.role" else None)
    key = action.partition(".")[2]
    return redirect(request, _PATH, say(request, f"people.done.{key}", name=account.name))


async def _page(
    request: Request, status: int = 200, *, error: str = "", made: str = "", password: str = ""
) -> Response:
    app = context_of(request).app
    accounts = await run_in_threadpool(app.accounts.accounts)
    shown = {"accounts": accounts, "roles": ROLES, "oidc": app.oidc is not None, "claim": app.settings.oidc_claim}
    return await render(request, "people/list.html", status, **shown, error=error, made=made, password=password)


AREA = Area("people", _PATH, "admin")
ROUTES = [
    Route("/orang", show, methods=["GET"]),
    Route("/orang", add, methods=["POST"]),
    Route("/orang/{name}/peran", set_role, methods=["POST"]),
    Route("/orang/{name}/nonaktif", disable, methods=["POST"]),
    Route("/orang/{name}/aktif", enable, methods=["POST"]),
    Route("/orang/{name}/instansi", link, methods=["POST"]),
    Route("/orang/{name}/kode", drop_factor, methods=["POST"]),
    Route("/orang/{name}/sandi", reset, methods=["POST"]),
]
