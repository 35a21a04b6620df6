"""The Telegram bot as a service: starts, stops, and takes webhook calls; the web server runs it beside itself."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram.error import InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.app import App
from bot.settings import Settings
from bot.telegram.assembly import Parts, assemble
from bot.telegram.backoff import pause_after
from bot.telegram.database_thread import DatabaseThread
from bot.telegram.handlers.commands import register_menu
from bot.telegram.transport.http_client import BotApiRequest
from bot.telegram.transport.log_redaction import redact_logs
from bot.telegram.transport.polling import POLLING, Poller, fetcher
from bot.telegram.transport.retries import RetryingRateLimiter
from bot.telegram.transport.webhook_watch import WEBHOOK, WebhookWatch
from bot.telegram.updates.inbox import UPDATES, Inbox
from bot.telegram.updates.leases import Lease
from bot.telegram.updates.processes import process_name

logger = logging.getLogger(__name__)

_MAX_BODY = 1024 * 1024
_CONNECTIONS = 20  # 30 messages a second with their typing actions, over a distance
_REFUSED_PAUSE = 60.0
_STORED_WITHIN = 3.0  # seconds; under load hundreds of updates may wait for the thread
_HOUR = 3600.0
_PREFIX = "/telegram"


class TelegramService:
    """One bot in one process; several processes may serve the same bot over one database.

    Args:
        app: the parts of the program.
        lease: how long another process waits before it takes over what this one held when it died.
        grace: seconds that updates in work have to finish when the service stops.
        watch_every: seconds between two looks at how Telegram fares with the webhook.
    """

    def __init__(
        self, app: App, lease: timedelta = timedelta(seconds=15), grace: float = 10.0, watch_every: float = 60.0
    ) -> None:
        settings = app.settings
        self._app = app
        self._token = settings.telegram_token.get_secret_value()
        self._public_url = str(settings.public_url).rstrip("/") if settings.public_url else ""
        # Derived, so that all replicas agree on them, and nobody without the key can guess them.
        self._path = app.journal.hash_person(f"telegram webhook path {self._token}")[:32]
        self._secret = app.journal.hash_person(f"telegram webhook secret {self._token}")
        self._restore_logs = redact_logs(self._token, self._secret, self._path)
        self._owner = process_name()
        self._lease = lease
        self._grace = grace
        self._watch_every = watch_every
        self._thread = DatabaseThread()
        self._inbox = Inbox(app.engine, self._owner, lease)
        self._polling = BotApiRequest(2, settings.telegram_timeout)
        self._bot = _bot(settings, self._polling)
        self._parts: Parts | None = None
        self._poller: Poller | None = None
        self._watch: WebhookWatch | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._state = "stopped"

    @property
    def state(self) -> str:
        """How the bot is doing, for the operator."""
        transport = self._poller or self._watch
        return transport.state if transport is not None else self._state

    @property
    def working(self) -> bool:
        """Whether messages from Telegram arrive."""
        return self.state in (POLLING, WEBHOOK)

    @property
    def webhook_path(self) -> str:
        """The path Telegram calls, not to be guessed."""
        return f"{_PREFIX}/{self._path}"

    def waiting(self) -> int:
        """How many updates are stored and not handled yet; it blocks."""
        return self._inbox.waiting()

    def mount(self, web: FastAPI) -> None:
        """Add the webhook to a web application."""
        web.router.routes.append(Route(f"{_PREFIX}/{{path}}", self._webhook, methods=["POST"]))

    async def start(self) -> None:
        """Start in the background; an unreachable Telegram is tried again and does not hold up the web server."""
        self._state = "connecting"
        self._tasks = [asyncio.create_task(self._run())]

    async def stop(self) -> None:
        """Take no more updates, let those in work finish, keep the rest for the next start."""
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=self._grace)
        if self._parts is not None:
            await self._parts.stop(self._grace + 5)
        with suppress(TelegramError, RuntimeError):
            await self._bot.shutdown()
        self._thread.close()
        self._restore_logs()
        self._poller = self._watch = None
        self._state = "stopped"

    async def handle_webhook(self, secret_path: str, header_secret: str, body: bytes) -> int:
        """Store what Telegram sent; it is worked on afterwards.

        Args:
            secret_path: the last part of the address that was called.
            header_secret: the header ``X-Telegram-Bot-Api-Secret-Token``.
            body: the update as JSON.

        Returns:
            The HTTP status to answer with: 200 when the update is safe or can never be filed, 503 when Telegram should
            send it again.
        """
        if not self._public_url or not hmac.compare_digest(secret_path.encode(), self._path.encode()):
            return 404
        if not hmac.compare_digest(header_secret.encode(), self._secret.encode()):
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

    async def _webhook(self, request: Request) -> Response:
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > _MAX_BODY:
                break
        header = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        return Response(status_code=await self.handle_webhook(request.path_params["path"], header, body))

    async def _store(self, payloads: Sequence[dict[str, Any]]) -> None:
        """Store updates, or answer them at once when the database cannot take them.

        Raises:
            Exception: neither could be done; Telegram keeps them.
        """
        if not payloads:
            return
        try:
            async with asyncio.timeout(_STORED_WITHIN):
                await self._thread.run(self._inbox.add, payloads)
        except Exception as error:
            if self._parts is None:
                raise
            if not self._thread.away:  # told once, until it works again
                logger.warning("Updates cannot be stored (%s); they are answered without being stored", error)
            self._thread.away = True
            await self._parts.worker.answer_at_once(payloads)
            return
        self._thread.away = False
        if self._parts is not None:
            self._parts.worker.wake()

    async def _run(self) -> None:
        await self._insist("connect to Telegram", self._bot.initialize)
        parts = self._parts = await assemble(self._app, self._bot, self._inbox, self._thread, self._grace)
        await self._thread.run(self._inbox.take_over)
        parts.start()
        self._tasks += [
            asyncio.create_task(self._keep_house(parts)),
            asyncio.create_task(self._insist("register the command menu", lambda: register_menu(self._bot))),
        ]
        if self._public_url:
            await self._set_webhook()
            self._watch = WebhookWatch(self._bot, self._webhook_url, self._set_webhook, self._watch_every)
            logger.info("The Telegram bot @%s is ready, by webhook", self._bot.username)
            await self._watch.run()
        else:
            await self._insist("remove an earlier webhook", self._bot.delete_webhook)
            lease = Lease(self._app.engine, f"telegram-poll:{self._bot.id}", self._owner, self._lease)
            fetch = fetcher(self._bot, self._polling, self._app.settings.telegram_timeout)
            self._poller = Poller(fetch, lease, self._thread, self._store, self._bot.delete_webhook)
            logger.info("The Telegram bot @%s is ready, by polling", self._bot.username)
            await self._poller.run()

    @property
    def _webhook_url(self) -> str:
        return f"{self._public_url}{self.webhook_path}"

    async def _set_webhook(self) -> None:
        await self._insist(
            "set the webhook",
            lambda: self._bot.set_webhook(self._webhook_url, secret_token=self._secret, allowed_updates=UPDATES),
        )

    async def _insist(self, what: str, action: Callable[[], Awaitable[Any]]) -> None:
        tries = 0
        while True:
            try:
                await action()
            except InvalidToken:
                pause = _REFUSED_PAUSE
                self._state = "Telegram does not know the token; check PANDU_TELEGRAM_TOKEN"
                logger.error("Could not %s: %s", what, self._state)  # noqa: TRY400 - the traceback says no more
            except TelegramError as error:
                pause = pause_after(error, tries) or _REFUSED_PAUSE
                tries += 1
                self._state = f"could not {what}: {error.message}"
                logger.warning("Could not %s: %s; trying again in %.0f s", what, error.message, pause)
            else:
                return
            await asyncio.sleep(pause)

    async def _keep_house(self, parts: Parts) -> None:
        kept = timedelta(days=self._app.settings.keep_turns_days)
        while True:
            try:
                await self._thread.run(self._inbox.expire)
                await self._thread.run(parts.memory.expire, kept)
            except Exception:  # a database that is away for a while
                logger.exception("Old Telegram rows cannot be deleted; trying again in an hour")
            await asyncio.sleep(_HOUR)


def _bot(settings: Settings, polling: BotApiRequest) -> ExtBot[int]:
    root = str(settings.telegram_api_url).rstrip("/")
    return ExtBot(
        settings.telegram_token.get_secret_value(),
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=BotApiRequest(_CONNECTIONS, settings.telegram_timeout),
        get_updates_request=polling,
        rate_limiter=RetryingRateLimiter(settings.telegram_messages_per_second),
    )
