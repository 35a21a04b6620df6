"""``/staf/masuk/instansi``: sign in by the agency's provider (OpenID Connect)."""

from __future__ import annotations

import logging

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.accounts.oidc_provider import ProviderError
from bot.accounts.oidc_sign_in import WAITING, OidcSignIn, Returned, Unlinked
from bot.accounts.sign_in import Refused
from bot.staff.access import SIGN_IN, address_of, everybody, signed_in, to
from bot.staff.cookies import drop_oidc, keep_oidc, oidc_token
from bot.staff.pages.sign_in import enter, onward_of
from bot.staff.rendering import language_of, redirect, say
from bot.web.context import context_of

PATH = f"{SIGN_IN}/instansi"
BACK = f"{PATH}/kembali"
_LONGEST = 4000  # characters of what comes back
logger = logging.getLogger(__name__)


@everybody
async def begin(request: Request) -> Response:
    """Go to the provider."""
    oidc = context_of(request).app.oidc
    if oidc is None or signed_in(request):
        return to(request, SIGN_IN)
    try:
        begun = await oidc.begin(_back(request), onward_of(request.query_params.get("lanjut", "")))
    except ProviderError as error:
        return _failed(request, error)
    response = RedirectResponse(begun.url, 303)
    keep_oidc(request, response, begun.token, int(WAITING.total_seconds()))
    return response


@everybody
async def finish(request: Request) -> Response:
    """Come back from the provider."""
    oidc = context_of(request).app.oidc
    if oidc is None:
        return to(request, SIGN_IN)
    response = await _finish(request, oidc)
    drop_oidc(request, response)
    return response


async def _finish(request: Request, oidc: OidcSignIn) -> Response:
    given = {name: request.query_params.get(name, "")[:_LONGEST] for name in ("state", "code", "error", "iss")}
    returned = Returned(oidc_token(request), given["state"], given["code"], given["error"], given["iss"])
    try:
        result = await oidc.finish(returned, _back(request), address_of(request))
    except ProviderError as error:
        if error.fault != "unreachable":
            await _recorded(request, "sign-in.refused", "", {"by": "oidc", "why": str(error)[:300]})
        return _failed(request, error)
    if result is None:
        return _again(request, "oidc_late")
    if isinstance(result, Refused):
        return _again(request, "wait" if result.wait else "oidc_refused", seconds=int(result.wait) + 1)
    if isinstance(result, Unlinked):
        await _recorded(request, "sign-in.refused", "", {"by": "oidc", "why": "unlinked"})
        return _again(request, "oidc_unlinked" if result.name else "oidc_nameless", name=result.name)
    if bound := result.bound:
        name, detail = result.signed_in.account.name, {"issuer": bound.issuer, "subject": bound.subject}
        await _recorded(request, "account.bound", name, detail, by=name)
    return await enter(request, result.signed_in, result.onward, {"by": "oidc"})


def _failed(request: Request, error: ProviderError) -> Response:
    """Say that the provider is to blame, and to the operator why."""
    logger.warning("Sign-in by the provider: %s", error)
    return _again(request, f"oidc_{error.fault}")


async def _recorded(request: Request, action: str, target: str, detail: dict[str, str], by: str = "") -> None:
    audit = context_of(request).app.audit
    await run_in_threadpool(audit.record, by, action, target, detail, address_of(request))


def _again(request: Request, key: str, **values: object) -> Response:
    path = SIGN_IN if language_of(request) == "id" else f"{SIGN_IN}?lang=en"
    return redirect(request, path, say(request, f"sign_in.{key}", **values), "bad")


def _back(request: Request) -> str:
    """Where the provider sends the browser; registered there."""
    public = context_of(request).app.settings.public_url
    return f"{str(public or request.base_url).rstrip('/')}{BACK}"


ROUTES = [
    Route("/masuk/instansi", begin, methods=["GET"]),
    Route("/masuk/instansi/kembali", finish, methods=["GET"]),
]
