"""What is stored and needed no more goes."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from bot.identity import PersonHasher
from bot.telegram.actions import Ask
from bot.telegram.chat_state import ChatState
from bot.telegram.database_thread import DatabaseThread
from bot.telegram.housekeeping import keep_house
from bot.telegram.updates.inbox import Inbox


async def test_it_goes_on_after_a_failing_round(
    engine: Engine, thread: DatabaseThread, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    inbox, state = Inbox(engine, "a"), ChatState(engine, PersonHasher(b"k"), thread)
    (data,) = await state.keep_buttons([Ask("apa", "id")], 7)
    expire, rounds = inbox.expire, 0

    def failing_once() -> int:
        nonlocal rounds
        rounds += 1
        if rounds == 1:
            raise OperationalError("DELETE", {}, Exception("database is locked"))
        return expire()

    monkeypatch.setattr(inbox, "expire", failing_once)
    task = asyncio.create_task(keep_house(inbox, thread, state, lambda: timedelta(0), every=0.01))
    async with asyncio.timeout(30):
        while await state.button(data, 7) is not None:  # noqa: ASYNC110 - the round has no event
            await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert rounds >= 2
    assert "cannot be deleted" in caplog.text
