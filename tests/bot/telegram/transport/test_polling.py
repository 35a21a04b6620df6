"""Polling: one poller for each token."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from telegram.error import Conflict

from bot.telegram.database_thread import DatabaseThread
from bot.telegram.transport.polling import POLLING, Poller
from bot.telegram.updates.leases import Lease
from tests.fakes.telegram_bot import run_bot
from tests.fakes.telegram_people import Person
from tests.fakes.telegram_server import TelegramServer


async def test_a_second_poller_elsewhere_is_backed_off_from(server: TelegramServer, tmp_path: Path) -> None:
    async with run_bot(server, tmp_path / "one") as first, run_bot(server, tmp_path / "two") as second:
        await server.until(lambda: any("same token" in bot.service.state for bot in (first, second)))
        sri = Person(server, 11)
        sri.say("tetap dijawab")
        await sri.hears(1, 30)


async def test_a_webhook_that_is_left_over_does_not_bar_polling_for_ever(
    server: TelegramServer, tmp_path: Path
) -> None:
    async with run_bot(server, tmp_path) as bot:
        await server.until(lambda: bot.service.state == "polling")
        server.webhook = {"url": "http://127.0.0.1:9/telegram/x"}  # by a process that has ended since
        sri = Person(server, 11)
        await server.until(lambda: server.webhook is None)
        sri.say("nomor 1")
        await sri.hears(1, 30)


async def test_what_could_not_be_stored_is_fetched_again(engine: Engine, thread: DatabaseThread) -> None:
    offsets: list[int | None] = []
    stored: list[int] = []
    failures = [OSError("the database is away")]
    done = asyncio.Event()

    async def fetch(offset: int | None) -> Sequence[dict[str, Any]]:
        offsets.append(offset)
        if offset is None:
            return [{"update_id": 7}, {"update_id": 9}, {"update_id": 8}]
        done.set()
        await asyncio.Event().wait()
        return []

    async def store(payloads: Sequence[dict[str, Any]]) -> None:
        if failures:
            raise failures.pop()
        stored.extend(payload["update_id"] for payload in payloads)

    async def remove_webhook() -> None:
        raise AssertionError("there is none")

    lease = Lease(engine, thread, "poll", "a")
    poller = Poller(fetch, lease, store, remove_webhook)
    task = asyncio.create_task(poller.run())
    await asyncio.wait_for(done.wait(), 60)
    assert (offsets, stored, poller.state) == ([None, None, 10], [7, 9, 8], POLLING)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert await lease.holder() == ""


async def test_pauses_grow_while_another_program_polls(engine: Engine, thread: DatabaseThread) -> None:
    conflicts = 0
    states: list[str] = []
    done = asyncio.Event()

    async def fetch(_: int | None) -> Sequence[dict[str, Any]]:
        nonlocal conflicts
        conflicts += 1
        states.append(poller.state)
        if conflicts == 4:
            done.set()
            await asyncio.Event().wait()
        raise Conflict("terminated by other getUpdates request")

    async def nothing(_: object = None) -> None:
        return None

    lease = Lease(engine, thread, "poll", "a")
    poller = Poller(fetch, lease, nothing, nothing, conflict_pauses=(0.0, 0.01))
    task = asyncio.create_task(poller.run())
    await asyncio.wait_for(done.wait(), 60)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert states[0] == "starting"
    assert all("another program polls with the same token" in state for state in states[1:])
