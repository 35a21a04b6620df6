"""Rendering pages in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.web.context import context_of
from knowledge.documents import Language
from knowledge.language.dates import written_date
from knowledge.language.messages import Messages

MENU = (
    ("start", "/"),
    ("indicators", "/indikator"),
    ("sources", "/sumber"),
    ("embed", "/embed"),
    ("privacy", "/privasi"),
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
    """The address of a page in that language."""
    query = urlencode({**parameters, **({"lang": "en"} if language == "en" else {})})
    return f"{path}?{query}" if query else path


def asset(name: str) -> str:
    """The address of a static file; it changes with the file's content, so browsers may keep it."""
    return f"/static/{name}?v={_digest(name)}"


def render(request: Request, template: str, title: str, status: int = 200, **values: object) -> HTMLResponse:
    """A page."""
    language = language_of(request)
    settings = context_of(request).app.settings
    other: Language = "id" if language == "en" else "en"
    kept = {name: value for name, value in request.query_params.items() if name != "lang"}
    html = _environment.get_template(template).render(
        lang=language,
        other=other,
        alternate=address(request.url.path, other, **kept),
        t=texts(language),
        title=title,
        here=request.url.path,
        menu=MENU,
        operator=settings.operator,
        contact=settings.contact,
        asset=asset,
        widget="/widget.js",
        url=lambda path, **parameters: address(path, language, **parameters),
        dated=lambda date: written_date(date, language),
        **values,
    )
    return HTMLResponse(html, status, {"Cache-Control": "no-cache", "Content-Language": language})


@cache
def _digest(name: str) -> str:
    return blake2b(files("bot.web").joinpath("static", name).read_bytes(), digest_size=6).hexdigest()
