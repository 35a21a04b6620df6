"""``/staf/``: what there is in the console, and how much of it waits."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.staff.access import allowed
from bot.staff.rendering import render


@allowed("editor")
async def start(request: Request) -> Response:
    """The areas that the account may enter."""
    return await render(request, "start.html")


ROUTES = [Route("/", start)]
