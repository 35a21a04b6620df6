"""The addresses of the pages, the widget and the static files."""

from __future__ import annotations

from collections import Counter
from hashlib import blake2b
from itertools import groupby
from urllib.parse import urlsplit

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot.web.context import context_of
from bot.web.pages.catalogue import Workbooks, browse, show
from bot.web.pages.rendering import language_of, render, texts
from bot.web.problems import Problem, request_id
from bot.web.publications import published_documents
from bot.web.widget import widget_script
from knowledge.releases.published import in_language

CACHE = "public, max-age=3600"


def install(web: FastAPI) -> None:
    """Add the pages, ``/widget.js`` and ``/static``."""
    parts = web.state.web
    web.state.error_page = error_page
    widget = Widget(widget_script(parts.app.settings.question_limit))
    web.add_route("/", start)
    web.add_route("/indikator", browse)
    web.add_route("/indikator/pandu-indikator-{standard}.xlsx", Workbooks(parts).download)
    web.add_route("/indikator/{standard}/{code}", show)
    web.add_route("/sumber", sources)
    web.add_route("/embed", embed)
    web.add_route("/privasi", privacy)
    web.add_route("/widget.js", widget.serve)
    web.mount("/static", Static(packages=[("bot.web", "static")]))


async def start(request: Request) -> Response:
    """``/``: the assistant and what it is about."""
    web, language = context_of(request), language_of(request)
    _, documents = await run_in_threadpool(published_documents, web)
    counts = Counter(one.collection for one in in_language(documents, language))
    title = texts(language)["start"]["title"]
    return render(request, "start.html", title, counts=counts, indicators=len(web.catalogue.indicators))


async def sources(request: Request) -> Response:
    """``/sumber``: what the answers stand on."""
    language = language_of(request)
    release, documents = await run_in_threadpool(published_documents, context_of(request))
    shown = in_language(documents, language)
    groups = [(name, list(rows)) for name, rows in groupby(shown, key=lambda one: one.collection)]
    return render(request, "sources.html", texts(language)["sources"]["title"], release=release, groups=groups)


async def embed(request: Request) -> Response:
    """``/embed``: how to put the assistant on a site."""
    public = context_of(request).app.settings.public_url
    url = urlsplit(str(public or request.base_url))
    origin = f"{url.scheme}://{url.netloc}"
    title = texts(language_of(request))["embed"]["title"]
    return render(request, "embed.html", title, origin=origin, address=f"{origin}/widget.js")


async def privacy(request: Request) -> Response:
    """``/privasi``: what is stored."""
    title = texts(language_of(request))["privacy"]["title"]
    return render(request, "privacy.html", title, days=context_of(request).app.settings.keep_turns_days)


def error_page(request: Request, problem: Problem) -> Response:
    """A problem as a page."""
    language = language_of(request)
    body = problem.body(language, request_id(request))
    page = render(request, "error.html", texts(language)["error"]["title"], body.status, problem=body)
    page.headers.update(problem.headers or {})
    return page


class Widget:
    """Serves the widget's script to any site."""

    def __init__(self, script: str) -> None:
        self._script = script.encode()
        self._headers = {
            "ETag": f'"{blake2b(self._script, digest_size=12).hexdigest()}"',
            "Cache-Control": CACHE,
            "Access-Control-Allow-Origin": "*",
            "Cross-Origin-Resource-Policy": "cross-origin",
        }

    async def serve(self, request: Request) -> Response:
        """``/widget.js``."""
        if self._headers["ETag"] in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=self._headers)
        return Response(self._script, media_type="text/javascript", headers=self._headers)


class Static(StaticFiles):
    """Static files that browsers may keep for an hour; their addresses change with their content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """One file."""
        response = await super().get_response(path, scope)
        response.headers.setdefault("Cache-Control", CACHE)
        return response
