"""Watching the webhook."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.fakes.telegram_bot import run_bot
from tests.fakes.telegram_people import Person
from tests.fakes.telegram_server import TelegramServer


async def test_a_webhook_that_another_program_took_away_is_set_again(server: TelegramServer, tmp_path: Path) -> None:
    async with run_bot(server, tmp_path, webhook=True):
        await server.until(lambda: server.webhook)
        server.webhook = None  # as by deleteWebhook
        sri = Person(server, 11)
        sri.say("nomor 1")
        assert "nomor 1" in (await sri.hears(1)).text


async def test_a_webhook_that_telegram_cannot_reach_is_named(
    server: TelegramServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with run_bot(server, tmp_path, webhook=True) as bot:
        await server.until(lambda: "getWebhookInfo" in server.calls)
        assert bot.service.working
        server.pending = [{"update_id": 1}]
        server.webhook_error = time.time(), "Connection timed out"
        await server.until(lambda: "Connection timed out" in bot.service.state)
        assert not bot.service.working
        calls = len(server.calls)
        await server.until(lambda: len(server.calls) > calls + 2)
        server.pending = []
        await server.until(lambda: bot.service.working)
    assert caplog.text.count("Connection timed out") == 1
