"""Working off the inbox: lanes side by side, in order within a lane, never more than a bounded number at once."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.telegram.backoff import pause_after
from bot.telegram.database_thread import DatabaseThread
from bot.telegram.updates.checkpoints import Checkpoints, StoredCheckpoints
from bot.telegram.updates.inbox import Inbox, LeaseLostError, StoredUpdate, lane
from knowledge.storage.engine import now

logger = logging.getLogger(__name__)

Handle = Callable[[StoredUpdate, Checkpoints], Awaitable[None]]
_GIVEN_UP_AFTER = timedelta(hours=24)
_MAX_PAUSE = 300.0
_ANSWERED = 10_000
_GATHERED = 0.005  # under load, one look at the database serves what ended and arrived within this time


class Worker:
    """Takes stored updates and has them handled.

    Args:
        inbox: the stored updates.
        thread: the database thread.
        handle: handles one update.
        grace: seconds that updates in work have to finish when it stops.
        at_once: most updates in work at the same time.
        look_every: seconds between looks without being woken, for updates that other processes left behind.
    """

    def __init__(
        self,
        inbox: Inbox,
        thread: DatabaseThread,
        handle: Handle,
        grace: float = 10.0,
        at_once: int = 64,
        look_every: float = 1.0,
    ) -> None:
        self._inbox = inbox
        self._thread = thread
        self._handle = handle
        self._grace = grace
        self._at_once = at_once
        self._look_every = look_every
        self._wake = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._done: list[int] = []
        self._answered: OrderedDict[int, None] = OrderedDict()  # at once, since they could not be stored
        self._kept: dict[int, dict[str, Any]] = {}  # failed over the database, with their steps
        self._stopping = False

    def wake(self) -> None:
        """Look for updates now."""
        self._wake.set()

    async def answer_at_once(self, payloads: Sequence[dict[str, Any]]) -> None:
        """Handle updates that cannot be stored, in order within a lane; what is done for them is not remembered beyond
        this process.

        Raises:
            TelegramError: one of them could not be answered; those that were are not answered again.
        """
        lanes: dict[str, list[StoredUpdate]] = {}
        for payload in payloads:
            try:
                stored = StoredUpdate(payload["update_id"], payload, {}, 0, now())
                lanes.setdefault(lane(payload), []).append(stored)
            except (LookupError, TypeError, ValueError, AttributeError):
                logger.warning("Update %s cannot be filed and is left out", payload.get("update_id"))
        done = await asyncio.gather(*(self._answer_lane(updates) for updates in lanes.values()), return_exceptions=True)
        for result in done:
            if isinstance(result, BaseException):
                raise result

    async def _answer_lane(self, updates: Sequence[StoredUpdate]) -> None:
        for stored in updates:
            if stored.update_id in self._answered:
                continue
            self._answered[stored.update_id] = None
            if len(self._answered) > _ANSWERED:
                self._answered.popitem(last=False)
            try:
                await self._handle(stored, Checkpoints())
            except (Forbidden, BadRequest, ChatMigrated) as error:
                logger.warning("Update %d: Telegram refused our message: %s", stored.update_id, error.message)
            except BaseException:
                self._answered.pop(stored.update_id, None)
                raise

    async def run(self) -> None:
        """Work until told to stop; then let updates in work finish, and put back those that take longer."""
        renewing = asyncio.create_task(self._renew())
        try:
            while not self._stopping:
                self._wake.clear()
                free = self._at_once - len(self._tasks)
                for stored in await self._claim(free):
                    task = asyncio.create_task(self._work(stored))
                    self._tasks.add(task)
                    task.add_done_callback(self._finished)
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._look_every):
                        await self._wake.wait()
                if self._tasks:
                    await asyncio.sleep(_GATHERED)
            await self._end()
        finally:
            renewing.cancel()

    def stop(self) -> None:
        """Take no more updates. (A cancelled ``run`` would lose those it is just taking.)"""
        self._stopping = True
        self._wake.set()

    async def _end(self) -> None:
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=self._grace)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._claim(0)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._wake.set()

    async def _claim(self, free: int) -> list[StoredUpdate]:
        done, self._done = self._done, []
        try:
            return await self._thread.run(self._inbox.claim, free, done)
        except Exception as error:  # the worker must outlive a database that is away for a while
            logger.warning("The stored updates cannot be read (%s); trying again", error)
            self._done += done
            return []

    async def _renew(self) -> None:
        while True:
            await asyncio.sleep(self._inbox.lease.total_seconds() / 3)
            try:
                await self._put_back()
                await self._thread.run(self._inbox.renew)
            except Exception as error:  # as above
                logger.warning("The leases cannot be renewed (%s); trying again", error)

    async def _put_back(self) -> None:
        """Give back what could not be noted while the database was away; what this process holds nobody else takes."""
        for update_id, steps in list(self._kept.items()):
            with suppress(LeaseLostError):
                await self._thread.run(self._inbox.put_back, update_id, now(), steps)
            del self._kept[update_id]
            self._wake.set()

    async def _work(self, stored: StoredUpdate) -> None:
        if stored.update_id in self._answered:  # it could be stored after all, but later than was waited for
            self._done.append(stored.update_id)
            return
        checkpoints = StoredCheckpoints(self._inbox, self._thread, stored)
        try:
            pause = await self._attempt(stored, checkpoints)
            if pause is None:
                self._done.append(stored.update_id)
            else:
                due_at = now() + timedelta(seconds=pause)
                await self._thread.run(self._inbox.put_back, stored.update_id, due_at, checkpoints.steps)
        except LeaseLostError as error:
            logger.warning("%s", error)
        except asyncio.CancelledError:
            with suppress(LeaseLostError):
                put_back = self._thread.run(self._inbox.put_back, stored.update_id, now(), checkpoints.steps)
                await asyncio.shield(put_back)
            raise
        except Exception:  # a failing database
            logger.exception("Update %d could not be worked off; trying again", stored.update_id)
            self._kept[stored.update_id] = checkpoints.steps

    async def _attempt(self, stored: StoredUpdate, checkpoints: Checkpoints) -> float | None:
        """Handle an update; returns the seconds to wait before another try, None when there is nothing left to do."""
        try:
            await self._handle(stored, checkpoints)
        except Forbidden:
            logger.info("Update %d: the bot may not write there any more", stored.update_id)
        except (BadRequest, ChatMigrated) as error:
            logger.warning("Update %d: Telegram refused our message: %s", stored.update_id, error.message)
        except TelegramError as error:
            if now() - stored.received_at > _GIVEN_UP_AFTER:
                logger.warning("Update %d is given up after a day: %s", stored.update_id, error.message)
                return None
            pause = pause_after(error, stored.attempts)
            pause = _MAX_PAUSE if pause is None else max(pause, min(2.0**stored.attempts, _MAX_PAUSE))
            logger.warning("Update %d is tried again in %.0f s: %s", stored.update_id, pause, error.message)
            return pause
        return None
