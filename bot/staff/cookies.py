"""The cookies of the console: the session, marks for forms and for the sign-in elsewhere before it, and the note that
the next page shows."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets

from starlette.requests import Request
from starlette.responses import Response

from bot.web.context import context_of

_NOTE = 600  # characters
_VISITOR_SECONDS = 3600
_NOTE_SECONDS = 60


def session_token(request: Request) -> str:
    """What the browser holds of its session, or ""."""
    return request.cookies.get(_name(request, "sesi"), "")


def keep_session(request: Request, response: Response, token: str) -> None:
    """Give the browser its session, for as long as it is open."""
    _set(request, response, "sesi", token)


def drop_session(request: Request, response: Response) -> None:
    """Take the session from the browser."""
    _drop(request, response, "sesi")


def oidc_token(request: Request) -> str:
    """What the browser holds while its owner signs in at the provider, or ""."""
    return request.cookies.get(_name(request, "instansi"), "")


def keep_oidc(request: Request, response: Response, token: str, seconds: int) -> None:
    """Have the browser show that it began a sign-in at the provider."""
    _set(request, response, "instansi", token, seconds)


def drop_oidc(request: Request, response: Response) -> None:
    """The sign-in at the provider is over."""
    _drop(request, response, "instansi")


def form_token(request: Request) -> str:
    """What a form must bring back: bound to the session, or before it to a mark of the browser, so that no other
    site's form passes for ours."""
    bound = session_token(request) or _visitor(request)
    return _sign(request, "form", bound)


def is_form_token(request: Request, given: str) -> bool:
    """Whether a form brought back what it was given."""
    if not session_token(request) and not request.cookies.get(_name(request, "tamu")):
        return False
    return hmac.compare_digest(form_token(request).encode(), given.encode("utf-8", "replace"))


def keep_visitor(request: Request, response: Response) -> None:
    """Give the browser its mark, if a form was made for it."""
    if made := getattr(request.state, "visitor", ""):
        _set(request, response, "tamu", made, _VISITOR_SECONDS)


def keep_note(request: Request, response: Response, text: str, kind: str) -> None:
    """Have the next page show a note."""
    content = base64.urlsafe_b64encode(json.dumps([kind, text[:_NOTE]]).encode()).decode()
    _set(request, response, "catatan", f"{content}.{_sign(request, 'note', content)}", _NOTE_SECONDS)


def note(request: Request) -> tuple[str, str] | None:
    """The kind and the text of the note that is waiting."""
    content, _, signature = request.cookies.get(_name(request, "catatan"), "").partition(".")
    if not content or not hmac.compare_digest(_sign(request, "note", content).encode(), signature.encode()):
        return None
    try:
        kind, text = json.loads(base64.urlsafe_b64decode(content))
    except (ValueError, binascii.Error):
        return None
    return str(kind), str(text)


def drop_note(request: Request, response: Response) -> None:
    """The note was shown."""
    _drop(request, response, "catatan")


def is_secure(request: Request) -> bool:
    """Whether the browser speaks TLS, to us or to the proxy in front."""
    public = context_of(request).app.settings.public_url
    return request.url.scheme == "https" or (public is not None and public.scheme == "https")


def _visitor(request: Request) -> str:
    held = request.cookies.get(_name(request, "tamu"), "") or getattr(request.state, "visitor", "")
    if not held:
        held = request.state.visitor = secrets.token_urlsafe(24)
    return held


def _sign(request: Request, purpose: str, content: str) -> str:
    key = context_of(request).app.key
    return hmac.new(key, f"staff:{purpose}:{content}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def _name(request: Request, name: str) -> str:
    # The prefix lets no site beside ours, nor one without TLS, set the cookie.
    return f"__Host-pandu_{name}" if is_secure(request) else f"pandu_{name}"


def _set(request: Request, response: Response, name: str, value: str, seconds: int | None = None) -> None:
    response.set_cookie(
        _name(request, name),
        value,
        max_age=seconds,
        path="/",
        secure=is_secure(request),
        httponly=True,
        samesite="lax",
    )


def _drop(request: Request, response: Response, name: str) -> None:
    response.delete_cookie(_name(request, name), path="/", secure=is_secure(request), httponly=True, samesite="lax")
