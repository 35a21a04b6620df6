"""The addresses of the pages, the widget and the static files."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from urllib.parse import quote, urlsplit

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.web.context import WebContext, context_of
from bot.web.page_cache import CachedContent
from bot.web.pages.answers import ask, download_answer, download_conversation, show_answer, start_over
from bot.web.pages.api_docs import show_api
from bot.web.pages.catalogue import Workbooks, browse, show, show_code
from bot.web.pages.discovery import manifest, robots, sitemap
from bot.web.pages.documents import open_file, show_document, show_place
from bot.web.pages.rendering import APP, address, error_response, kept, language_of, render, settings_of, texts, unkept
from bot.web.pages.tickets import delete, show_ticket, write
from bot.web.pages.watches import decide, show_watch
from bot.web.problems import PAGE, Problem, explanations, preferred_language, request_id
from bot.web.publications import documents_of
from bot.web.widget import page_script, widget_script
from knowledge.documents import Document, Language
from knowledge.language.messages import Messages
from knowledge.releases.published import in_language

_WIDGET = Messages("bot.web.widget")
CACHE = "public, max-age=3600"
_ANY_SITE = {
    "Cache-Control": CACHE,
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


def install(web: FastAPI) -> None:
    """Add the pages, ``/widget.js``, ``/page.js`` and ``/static``."""
    parts = web.state.web
    web.state.error_page = error_page
    limit, home = parts.app.settings.question_limit, str(parts.app.settings.public_url or "")
    widget = CachedContent(widget_script(limit, home).encode(), "text/javascript", _ANY_SITE)
    page = CachedContent(page_script(limit).encode(), "text/javascript", {"Cache-Control": CACHE})
    web.add_route("/", start)
    web.add_route("/indikator/pandu-indikator-{standard}.xlsx", Workbooks(parts).download)
    for base in ("", APP):  # the same pages inside Telegram
        web.add_route(f"{base}/indikator", browse)
        web.add_route(f"{base}/indikator/{{code}}", show_code)
        web.add_route(f"{base}/indikator/{{standard}}/{{code}}", show)
    web.add_route("/sumber", sources)
    web.add_route("/sumber/asli/{name}", show_place)
    web.add_route("/sumber/{document}", show_document)
    web.add_route("/sumber/{document}/berkas", open_file)
    web.add_route("/tanya", start_over)
    web.add_route("/tanya", ask, methods=["POST"])
    for ending in ("docx", "pdf"):
        web.add_route(f"/jawaban/{{turn}}.{ending}", download_answer)
        web.add_route(f"/percakapan.{ending}", download_conversation, methods=["POST"])
    web.add_route("/jawaban/{turn}", show_answer)
    web.add_route("/embed", embed)
    web.add_route("/privasi", privacy)
    web.add_route("/docs", show_api)
    web.add_route(PAGE, explain_problems)
    web.add_route("/tiket/{secret}", show_ticket)
    web.add_route("/tiket/{secret}", write, methods=["POST"])
    web.add_route("/kabar/{number}/{secret}", show_watch)
    web.add_route("/kabar/{number}/{secret}", decide, methods=["POST"])
    web.add_route("/tiket/{secret}/hapus", delete, methods=["POST"])
    web.add_route("/manifest.webmanifest", manifest)
    web.add_route("/robots.txt", robots)
    web.add_route("/sitemap.xml", sitemap)
    web.add_route("/widget.js", widget.serve)
    web.add_route("/page.js", page.serve)
    web.mount("/static", Static(packages=[("bot.web", "static")]))
    web.router.default = _without_slash(web.router.default)


def _without_slash(otherwise: ASGIApp) -> ASGIApp:
    """Where nothing stands at an address with a slash at its end, it is the one without it: of this server, whatever
    slashes it begins with. What is mounted later, such as the console at ``/staf/``, is asked before."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        response: ASGIApp = otherwise
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and scope["path"].endswith("/"):
            url = Request(scope).url
            query = f"?{url.query}" if url.query else ""
            response = RedirectResponse(f"/{quote(scope['path'].strip('/'))}{query}", status_code=308)
        await response(scope, receive, send)

    return answer


