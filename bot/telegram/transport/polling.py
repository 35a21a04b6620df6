"""Polling: fetch updates and confirm them to Telegram only once they are stored. One poller per token."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any, cast
from urllib.parse import urlencode

from telegram import Bot
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.request import BaseRequest

from bot.telegram.backoff import REFUSED_PAUSE, UNKNOWN_TOKEN, pause_after
from bot.telegram.updates.inbox import UPDATES
from bot.telegram.updates.leases import Lease

logger = logging.getLogger(__name__)

POLLING = "polling"  # the state while all is well
_WAIT = 20  # seconds Telegram holds a request open when there is nothing
_NOT_HELD = 0.5  # seconds: an empty answer that came sooner was not held open
_CONFLICT_PAUSES = (2.0, 5.0, 10.0, 30.0, 60.0)

Payload = dict[str, Any]
Store = Callable[[Sequence[Payload]], Awaitable[None]]
Fetch = Callable[[int | None], Awaitable[Sequence[Payload]]]


def fetcher(bot: Bot, request: BaseRequest, timeout: float) -> Fetch:
    """A function that fetches updates as Telegram writes them, from an offset on.

    ``Bot.get_updates`` reads them into objects, and one that it cannot read, as from a Bot API server older or newer
    than the library, would keep all the others from arriving.

    Args:
        bot: knows the address and the token.
        request: sends the requests; initialised by its bot.
        timeout: seconds to wait for the server beyond those it may hold the request open.
    """

    async def fetch(offset: int | None) -> Sequence[Payload]:
        parameters: dict[str, int | str] = {"timeout": _WAIT, "allowed_updates": json.dumps(UPDATES)}
        if offset is not None:
            parameters["offset"] = offset
        url = f"{bot.base_url}/getUpdates?{urlencode(parameters)}"
        return cast("Sequence[Payload]", await request.post(url, read_timeout=timeout + _WAIT))

    return fetch


class Poller:
    """Fetches updates as long as this process holds the lease.

    Args:
        fetch: gets updates from the Bot API.
        lease: lets one process poll of those that share a database.
        store: stores updates; when it returns they are safe.
        remove_webhook: frees the bot for polling.
        conflict_pauses: seconds to wait after the first, second, … conflict in a row.
    """

    def __init__(
        self,
        fetch: Fetch,
        lease: Lease,
        store: Store,
        remove_webhook: Callable[[], Awaitable[object]],
        conflict_pauses: Sequence[float] = _CONFLICT_PAUSES,
    ) -> None:
        self._fetch = fetch
        self._lease = lease
        self._store = store
        self._remove_webhook = remove_webhook
        self._conflict_pauses = conflict_pauses
        self._offset: int | None = None
        self.state = "starting"

    async def run(self) -> None:
        """Poll until cancelled; then let go of the lease."""
        try:
            while True:
                if await self._held():
                    await self._poll_while_held()
                else:
                    await asyncio.sleep(self._lease.length.total_seconds() / 3)
        finally:
            await self._lease.release()

    async def _held(self, before: bool = False) -> bool:
        """Whether this process has the lease, or may keep it since the database cannot tell and it had it ``before``.

        Without that, a database that cannot be written would silence the bot. Should another process poll all the
        same, which can reach a database that this one cannot, Telegram tells this one by a conflict.
        """
        try:
            if await self._lease.take():
                return True
            self.state = f"waiting: {await self._lease.holder()} polls"
        except Exception as error:  # a database that is away for a while must not end the polling
            if before:
                logger.warning("The polling lease cannot be renewed (%s); polling goes on", error)
                return True
            logger.exception("The polling lease cannot be read; trying again")
            self.state = "waiting for the database"
        return False

    async def _poll_while_held(self) -> None:
        """Poll, renewing the lease beside it; returns when another process has it."""
        polling = asyncio.create_task(self._poll())
        try:
            while await self._held(before=True):
                await asyncio.wait([polling], timeout=self._lease.length.total_seconds() / 3)
                if polling.done():
                    polling.result()
        finally:
            polling.cancel()
            await asyncio.gather(polling, return_exceptions=True)

    async def _poll(self) -> None:
        conflicts = failures = 0
        while True:
            try:
                asked = time.monotonic()
                updates = await self._fetch(self._offset)
                await self._store(updates)
            except Conflict as error:
                pause = self._conflict_pauses[min(conflicts, len(self._conflict_pauses) - 1)]
                conflicts += 1
                if "webhook" in error.message:
                    # Of another process that still runs, or ran until now: one alone may not bar this one for ever.
                    self._say(f"a webhook is set for the same token and is removed ({error.message})", pause)
                    with suppress(TelegramError):
                        await self._remove_webhook()
                else:
                    self._say(f"another program polls with the same token ({error.message})", pause)
            except InvalidToken:
                pause = REFUSED_PAUSE
                self._say(UNKNOWN_TOKEN, pause)
            except TelegramError as error:
                pause = pause_after(error, failures) or REFUSED_PAUSE
                failures += 1
                self._say(f"Telegram cannot be reached ({error.message})", pause)
            except Exception:  # a database that is away: nothing is confirmed, so nothing is lost
                pause = 2.0
                logger.exception("Updates cannot be stored; they are fetched again")
            else:
                conflicts = failures = 0
                # Telegram holds a request open while there is nothing; one that does not is not asked all the time.
                pause = 0.0 if updates or time.monotonic() - asked > _NOT_HELD else _NOT_HELD
                self.state = POLLING
                if updates:
                    self._offset = max(update["update_id"] for update in updates) + 1
            await asyncio.sleep(pause)

    def _say(self, problem: str, pause: float) -> None:
        self.state = f"backing off: {problem}"
        logger.warning("Polling pauses for %.1f s: %s", pause, problem)
