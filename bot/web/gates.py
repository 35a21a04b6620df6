"""What the web's endpoints share, and the gates a request passes."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Depends, Request

from bot.web.context import WebContext, context_of
from bot.web.problems import Problem, preferred_language
from bot.web.rates import RateLimit, client_key
from knowledge.documents import Language

_JSON = re.compile(r"application/([\w.-]+\+)?json\s*(;|$)", re.IGNORECASE)


# Dependencies are coroutines, since FastAPI runs plain functions in a worker thread each.


async def _language(request: Request) -> Language:
    return preferred_language(request.headers.get("accept-language", ""))


def _client(request: Request) -> str:
    return client_key(request.client.host) if request.client else ""


def _pass(web: WebContext, name: str, limit: RateLimit, key: str) -> None:
    if seconds := limit.take(key):
        web.metrics.limited(name)
        raise Problem.too_many(seconds)


async def admit(request: Request) -> None:
    """The gate of every API request: the site is allowed, the client does not ask too often and sends JSON.

    Raises:
        Problem: ``origin-not-allowed``, ``too-many-requests`` or ``not-json``.
    """
    web = context_of(request)
    origin = request.headers.get("origin")
    if origin is not None and not web.origins.allows(origin, request.headers.get("host", "")):
        raise Problem("origin-not-allowed", origin=origin[:200])
    _pass(web, "client", web.requests, _client(request))
    if request.method == "POST" and not _JSON.match(request.headers.get("content-type", "")):
        raise Problem("not-json")


async def admit_question(request: Request) -> None:
    """The gate of questions: so many for each client, and for each site that embeds the widget.

    Raises:
        Problem: ``too-many-requests``.
    """
    web = context_of(request)
    _pass(web, "questions", web.questions, _client(request))
    _pass(web, "site", web.site_questions, request.headers.get("origin", "direct"))


async def admit_ticket(request: Request) -> None:
    """The gate of tickets, which a person at the directorate has to read.

    Raises:
        Problem: ``too-many-requests``.
    """
    web = context_of(request)
    _pass(web, "tickets", web.tickets, _client(request))


CallerLanguage = Annotated[Language, Depends(_language)]
