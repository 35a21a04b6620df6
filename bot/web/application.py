"""The web server's application."""

from __future__ import annotations

import asyncio
from types import ModuleType
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.gzip import GZipMiddleware

from bot.client_keys import Scope
from bot.rate_limits import ClientLimit, RateLimit
from bot.web import gates, middleware, problems
from bot.web.api import (
    asking,
    description,
    documents,
    health,
    indicators,
    keys,
    responses,
    searching,
    tickets,
    turns,
    watches,
)
from bot.web.context import WebContext
from bot.web.gates import API
from bot.web.metrics import Metrics
from bot.web.origins import Hosts, Origins
from bot.web.page_cache import PageCache
from bot.web.pages import routes

if TYPE_CHECKING:
    from bot.app import App


_SCOPES: tuple[tuple[ModuleType, Scope], ...] = (
    (asking, "ask"),
    (turns, "ask"),
    (tickets, "tickets"),
    (watches, "tickets"),
    (indicators, "indicators"),
    (documents, "search"),
    (searching, "search"),
)


def create_web(app: App) -> FastAPI:
    """The API, the widget and the pages over the parts of ``app``, which the caller closes.

    Raises:
        ConfigError: an allowed origin is not an origin, or an allowed host not a name.
    """
    web = FastAPI(
        title="Pandu ASCN",
        version="1",
        description=description.TEXT,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
    )
    parts = _parts(app)
    parts.metrics.database(lambda: app.conversation.storing, lambda: app.releases.following)
    if (model := app.answering.model) is not None:
        parts.metrics.language_model(lambda: not model.breaker.is_open)
    web.state.web = parts
    _add_middleware(web, parts)
    problems.install(web)
    api = APIRouter(prefix=API, dependencies=[Depends(gates.admit_json)], responses=responses.problems(401, 503))
    for module, scope in _SCOPES:
        api.include_router(module.router, dependencies=[Depends(gates.within(scope))])
    api.include_router(keys.router)
    web.include_router(api)
    web.include_router(health.router)

    description.install(web)
    routes.install(web)
    return web


def uncount(web: FastAPI, path: str) -> None:
    """Let no limit count what calls ``path``, an address nobody can guess: Telegram calls from a few addresses only."""
    cast(WebContext, web.state.web).uncounted.add(path)


def metrics_of(web: FastAPI) -> Metrics:
    """The counters of a web application made here."""
    return cast(WebContext, web.state.web).metrics


def _parts(app: App) -> WebContext:
    settings = app.settings
    return WebContext(
        app=app,
        catalogue=app.catalogue,
        index=app.indicators.index,
        origins=Origins(settings.allowed_origins, _own_origin(app)),
        hosts=Hosts(settings.allowed_hosts, urlsplit(_own_origin(app)).hostname or ""),
        metrics=Metrics(),
        questions=ClientLimit(settings.client_questions_per_minute),
        regulars=ClientLimit(max(1, settings.client_questions_per_minute // 4)),
        site_questions=RateLimit(settings.site_questions_per_minute),
        tickets=ClientLimit(settings.client_tickets_per_minute),
        requests=ClientLimit(settings.client_requests_per_minute),
        pages=PageCache(),
        searches=asyncio.Semaphore(settings.concurrency),
    )


def _own_origin(app: App) -> str:
    if app.settings.public_url is None:
        return ""
    url = urlsplit(str(app.settings.public_url))
    return f"{url.scheme}://{url.netloc}"


def _add_middleware(web: FastAPI, parts: WebContext) -> None:
    """The last one added is the first one a request passes."""
    # A character of a question takes at most 12 bytes, as an escaped surrogate pair in JSON.
    limit = 16 * 1024 + 12 * parts.app.settings.question_limit
    web.add_middleware(middleware.Heads)
    web.add_middleware(
        middleware.BodyLimit, limit=limit, prefixes=(f"{API}/", "/tiket/", "/kabar/", "/tanya", "/percakapan.")
    )
    web.add_middleware(middleware.Gate)
    web.add_middleware(middleware.ErrorBorder)
    web.add_middleware(GZipMiddleware, minimum_size=1024)
    web.add_middleware(
        CORSMiddleware,
        allow_origin_regex=parts.origins.pattern,
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=["Content-Type", "X-Conversation", "X-Request-Id", "X-Ticket"],
        expose_headers=["Retry-After", "X-Request-Id"],
        max_age=7200,
    )
    web.add_middleware(middleware.SecurityHeaders, https=_own_origin(parts.app).startswith("https:"))
    web.add_middleware(middleware.RequestIds, metrics=parts.metrics)
