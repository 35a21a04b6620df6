"""The console as a part of the web server, in which every gate, limit and header of the server holds."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.staff.access import least_role
from bot.staff.rendering import error_page
from bot.staff.routes import AREAS, ROUTES
from bot.web import problems
from bot.web.pages.routes import Static

ROOT = "/staf"


def install(web: FastAPI) -> None:
    """Mount the console under ``/staf``.

    Raises:
        RuntimeError: a page does not say who may see it.
    """
    for route in ROUTES:
        if least_role(route) is None:
            raise RuntimeError(f"{route.path}: the handler has neither @allowed(role) nor @everybody")
    console = Starlette(
        routes=[Mount("/static", Static(packages=[("bot.staff", "static")])), *ROUTES],
        middleware=[Middleware(_Private)],
    )
    console.router.redirect_slashes = False
    console.state.web = web.state.web
    console.state.error_page = error_page
    console.state.areas = AREAS
    problems.install(console)
    web.add_route(ROOT, _to_start)
    web.mount(ROOT, console)


async def _to_start(request: Request) -> Response:
    return RedirectResponse(f"{ROOT}/", 307)


class _Private:
    """Keeps pages of the console out of every cache and every search engine."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Cache-Control", "no-store")
                headers["X-Robots-Tag"] = "noindex, nofollow"
                headers["Referrer-Policy"] = "same-origin"
            await send(message)

        await self._app(scope, receive, answer)
