"""A bot with real parts against the stand-in server; only the answers are scripted."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.telegram.database_thread import DatabaseThread
from tests.fakes.telegram_bot import RunningBot, run_bot
from tests.fakes.telegram_server import TelegramServer


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    """The stand-in for Telegram; what it refused fails the test."""
    async with TelegramServer() as running:
        yield running
    assert running.refusals == []


@pytest.fixture
def thread() -> Iterator[DatabaseThread]:
    """The thread that the stores work in."""
    thread = DatabaseThread()
    yield thread
    thread.close()


@pytest.fixture(params=["polling", "webhook"])
async def bot(request: pytest.FixtureRequest, server: TelegramServer, tmp_path: Path) -> AsyncIterator[RunningBot]:
    """The bot, once by polling and once by webhook."""
    async with AsyncExitStack() as stack:
        yield await stack.enter_async_context(run_bot(server, tmp_path, webhook=request.param == "webhook"))
