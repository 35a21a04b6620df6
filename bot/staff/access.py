"""Who may call a page: every handler says so by ``@allowed`` or ``@everybody``, and is guarded by it.

The guard lets nothing through that does not come from the console's own pages: for every request that may change
something the token of its form, or of its page in the header ``X-CSRF-Token``, is compared."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Literal, cast
from urllib.parse import quote

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.accounts.accounts import Account, Role
from bot.accounts.sessions import StaffSession
from bot.staff.cookies import is_form_token, session_token
from bot.web.context import context_of
from bot.web.middleware import limited
from bot.web.problems import Problem

Handler = Callable[[Request], Awaitable[Response]]
SIGN_IN, SIGN_OUT, OWN_PASSWORD, OWN_LANGUAGE = "/staf/masuk", "/staf/keluar", "/staf/saya/sandi", "/staf/saya/bahasa"
BODY = 256 * 1024  # bytes of a form
_FIELDS = 500
_SAFE = ("GET", "HEAD")
_LEAST = "__least_role__"


def allowed(least: Role, *, body: int = BODY, files: int = 0, changes: bool = True) -> Callable[[Handler], Handler]:
    """Let who is signed in call a handler, from a role on.

    Args:
        least: the least role.
        body: most bytes that may be sent; they are spooled to disk.
        files: most files that may be sent.
        changes: whether what is sent changes something; a preview does not. What changes something is in the audit
            log even if its handler says nothing of it.
    """

    def guard(handler: Handler) -> Handler:
        @wraps(handler)
        async def guarded(request: Request) -> Response:
            session = await _session(request)
            if session is None or not session.proven:
                return _sign_in_first(request)
            request.state.account = account = session.account
            if account.must_change and request.scope["path"] not in (OWN_PASSWORD, OWN_LANGUAGE, SIGN_OUT):
                return to(request, OWN_PASSWORD)
            if not account.may(least):
                raise Problem("role-too-low", role=least)
            response = await _checked(request, handler, body, files)
            if changes and request.method not in _SAFE and response.status_code < 400:
                await _recorded(request, account)
            return response

        setattr(guarded, _LEAST, least)
        return guarded

    return guard


def everybody(handler: Handler) -> Handler:
    """Let a handler be called without an account, as the sign-in is."""

    @wraps(handler)
    async def guarded(request: Request) -> Response:
        session = await _session(request)
        if session is not None and session.proven:
            request.state.account = session.account
        return await _checked(request, handler, BODY, 0)

    setattr(guarded, _LEAST, "everybody")
    return guarded


def least_role(route: Route) -> Role | Literal["everybody"] | None:
    """The least role that a route declares; None when it declares none."""
    return cast("Role | Literal['everybody'] | None", getattr(route.endpoint, _LEAST, None))


def staff_of(request: Request) -> Account:
    """The account that is signed in; only for handlers that are ``@allowed``."""
    return cast(Account, request.state.account)


def signed_in(request: Request) -> Account | None:
    """The account that is signed in, if one is."""
    return cast("Account | None", getattr(request.state, "account", None))


def address_of(request: Request) -> str:
    """The network address a request comes from."""
    return request.client.host if request.client else ""


def to(request: Request, path: str) -> Response:
    """Send the browser to another page of the console, also where htmx asked."""
    if "hx-request" in request.headers:
        return Response(headers={"HX-Redirect": path})
    return RedirectResponse(path, 303)


async def _session(request: Request) -> StaffSession | None:
    token = session_token(request)
    return await run_in_threadpool(context_of(request).app.sessions.find, token) if token else None


def _sign_in_first(request: Request) -> Response:
    path = request.scope["path"]
    if request.method not in _SAFE or path in ("/staf/", SIGN_OUT):
        return to(request, SIGN_IN)
    return to(request, f"{SIGN_IN}?lanjut={quote(path)}")


async def _checked(request: Request, handler: Handler, body: int, files: int) -> Response:
    if request.method in _SAFE:
        return await handler(request)
    _check_origin(request)
    guarded = Request(request.scope, limited(request.scope, request.receive, body))
    try:
        given = guarded.headers.get("x-csrf-token")
        # What the token of a page proves need not be read before its handler wants it: uploads can be streamed.
        if given is None:
            form = await guarded.form(max_files=files, max_fields=_FIELDS, max_part_size=body)
            given = str(form.get("csrf", ""))
        if not is_form_token(guarded, given):
            raise Problem("form-expired")
        return await handler(guarded)
    finally:
        await guarded.close()


async def _recorded(request: Request, account: Account) -> None:
    if not getattr(request.state, "recorded", False):
        audit = context_of(request).app.audit
        path = request.scope["path"]
        await run_in_threadpool(audit.record, account.name, "form.sent", path, None, address_of(request))


def _check_origin(request: Request) -> None:
    """Browsers say where a form comes from, and no page can change it."""
    origin = request.headers.get("origin")
    if origin is not None and not context_of(request).origins.is_own(origin, request.headers.get("host", "")):
        raise Problem("form-expired")
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        raise Problem("form-expired")
