"""Limits on connections, which uvicorn leaves to a proxy in front (docs/decisions/0013): how many, and how long a
client may take over its part."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType
from typing import Any, cast

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.rate_limits import client_keys

logger = logging.getLogger(__name__)

#: Bytes of a head that is not complete yet. What is complete is measured by ``state.admit``, which answers in words.
HEAD_BYTES = 32 * 1024
IDLE_SECONDS = 5
#: When told to stop: what is in work has so long, then its connection is closed, its task cancelled, the process ended.
CLOSE_SECONDS = 8
CANCEL_SECONDS = 10
END_SECONDS = 20
_ALL_ADDRESSES = ("0.0.0.0", "::")  # noqa: S104  what is listened on, told by a name that can be typed
_FULL = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Limits:
    """How many connections at once, in all and from one client, and how many seconds a client has for each of its
    parts: to send a head, to send a body, to take a piece of the answer. ``open`` counts by client."""

    connections: int
    of_client: int
    seconds: float
    open: Counter[str] = field(default_factory=Counter)


class GuardedProtocol(H11Protocol):
    """A connection that keeps to the limits. The server looks at all of them once a second."""

    _address = ""
    _taken = 0
    _stage: tuple[object, ...] = ()
    _since = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn types it
        """Count it, and turn it away when there are too many."""
        super().connection_made(transport)
        self._since = self.loop.time()
        limits = cast(GuardedConfig, self.config).limits
        host = self.client[0] if self.client else ""
        proxies = self.config.loaded_app.trusted_hosts  # of uvicorn's ProxyHeadersMiddleware
        self._address = "" if host in proxies else client_keys(host)[0]
        limits.open[self._address] += 1
        if self._address and limits.open[self._address] > limits.of_client:
            self._turn_away()
        elif len(self.connections) > limits.connections:
            self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        """Count it no longer."""
        super().connection_lost(exc)
        opened = cast(GuardedConfig, self.config).limits.open
        opened[self._address] -= 1
        if not opened[self._address]:
            del opened[self._address]

    def resume_writing(self) -> None:
        """The client has taken a piece of the answer: 48 KiB, from asyncio's high-water mark to the low one."""
        super().resume_writing()
        self._taken += 1

    def shutdown(self) -> None:
        """Finish the answer that is in work, unless the client keeps it from being finished."""
        with suppress(h11.LocalProtocolError):  # of a connection that is broken already
            super().shutdown()
        self.loop.call_later(CLOSE_SECONDS, self.transport.abort)

    def send_400_response(self, msg: str) -> None:
        """Say so, unless an answer has begun. To the application the client is gone: what it might still send would
        raise errors that fill the log."""
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            super().send_400_response(msg)
        else:
            self.transport.abort()

    def check(self, now: float, seconds: float) -> None:
        """Close the connection if the client has been at the same part for longer than ``seconds``."""
        stage = self._waiting_for()
        if stage != self._stage:
            self._stage, self._since = stage, now
        elif stage and now - self._since > seconds:
            self.transport.abort()

    def _waiting_for(self) -> tuple[object, ...]:
        """The part of the client that is awaited, told apart from the same part of another request; () when it is our
        turn."""
        if self.transport.get_write_buffer_size():
            return ("take", self._taken)
        if self.conn.their_state is h11.IDLE:
            return ("head", self.cycle)
        if self.conn.their_state is h11.SEND_BODY:
            return ("body", self.cycle)
        return ()

    def _is_waiting(self) -> bool:
        return self.conn.their_state is h11.IDLE and not self.transport.is_closing()

    def _make_room(self) -> None:
        """Close the connection that has waited longest for a request. One that sends its request at once is never the
        oldest, so that slow ones cannot keep others out."""
        connections = cast("set[GuardedProtocol]", self.connections)
        waiting = [connection for connection in connections if connection is not self and connection._is_waiting()]
        if waiting:
            min(waiting, key=lambda connection: connection._since).transport.abort()
        else:
            self._turn_away()

    def _turn_away(self) -> None:
        self.transport.write(_FULL)
        self.transport.close()


class GuardedConfig(uvicorn.Config):
    """uvicorn's configuration with our limits; HTTP/1.1 only, since there are no WebSockets here."""

    def __init__(self, app: Callable[..., Any], limits: Limits, **options: Any) -> None:
        ours = {
            "http": GuardedProtocol,
            "ws": "none",
            "proxy_headers": True,
            "server_header": False,
            "h11_max_incomplete_event_size": HEAD_BYTES,
            "timeout_keep_alive": IDLE_SECONDS,
            "timeout_graceful_shutdown": CANCEL_SECONDS,
            "log_level": "warning",
        }
        super().__init__(app, **{**ours, **options})
        self.limits = limits


class GuardedServer(uvicorn.Server):
    """uvicorn's server, which looks after its connections and ends in time."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and say where."""
        await super().startup(sockets)
        if self.started:
            here = self.config.host in ("127.0.0.1", "::1", *_ALL_ADDRESSES)
            logger.info("Pandu is at http://%s:%d/", "localhost" if here else self.config.host, self.config.port)

    async def on_tick(self, counter: int) -> bool:
        """Ten times a second; the connections are looked at once a second."""
        if counter % 10 == 0:
            now, seconds = asyncio.get_running_loop().time(), cast(GuardedConfig, self.config).limits.seconds
            for connection in list(self.server_state.connections):
                cast(GuardedProtocol, connection).check(now, seconds)
        return await super().on_tick(counter)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop in order, and without it when something hangs."""
        timer = threading.Timer(END_SECONDS, _end)
        timer.daemon = True
        timer.start()
        super().handle_exit(sig, frame)


def _end() -> None:
    logger.warning("Something did not stop within %s seconds; the process ends without it", END_SECONDS)
    logging.shutdown()
    os._exit(0)
