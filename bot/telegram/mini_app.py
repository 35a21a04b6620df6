"""The Mini App: the catalogue of the web pages, opened in Telegram. What is chosen there is answered in the chat."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from urllib.parse import parse_qs

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import User
from telegram.error import Forbidden, TelegramError

from bot.telegram.init_data import verified_user
from knowledge.errors import NotFoundError

logger = logging.getLogger(__name__)

PATH = "/app/indikator"  # of the pages; the form below it is ours
_SEND = "/app/kirim"
_MAX_BODY = 8192  # bytes


class MiniApp:
    """Takes what is chosen in the Mini App.

    Args:
        token: the bot's, which init data is signed with.
        send: sends the card of an indicator (its key) to a person.
    """

    def __init__(self, token: str, send: Callable[[User, str], Awaitable[None]]) -> None:
        self._token = token
        self._send = send

    def mount(self, web: FastAPI) -> None:
        """Add the address to a web application."""
        web.router.routes.append(Route(_SEND, self._answer, methods=["POST"]))

    async def _answer(self, request: Request) -> Response:
        return Response(status_code=await self.handle(await _limited(request)))

    async def handle(self, body: bytes) -> HTTPStatus:
        """Send the indicator that a form names to who opened the app.

        Args:
            body: the form: ``init``, what the app was started with, and ``key`` of the indicator.

        Returns:
            204 when it was sent; 403 when nobody can be told from ``init``; 404 for an indicator that is not in the
            catalogue; 409 when the person has not begun a chat with the bot, or has blocked it; 503 for later.
        """
        if len(body) > _MAX_BODY:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        try:
            fields = parse_qs(body.decode(), max_num_fields=4)
        except ValueError:
            return HTTPStatus.BAD_REQUEST
        user = verified_user(fields.get("init", [""])[0], self._token)
        if user is None:
            return HTTPStatus.FORBIDDEN
        try:
            await self._send(user, fields.get("key", [""])[0])
        except NotFoundError:
            return HTTPStatus.NOT_FOUND
        except Forbidden:
            return HTTPStatus.CONFLICT
        except TelegramError as error:
            logger.warning("An indicator chosen in the Mini App could not be sent: %s", error.message)
            return HTTPStatus.SERVICE_UNAVAILABLE
        return HTTPStatus.NO_CONTENT


async def _limited(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MAX_BODY:
            break
    return body
