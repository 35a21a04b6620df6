"""The webhook: the address Telegram posts updates to, guarded by two secrets."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot

from bot.telegram.updates.inbox import UPDATES

logger = logging.getLogger(__name__)

_MAX_BODY = 1024 * 1024
_PREFIX = "/telegram"


@dataclass(frozen=True, slots=True)
class WebhookSecrets:
    """What only Telegram and this bot know: the last part of the address, and the header of each call."""

    path: str
    header: str

    @classmethod
    def derive(cls, key: bytes, token: str) -> WebhookSecrets:
        """The secrets of the bot with this token, the same in all its processes; ``key`` is the installation's."""
        return cls(
            path=_derived(key, f"telegram webhook path {token}")[:32],
            header=_derived(key, f"telegram webhook secret {token}"),
        )


class Webhook:
    """Takes what Telegram posts. An update is confirmed only once it is stored, so that none is lost.

    Args:
        public_url: the address of this server from outside, without a slash at its end; empty means that the bot
            polls, and every call is answered with 404.
        secrets: what a call must know.
        store: stores updates; when it returns they are safe.
    """

    def __init__(
        self,
        public_url: str,
        secrets: WebhookSecrets,
        store: Callable[[Sequence[dict[str, Any]]], Awaitable[None]],
    ) -> None:
        self._public_url = public_url
        self._secrets = secrets
        self._store = store

    @property
    def enabled(self) -> bool:
        """Whether updates come by webhook; else they are polled for."""
        return bool(self._public_url)

    @property
    def path(self) -> str:
        """The path Telegram calls, not to be guessed."""
        return f"{_PREFIX}/{self._secrets.path}"

    @property
    def url(self) -> str:
        """The address Telegram calls."""
        return f"{self._public_url}{self.path}"

    def mount(self, web: FastAPI) -> None:
        """Add the webhook to a web application."""
        web.router.routes.append(Route(f"{_PREFIX}/{{path}}", self._answer, methods=["POST"]))

    async def register(self, bot: Bot) -> None:
        """Tell Telegram where to post updates; raises ``TelegramError`` when it did not take it."""
        await bot.set_webhook(self.url, secret_token=self._secrets.header, allowed_updates=UPDATES)

    async def handle(self, secret_path: str, header_secret: str, body: bytes) -> int:
        """Store what Telegram sent; it is worked on afterwards.

        Args:
            secret_path: the last part of the address that was called.
            header_secret: the header ``X-Telegram-Bot-Api-Secret-Token``.
            body: the update as JSON.

        Returns:
            The HTTP status to answer with: 200 when the update is safe or can never be filed, 503 when Telegram should
            send it again.
        """
        if not self.enabled or not hmac.compare_digest(secret_path.encode(), self._secrets.path.encode()):
            return 404
        if not hmac.compare_digest(header_secret.encode(), self._secrets.header.encode()):
            return 403
        if len(body) > _MAX_BODY:
            return 413
        try:
            payload = json.loads(body)
            if not isinstance(payload, dict) or not isinstance(payload.get("update_id"), int):
                return 400
        except (ValueError, RecursionError):
            return 400
        try:
            await self._store([payload])
        except Exception:  # not stored, so not confirmed: Telegram keeps the update and sends it again
            logger.exception("An update cannot be stored; Telegram will send it again")
            return 503
        return 200

    async def _answer(self, request: Request) -> Response:
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > _MAX_BODY:
                break
        header = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        return Response(status_code=await self.handle(request.path_params["path"], header, body))


def _derived(key: bytes, purpose: str) -> str:
    return hmac.new(key, purpose.encode(), hashlib.sha256).hexdigest()
