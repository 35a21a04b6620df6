"""Secrets kept out of logs."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from tests.fakes.telegram_bot import run_bot
from tests.fakes.telegram_people import Person
from tests.fakes.telegram_server import TOKEN, Faults, TelegramServer


async def test_the_token_is_in_no_log(
    server: TelegramServer, tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    server.faults = Faults(rate=0.3, kinds=("500", "cut"), seed=3)
    async with run_bot(server, tmp_path):
        sri = Person(server, 11)
        for number in range(5):
            sri.say(f"nomor {number}")
        await sri.hears(5, 60)
        try:
            int(f"{server.url}/bot{TOKEN}/getMe")
        except ValueError:
            logging.getLogger("elsewhere").exception("with %s", TOKEN)
    formatter = logging.Formatter()
    shown = "".join(formatter.format(record) for record in caplog.records) + capsys.readouterr().err
    assert "<secret>" in shown
    assert TOKEN not in shown
    assert "nomor 1" not in "".join(record.getMessage() for record in caplog.records if record.levelno > logging.DEBUG)
