"""Pages of somebody else's site, on another origin: one with a strict Content-Security-Policy, and hostile ones."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

HOSTILE_PAGES = sorted((Path(__file__).parent / "widget" / "hostile").glob("*.html"))
HOSTILE_CSS = (
    "* { font-size: 40px !important; color: red !important; display: block; } "
    "button, dialog, textarea { display: none; }"
)


def host_site(
    server: str,
    attributes: str = 'data-lang="id"',
    body: str = "",
    css: str = HOSTILE_CSS,
    start: str = '<!doctype html><html lang="id">',
) -> Starlette:
    """A site whose pages include the widget from ``server``; its own CSS spoils everything it reaches."""
    policy = (
        f"default-src 'self'; script-src 'self' {server}; connect-src {server}; style-src 'self'; "
        "require-trusted-types-for 'script'"
    )
    page = f"""{start}<head><title>Kota Contoh</title>
<meta name="viewport" content="width=device-width">
<link rel="stylesheet" href="/site.css">
<script src="{server}/widget.js" {attributes} defer></script></head>
<body><main><h1>Kota Contoh</h1><p>Halaman sebuah kota. <a href="/">Beranda</a></p>{body}</main></body></html>"""

    async def show(request: Request) -> Response:
        return HTMLResponse(page, headers={"Content-Security-Policy": policy})

    async def style(request: Request) -> Response:
        return Response(css, media_type="text/css")

    return Starlette(routes=[Route("/", show), Route("/site.css", style)])


def hostile_site(server: str) -> Starlette:
    """A site of the pages in ``widget/hostile``, where ``SERVER`` stands for the address of the widget's server."""
    pages = {one.stem: one.read_text(encoding="utf-8").replace("SERVER", server) for one in HOSTILE_PAGES}

    async def show(request: Request) -> Response:
        return HTMLResponse(pages[request.path_params["name"]])

    return Starlette(routes=[Route("/{name}", show)])
