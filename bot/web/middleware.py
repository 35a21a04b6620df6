"""What every request passes: an id and a log line, security headers, the last border for errors, the gate and the
body limit."""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Mapping

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.gates import admit
from bot.web.metrics import Metrics
from bot.web.problems import Problem, render

logger = logging.getLogger("bot.web.requests")

_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_SECRET_PATH = re.compile(r"^(/tiket/|/jawaban/|/kabar/[0-9]+/)[^/]+")  # for who holds the link: not for the log
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": _PAGE_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


class RequestIds:
    """Gives each request an id, logs how it ended and counts it. The log line holds neither the query, which may be a
    question, nor the client's address."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get("x-request-id", "")
        scope["request_id"] = given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        started, status = time.perf_counter(), 499  # 499: the caller went away before an answer

        async def answer(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-Id"] = scope["request_id"]
            await send(message)

        try:
            await self._app(scope, receive, answer)
        finally:
            seconds = time.perf_counter() - started
            endpoint = getattr(scope.get("endpoint"), "__name__", "other")
            self._metrics.request(scope["method"], endpoint, status, seconds)
            path = _SECRET_PATH.sub(r"\1…", scope["path"]).encode("unicode_escape").decode()[:200]
            logger.info("%s %s %s %d %.0f ms", scope["request_id"], scope["method"], path, status, seconds * 1000)


class SecurityHeaders:
    """Adds the security headers that a response does not set itself."""

    def __init__(self, app: ASGIApp, https: bool) -> None:
        self._app = app
        self._headers = dict(SECURITY_HEADERS)
        if https:
            self._headers["Strict-Transport-Security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, answer)


class ErrorBorder:
    """The last border: an unforeseen error is logged with its request id and ends as a problem without details."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def answer(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._app(scope, receive, answer)
        except Exception:
            logger.exception("Request %s failed", scope.get("request_id", ""))
            if started:
                raise
            await render(Request(scope), Problem("internal"))(scope, receive, send)


class Heads:
    """Answers HEAD wherever GET is answered (RFC 9110, section 9.3.2); the server leaves the body out."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return
        asked = {**scope, "method": "GET"}
        try:
            await self._app(asked, receive, send)
        finally:
            scope["endpoint"] = asked.get("endpoint")  # for the counters


class Gate:
    """Lets in what ``state.admit`` lets in. It stands before the routes, so that a request counts whatever becomes of
    it: an address that does not exist, a body that cannot be read."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] == "http":
            try:
                await admit(Request(scope))
            except Problem as problem:
                await render(Request(scope), problem)(scope, receive, send)
                return
        await self._app(scope, receive, send)


class BodyLimit:
    """Refuses request bodies above ``limit`` bytes below the ``prefixes``."""

    def __init__(self, app: ASGIApp, limit: int, prefixes: tuple[str, ...]) -> None:
        self._app = app
        self._limit = limit
        self._prefixes = prefixes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http" or not scope["path"].startswith(self._prefixes):
            await self._app(scope, receive, send)
            return
        try:
            counted = limited(scope, receive, self._limit)
        except Problem as problem:
            await render(Request(scope), problem)(scope, receive, send)
            return
        await self._app(scope, counted, send)


def limited(scope: Scope, receive: Receive, limit: int) -> Receive:
    """What receives a body of ``limit`` bytes at most, whether more is announced or only met while reading.

    Raises:
        Problem: ``too-large``, here or while it is read.
    """
    problem = Problem("too-large", headers={"Connection": "close"}, limit=limit)
    announced = Headers(scope=scope).get("content-length", "0")
    if announced.isdigit() and int(announced) > limit:
        raise problem
    total = 0

    async def counted() -> Message:
        nonlocal total
        message = await receive()
        total += len(message.get("body", b""))
        if total > limit:
            raise problem
        return message

    return counted
