"""``/staf/kanal``: switch a channel off or on, in every process at once."""

from __future__ import annotations

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.staff.access import allowed, staff_of
from bot.staff.forms import form_of
from bot.staff.navigation import Area
from bot.staff.rendering import record, redirect, render, say
from bot.switches import CHANNELS, MESSAGE
from bot.web.context import context_of
from bot.web.problems import Problem

_PATH = "/staf/kanal"


@allowed("admin")
async def show(request: Request) -> Response:
    """Each channel with its switch."""
    switched = await run_in_threadpool(context_of(request).app.switches.all_off)
    off = {switch.channel: switch for switch in switched}
    return await render(request, "channels/list.html", channels=CHANNELS, off=off, most=MESSAGE)


@allowed("admin")
async def turn_off(request: Request) -> Response:
    """Let a channel answer nothing but a message."""
    switches, channel, form = context_of(request).app.switches, _channel(request), await form_of(request)
    message, english = form.text("message", MESSAGE, required=False), form.text("english", MESSAGE, required=False)
    off = await run_in_threadpool(switches.turn_off, channel, staff_of(request).name, message, english)
    await record(request, "channel.off", channel, {"message": off.message})
    return redirect(request, _PATH, say(request, "channels.done_off", channel=_named(request, channel)))


@allowed("admin")
async def turn_on(request: Request) -> Response:
    """Let a channel answer again."""
    channel = _channel(request)
    if await run_in_threadpool(context_of(request).app.switches.turn_on, channel):
        await record(request, "channel.on", channel)
    return redirect(request, _PATH, say(request, "channels.done_on", channel=_named(request, channel)))


def _channel(request: Request) -> str:
    channel: str = request.path_params["channel"]
    if channel not in CHANNELS:
        raise Problem("not-found")
    return channel


def _named(request: Request, channel: str) -> str:
    return say(request, f"channels.names.{channel}")


AREA = Area("channels", _PATH, "admin")
ROUTES = [
    Route("/kanal", show, methods=["GET"]),
    Route("/kanal/{channel}/mati", turn_off, methods=["POST"]),
    Route("/kanal/{channel}/nyala", turn_on, methods=["POST"]),
]