async def start(request: Request) -> Response:
    """``/``: the assistant and what it is about."""
    web, language = context_of(request), language_of(request)
    if _first_visit(request) and preferred_language(request.headers.get("accept-language", "")) == "en":
        there = address("/", "en", **{name: value for name, value in request.query_params.items() if name == "q"})
        return RedirectResponse(there, 302, {"Cache-Control": "no-store", "Vary": "Accept-Language, Sec-Fetch-Site"})
    release = await _published(web)
    off = await run_in_threadpool(web.app.switches.off, "web")
    paused = off.said(language) if off else ""
    q = request.query_params.get("q", "")[: web.app.settings.question_limit].strip()

    async def make() -> str:
        counts = Counter(document.collection for document in await _documents(web, release, language))
        said = _WIDGET.get(language)
        return render(
            request,
            "start.html",
            texts(language)["start"]["title"],
            typed={"q": q} if q else {},
            counts=counts,
            indicators=len(web.catalogue.indicators),
            paused=paused,
            starters=said["starters"],
            placeholder=said["placeholder"],
            limit=web.app.settings.question_limit,
            q=q,
        )

    # What is asked by the address is asked by the page's script, or stands in its form: reading a page writes nothing.
    return await (unkept(request, await make()) if q else kept(request, make, release, paused))


def _first_visit(request: Request) -> bool:
    """Whether somebody comes from elsewhere and has chosen no language: who goes about on our pages has."""
    return "lang" not in request.query_params and request.headers.get("sec-fetch-site", "none") != "same-origin"


async def sources(request: Request) -> Response:
    """``/sumber``: what the answers stand on."""
    web, language = context_of(request), language_of(request)
    release = await _published(web)

    async def make() -> str:
        shown = await _documents(web, release, language)
        groups = [(name, list(rows)) for name, rows in groupby(shown, key=lambda document: document.collection)]
        return render(request, "sources.html", texts(language)["sources"]["title"], release=release, groups=groups)

    return await kept(request, make, release)


async def embed(request: Request) -> Response:
    """``/embed``: how to put the assistant on a site."""
    url = urlsplit(str(context_of(request).app.settings.public_url or request.base_url))
    origin = f"{url.scheme}://{url.netloc}"

    async def make() -> str:
        title = texts(language_of(request))["embed"]["title"]
        return render(request, "embed.html", title, origin=origin, address=f"{origin}/widget.js")

    return await kept(request, make, origin)


async def privacy(request: Request) -> Response:
    """``/privasi``: what is stored."""

    async def make() -> str:
        title = texts(language_of(request))["privacy"]["title"]
        settings = await settings_of(request)
        kept_days, ticket_days = settings.keep_turns_days, settings.keep_tickets_days
        model = context_of(request).app.settings.llm
        return render(request, "privacy.html", title, days=kept_days, ticket_days=ticket_days, model=model)

    return await kept(request, make)


async def explain_problems(request: Request) -> Response:
    """``/masalah``: what each type of problem means, which the API names by the addresses of its sections."""

    async def make() -> str:
        language = language_of(request)
        title = texts(language)["problems"]["title"]
        return render(request, "problems.html", title, explained=explanations(language))

    return await kept(request, make)


def error_page(request: Request, problem: Problem) -> Response:
    """A problem as a page."""
    language = language_of(request)
    body = problem.body(language, request_id(request))
    way = problem.values.get("way", "")
    html = render(request, "error.html", texts(language)["error"]["title"], problem=body, way=way)
    return error_response(request, html, body.status, problem.headers or {})


async def _published(web: WebContext) -> str:
    return await run_in_threadpool(web.app.release_store.published) or ""


async def _documents(web: WebContext, release: str, language: Language) -> list[Document]:
    return in_language(await run_in_threadpool(documents_of, web, release), language) if release else []


class Static(StaticFiles):
    """Static files that browsers may keep for an hour; their addresses change with their content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """One file."""
        response = await super().get_response(path, scope)
        response.headers.setdefault("Cache-Control", CACHE)
        return response
