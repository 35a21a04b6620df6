"""What browsers, search engines and other sites read about this one: manifest, robots.txt, sitemap."""

from __future__ import annotations

from xml.sax.saxutils import escape

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.web.context import context_of
from bot.web.pages.rendering import MENU, address, asset, language_of, texts
from bot.web.publications import documents_of
from knowledge.documents import Language

_HOUR = {"Cache-Control": "public, max-age=3600"}
_CLOSED = ("/api/", "/app/", "/jawaban/", "/tiket/", "/kabar/", "/staf", "/tanya", "/*?q=", "/*&q=", "/*?cari=")
_LANGUAGES: tuple[Language, ...] = ("id", "en")


async def manifest(request: Request) -> Response:
    """``/manifest.webmanifest``: how the page looks as an app on a phone."""
    language = language_of(request)
    said = texts(language)["start"]
    icons = [
        {"src": asset(f"icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any"}
        for size in (192, 512)
    ]
    content = {
        "name": said["title"],
        "short_name": "Pandu",
        "description": said["lead"],
        "lang": language,
        "start_url": address("/", language),
        "display": "minimal-ui",
        "background_color": "#fbf9f5",
        "theme_color": "#0b4a5f",
        "icons": icons,
    }
    return JSONResponse(content, headers=_HOUR, media_type="application/manifest+json")


async def robots(request: Request) -> Response:
    """``/robots.txt``: what search engines leave alone, and where the pages are."""
    closed = "".join(f"Disallow: {path}\n" for path in _CLOSED)
    return PlainTextResponse(f"User-agent: *\n{closed}\nSitemap: {origin(request)}/sitemap.xml\n", headers=_HOUR)


async def sitemap(request: Request) -> Response:
    """``/sitemap.xml``: every page that is for everybody, in both languages."""
    web = context_of(request)
    paths = [path for _, path in MENU]
    paths += [f"/indikator/{one.standard}/{one.code}" for one in web.catalogue.indicators.values()]
    if release := await run_in_threadpool(web.app.release_store.published):
        documents = await run_in_threadpool(documents_of, web, release)
        paths += sorted(f"/sumber/{one.id}" for one in documents)
    start = origin(request)
    lines = [f"<url><loc>{escape(start + address(path, one))}</loc></url>" for path in paths for one in _LANGUAGES]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    content = head + "\n".join(lines) + "\n</urlset>\n"
    return Response(content, media_type="application/xml", headers=_HOUR)


def origin(request: Request) -> str:
    """The address of this server, without a slash at its end: the public one, if it has one."""
    return str(context_of(request).app.settings.public_url or request.base_url).rstrip("/")
