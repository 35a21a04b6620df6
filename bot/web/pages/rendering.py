"""Rendering pages in the reader's language."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import Any, cast
from urllib.parse import quote, urlencode

from fastapi.concurrency import run_in_threadpool
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.settings import Settings
from bot.web.context import context_of
from bot.web.page_cache import CachedContent
from knowledge.answer_text import works
from knowledge.documents import Language
from knowledge.language.dates import local_day, written_date
from knowledge.language.messages import Messages

MENU = (
    ("start", "/"),
    ("indicators", "/indikator"),
    ("sources", "/sumber"),
    ("embed", "/embed"),
    ("privacy", "/privasi"),
)

APP = "/app"
_APP_PAGES = "/indikator"
#: Telegram's own web client shows the catalogue in a frame; nobody else does.
_APP_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors https://web.telegram.org"
)

_TEXTS = Messages("bot.web.pages")
_environment = Environment(
    loader=PackageLoader("bot.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


def language_of(request: Request) -> Language:
    """The language of a page: Indonesian, unless its address says ``lang=en``."""
    return "en" if request.query_params.get("lang") == "en" else "id"


def texts(language: Language) -> Mapping[str, Any]:
    """The short texts of the pages."""
    content: Mapping[str, Any] = _TEXTS.get(language)
    return content


def address(path: str, language: Language, **parameters: str) -> str:
    """The address of a page of this server in that language. The path may be one that somebody made up: to a browser
    ``//evil.example`` and ``/\\evil.example`` are other servers, and tabs between the slashes do not matter."""
    query = urlencode({**parameters, **({"lang": "en"} if language == "en" else {})})
    own = "/" + quote(path).lstrip("/")
    return f"{own}?{query}" if query else own


def base_of(request: Request) -> str:
    """What the paths of the catalogue begin with: ``/app`` where it was opened in Telegram."""
    return APP if request.scope["path"].startswith(f"{APP}/") else ""


def asset(name: str) -> str:
    """The address of a static file; it changes with the file's content, so browsers may keep it."""
    return f"/static/{name}?v={digest('bot.web', name)}"


async def kept(request: Request, make: Callable[[], Awaitable[str]], *depends: str) -> Response:
    """A page that is made once for each address, language, what staff set, and whatever else it depends on."""
    settings = await settings_of(request)
    said = (settings.operator, settings.contact, str(settings.keep_turns_days), str(settings.keep_tickets_days))

    async def once() -> CachedContent:
        return _kept(request, await make())

    page = await context_of(request).pages.get((request.scope["path"], language_of(request), *said, *depends), once)
    return await page.serve(request)


async def settings_of(request: Request) -> Settings:
    """The settings in force, the same for a whole request."""
    if not hasattr(request.state, "settings"):
        request.state.settings = await run_in_threadpool(context_of(request).app.changed_settings.current)
    return cast(Settings, request.state.settings)


async def unkept(request: Request, html: str) -> Response:
    """A page that depends on what was typed, and is made anew each time."""
    return await _kept(request, html).serve(request)


def _kept(request: Request, html: str) -> CachedContent:
    return CachedContent(html.encode(), "text/html", _headers(request))


def error_response(request: Request, html: str, status: int, headers: Mapping[str, str]) -> Response:
    """A page about an error."""
    return HTMLResponse(html, status, {**_headers(request), **headers})


def _headers(request: Request) -> dict[str, str]:
    headers = {"Cache-Control": "no-cache", "Content-Language": language_of(request)}
    return {**headers, "Content-Security-Policy": _APP_POLICY} if base_of(request) else headers


def render(
    request: Request, template: str, title: str, typed: Mapping[str, str] | None = None, **values: object
) -> str:
    """A page as HTML.

    Args:
        request: says language and address.
        template: name of the file.
        title: of the page.
        typed: parameters of the address that the same page in the other language keeps.
        values: what the template shows.
    """
    language = language_of(request)
    settings = getattr(request.state, "settings", context_of(request).app.changed_settings.latest)
    other: Language = "id" if language == "en" else "en"
    path, base = request.scope["path"], base_of(request)

    def url(to: str, **parameters: str) -> str:
        inside = base if to.startswith(_APP_PAGES) else ""
        return address(inside + to, language, **parameters)

    return _environment.get_template(template).render(
        lang=language,
        other=other,
        alternate=address(path, other, **(typed or {})),
        t=texts(language),
        title=title,
        here=path,
        menu=MENU,
        operator=settings.operator,
        contact=settings.contact,
        asset=asset,
        public=str(context_of(request).app.settings.public_url or "").rstrip("/"),
        widget="/widget.js",
        url=url,
        base=base,
        in_app=bool(base),
        dated=lambda date: written_date(date, language),
        local_day=local_day,
        works=works,
        **values,
    )


@cache
def digest(package: str, name: str) -> str:
    """What tells a package's static file from one of other content."""
    return blake2b(files(package).joinpath("static", name).read_bytes(), digest_size=6).hexdigest()
