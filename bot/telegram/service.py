"""The Telegram bot as a service: started and stopped by the web server that it runs beside."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

from telegram import User
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.app import App
from bot.settings import Settings
from bot.telegram.assembly import Parts, assemble
from bot.telegram.backoff import retry_until_done
from bot.telegram.database_thread import DatabaseThread
from bot.telegram.handlers.commands import register_menu
from bot.telegram.housekeeping import keep_house
from bot.telegram.mini_app import MiniApp
from bot.telegram.transport.http_client import BotApiRequest
from bot.telegram.transport.log_redaction import redact_logs
from bot.telegram.transport.polling import POLLING, Poller, fetcher
from bot.telegram.transport.retries import RetryingRateLimiter
from bot.telegram.transport.webhook import Webhook, WebhookSecrets
from bot.telegram.transport.webhook_watch import WEBHOOK, WebhookWatch
from bot.telegram.updates.inbox import Inbox
from bot.telegram.updates.leases import Lease
from bot.telegram.updates.processes import process_name

logger = logging.getLogger(__name__)

_STORED_WITHIN = 3.0  # seconds; under load hundreds of updates may wait for the thread
_CONNECTIONS = 20  # 30 messages a second with their typing actions, over a distance


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
        token = settings.telegram_token.get_secret_value()
        secrets = WebhookSecrets.derive(app.key, token)
        public_url = str(settings.public_url).rstrip("/") if settings.public_url else ""
        self.webhook = Webhook(public_url, secrets, self._store)
        self.mini_app = MiniApp(token, self._send_indicator)
        self._app = app
        self._restore_logs = redact_logs(token, secrets.header, secrets.path)
        self._owner = process_name()
        self._lease = lease
        self._grace = grace
        self._watch_every = watch_every
        self._thread = DatabaseThread(settings.database_seconds)
        self._inbox = Inbox(app.engine, self._owner, lease)
        self._polling = BotApiRequest(2, settings.telegram_timeout)
        self._bot = _bot(settings, self._polling)
        self._parts: Parts | None = None
        self._transport: Poller | WebhookWatch | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._state = "stopped"

    @property
    def state(self) -> str:
        """How the bot is doing, for the operator."""
        return self._transport.state if self._transport is not None else self._state

    @property
    def working(self) -> bool:
        """Whether messages from Telegram arrive."""
        return self.state in (POLLING, WEBHOOK)

    def waiting(self) -> int:
        """How many updates are stored and not handled yet; it blocks."""
        return self._inbox.waiting()

    async def tell_staff(self, text: str) -> None:
        """Write to the staff group.

        Raises:
            TelegramError: Telegram cannot be reached, or does not take it.
        """
        await self._bot.send_message(self._app.settings.staff_chat, text)

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
        self._transport = None
        self._state = "stopped"

    async def _run(self) -> None:
        await self._insist("connect to Telegram", self._bot.initialize)
        parts = self._parts = assemble(self._app, self._bot, self._inbox, self._thread, self._grace)
        await self._thread.run(self._inbox.take_over)
        parts.start()

        def kept() -> timedelta:
            return timedelta(days=self._app.changed_settings.read().keep_turns_days)

        self._tasks += [
            asyncio.create_task(keep_house(self._inbox, self._thread, parts.chat_state, kept)),
            asyncio.create_task(self._insist("register the command menu", self._register_menu)),
        ]
        self._transport = await (self._watch() if self.webhook.enabled else self._poller())
        transport = "webhook" if self.webhook.enabled else "polling"
        logger.info("The Telegram bot @%s is ready, by %s", self._bot.username, transport)
        await self._transport.run()

    async def _watch(self) -> WebhookWatch:
        await self._register_webhook()
        return WebhookWatch(self._bot, self.webhook.url, self._register_webhook, self._watch_every)

    async def _poller(self) -> Poller:
        await self._insist("remove an earlier webhook", self._bot.delete_webhook)
        lease = Lease(self._app.engine, self._thread, f"telegram-poll:{self._bot.id}", self._owner, self._lease)
        fetch = fetcher(self._bot, self._polling, self._app.settings.telegram_timeout)
        return Poller(fetch, lease, self._store, self._bot.delete_webhook)

    async def _send_indicator(self, user: User, key: str) -> None:
        if self._parts is None:
            raise TelegramError(f"The bot is not connected: {self.state}")
        await self._parts.app_requests.send_indicator(user, key)

    async def _register_menu(self) -> None:
        await register_menu(self._bot, self._app.settings.staff_chat)

    async def _register_webhook(self) -> None:
        await self._insist("set the webhook", lambda: self.webhook.register(self._bot))

    async def _insist(self, what: str, action: Callable[[], Awaitable[Any]]) -> None:
        await retry_until_done(what, action, self._note_problem)

    def _note_problem(self, problem: str) -> None:
        self._state = problem

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
