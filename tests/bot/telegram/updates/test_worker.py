"""Working off updates: in order, side by side, each to its end."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from bot.telegram.tables import UpdateRow
from tests.fakes.telegram_bot import RunningBot, run_bot
from tests.fakes.telegram_people import Person
from tests.fakes.telegram_server import Faults, TelegramServer


async def test_nothing_in_the_clear_is_left_of_handled_updates(bot: RunningBot) -> None:
    sri = Person(bot.server, 1122334455)
    sri.say("kalimat rahasia")
    await sri.hears(1)
    with Session(bot.app.engine) as session:
        waiting = select(func.count()).select_from(UpdateRow).where(UpdateRow.done_at.is_(None))
        await bot.server.until(lambda: session.scalar(waiting) == 0)
        update = session.scalars(select(UpdateRow)).one()
        assert (update.lane, update.payload, update.steps) == ("", {}, {})


async def test_blocked_by_the_person(bot: RunningBot) -> None:
    sri, budi = Person(bot.server, 11), Person(bot.server, 12)
    bot.server.blocked.add(sri.id)
    sri.say("halo")
    budi.say("halo")
    await budi.hears(1)
    await bot.server.until(lambda: bot.service.waiting() == 0)
    assert sri.heard == []


async def test_a_slow_answer_delays_nobody_else(bot: RunningBot) -> None:
    sri, budi = Person(bot.server, 11), Person(bot.server, 12)
    sri.say("tahan sampai nanti")
    await bot.server.until(lambda: bot.answers.asked)
    sri.say("kedua")
    budi.say("cepat")
    assert "cepat" in (await budi.hears(1)).text
    assert sri.heard == []
    bot.answers.released.set()
    await sri.hears(2)
    assert ["tahan" in message.text for message in sri.heard] == [True, False]


async def test_other_refusals_end_the_update(server: TelegramServer, tmp_path: Path) -> None:
    async with run_bot(server, tmp_path) as bot:
        sri = Person(server, 11)
        server.refuse_once["sendMessage"] = "PEER_ID_INVALID"
        sri.say("pertama")
        sri.say("kedua")
        assert "kedua" in (await sri.hears(1)).text
        await server.until(lambda: bot.service.waiting() == 0)
        assert len(sri.heard) == 1


async def test_a_database_that_was_away_loses_nothing(
    server: TelegramServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with run_bot(server, tmp_path) as bot:
        await server.until(lambda: len(server.menus) == 4)
        sri, inbox = Person(server, 11), bot.service._inbox
        put_back, away = inbox.put_back, [True, True]

        def failing(update_id: int, due_at: datetime, steps: dict[str, Any]) -> None:
            if away:
                away.pop()
                raise OperationalError("UPDATE", {}, Exception("database is locked"))
            put_back(update_id, due_at, steps)

        monkeypatch.setattr(inbox, "put_back", failing)
        bot.service._bot.rate_limiter._retry_budget = 0.1
        server.faults = Faults(rate=1, kinds=("500",), only="sendMessage")
        sri.say("pertama")
        await server.until(lambda: len(away) < 2)
        server.faults = Faults()
        sri.say("kedua")
        assert "pertama" in (await sri.hears(1)).text
        assert "kedua" in (await sri.hears(2)).text
        await server.until(lambda: bot.service.waiting() == 0)
        assert len(sri.heard) == 2


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_two_hundred_chats_at_once(server: TelegramServer, tmp_path: Path, webhook: bool) -> None:
    # An answer that comes after the time-out is a message sent twice, so the time-out leaves a busy machine room.
    async with run_bot(server, tmp_path, webhook=webhook, telegram_timeout=20) as bot:
        people = [Person(bot.server, 1000 + number) for number in range(200)]
        for person in people:
            person.say("semua sekaligus")
        await bot.server.until(lambda: all(person.heard for person in people), 60)
        assert all(len(person.heard) == 1 for person in people)
