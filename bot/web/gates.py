"""What the web's endpoints share, and the gates a request passes."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Annotated, cast

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.exc import SQLAlchemyError

from bot.client_keys import ClientKey, QuotaError, Scope, UnknownKeyError
from bot.switches import Channel
from bot.web.context import WebContext, context_of
from bot.web.problems import Problem, preferred_language
from knowledge.deadlines import OverdueError
from knowledge.documents import Language

API = "/api/v1"
HEAD_BYTES = 16 * 1024
HEAD_FIELDS = 100
_JSON = re.compile(r"application/([\w.-]+\+)?json\s*(;|$)", re.IGNORECASE)


# Dependencies are coroutines, since FastAPI runs plain functions in a worker thread each.


async def _language(request: Request) -> Language:
    return preferred_language(request.headers.get("accept-language", ""))


def _address(request: Request) -> str:
    return request.client.host if request.client else ""


def _pass(web: WebContext, name: str, seconds: float) -> None:
    if seconds:
        web.metrics.limited(name)
        raise Problem.too_many(seconds)


async def admit(request: Request) -> None:
    """The gate of every request, before its body is read: its head is small and clear, the client does not ask too
    often, the host is this one and, for the API, the site is allowed, and the key holds, if there is one.

    Raises:
        Problem: ``head-too-large``, ``bad-request``, ``too-many-requests``, ``host-not-known``,
            ``origin-not-allowed``, ``key-not-known`` or ``quota-used-up``.
    """
    web, path, headers = context_of(request), request.scope["path"], request.scope["headers"]
    secret = _secret(request) if path.startswith(f"{API}/") else ""
    # A key has quotas of its own; but nobody has the database asked for keys that he makes up without end.
    if path not in web.uncounted and not (secret and web.app.client_keys.seen(secret)):
        _pass(web, "client", web.requests.take(_address(request)))
    head = len(request.scope["query_string"]) + len(path) + sum(len(name) + len(value) for name, value in headers)
    if head > HEAD_BYTES or len(headers) > HEAD_FIELDS:
        raise Problem("head-too-large", bytes=HEAD_BYTES, fields=HEAD_FIELDS)
    if {"content-length", "transfer-encoding"} <= set(request.headers.keys()):
        # Where the body ends depends on which of the two one believes: a proxy may see other requests than this server
        # does, so the connection is not used again (RFC 9112, section 6.1).
        raise Problem("bad-request", headers={"Connection": "close"})
    host = request.headers.get("host", "")
    if not web.hosts.knows(host):
        raise Problem("host-not-known", host=host[:200])
    origin = request.headers.get("origin")
    if origin is not None and path.startswith(f"{API}/") and not web.origins.allows(origin, host):
        raise Problem("origin-not-allowed", origin=origin[:200])
    if secret:
        request.scope["client_key"] = await run_in_threadpool(_admit_key, web, secret)


def _secret(request: Request) -> str:
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""


def _admit_key(web: WebContext, secret: str) -> ClientKey:
    try:
        return web.app.client_keys.admit(secret)
    except UnknownKeyError:
        raise Problem("key-not-known", headers={"WWW-Authenticate": "Bearer"}) from None
    except QuotaError as error:
        web.metrics.limited("key")
        raise Problem.too_many(error.seconds, "quota-used-up" if error.daily else "too-many-requests") from None
    except (OverdueError, SQLAlchemyError):
        raise Problem("database-unavailable", headers={"Retry-After": "30"}) from None


def key_of(request: Request) -> ClientKey | None:
    """The key that a request came with; None for one of the public."""
    return cast("ClientKey | None", request.scope.get("client_key"))


def within(scope: Scope) -> Callable[[Request], Awaitable[None]]:
    """The gate of what a key may call only where it has this scope; without a key it is open.

    Raises:
        Problem: ``scope-not-given``.
    """

    async def admit_scope(request: Request) -> None:
        key = key_of(request)
        if key is not None and scope not in key.scopes:
            raise Problem("scope-not-given", scope=scope)

    return admit_scope


async def admit_json(request: Request) -> None:
    """The gate of what is sent to the API: it says that it is JSON, which a page cannot send without being asked.

    Raises:
        Problem: ``not-json``.
    """
    if request.method == "POST" and not _JSON.match(request.headers.get("content-type", "")):
        raise Problem("not-json")


async def admit_question(request: Request) -> None:
    """The gate of questions: so many for each client, and for each site that embeds the widget. Whoever has been here
    before keeps a quarter of its own number when the site's is used up by others. With a key only its quotas count.

    Raises:
        Problem: ``too-many-requests``, or ``channel-off``.
    """
    if key_of(request) is None:
        _count_question(request)
    await _admit_channel(request)


def _count_question(request: Request) -> None:
    web, address = context_of(request), _address(request)
    known = web.questions.known(address)
    _pass(web, "questions", web.questions.take(address))
    site = _site(request)
    seconds = web.site_questions.take(site) if site else 0.0
    if seconds and not (known and web.regulars.take(address) == 0):
        _pass(web, "site", seconds)


def _site(request: Request) -> str:
    """The site whose page a browser asks from, or "". No page can set these headers, and no browser leaves them out
    over https; what comes without them is not counted to a site, or anybody could use up its questions by naming it."""
    headers = request.headers
    proven = headers.get("sec-fetch-mode") == "cors" and headers.get("sec-fetch-site", "none") != "none"
    return headers.get("origin", "") if proven else ""


async def admit_ticket(request: Request) -> None:
    """The gate of tickets, which a person at the directorate has to read.

    Raises:
        Problem: ``too-many-requests``, or ``channel-off``.
    """
    web = context_of(request)
    _pass(web, "tickets", web.tickets.take(_address(request)))
    await _admit_channel(request)


async def _admit_channel(request: Request) -> None:
    """A channel that is switched off takes neither questions nor tickets; what was asked before can still be read and
    deleted."""
    web, origin, host = context_of(request), request.headers.get("origin", ""), request.headers.get("host", "")
    channel: Channel = "widget" if origin and not web.origins.is_own(origin, host) else "web"
    off = await run_in_threadpool(web.app.switches.off, channel)
    if off is not None:
        raise Problem("channel-off", said={"id": off.said("id"), "en": off.said("en")})


CallerLanguage = Annotated[Language, Depends(_language)]
