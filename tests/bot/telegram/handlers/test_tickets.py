"""Tickets to the staff group, and replies to the askers."""

from __future__ import annotations

from pathlib import Path

from bot.journal import Turn
from knowledge.answers import (
    Answer,
    Outcome,
)
from tests.fakes.telegram_bot import STAFF_CHAT, RunningBot, run_bot
from tests.fakes.telegram_people import Group, Person
from tests.fakes.telegram_server import TelegramServer


async def test_tickets_and_replies_from_the_web_are_carried_too(bot: RunningBot) -> None:
    sri, rina, staff = Person(bot.server, 11), Person(bot.server, 50), Group(bot.server, STAFF_CHAT)
    answer = Answer(outcome=Outcome.REFUSED, language="en", question="How much is the fee?")
    tickets = bot.app.tickets
    turn: Turn = bot.app.journal.record("c", "web", "web:1", "How much is the fee?", answer)
    tickets.open(turn, "web", "web:1")
    ticket = await staff.hears(1)
    assert "How much is the fee?" in ticket.text
    assert "tidak meninggalkan alamat" in ticket.text
    staff.say(rina, "None.", reply_to=ticket)
    assert "Bot tidak mengirimnya ke alamat mana pun" in (await staff.hears(2)).text
    sri.say("tolak")
    sri.press(await sri.hears(1), "Direktorat")
    await staff.hears(3)
    bot.app.handling.answer(2, "Dijawab lewat konsol.", "rina")
    await bot.server.until(lambda: any("Dijawab lewat konsol." in message.text for message in sri.heard))


async def test_staff_learn_when_the_asker_has_left(bot: RunningBot) -> None:
    sri, rina, staff = Person(bot.server, 11), Person(bot.server, 50), Group(bot.server, STAFF_CHAT)
    sri.say("tolak")
    sri.press(await sri.hears(1), "Direktorat")
    ticket = await staff.hears(1)
    bot.server.blocked.add(sri.id)
    staff.say(rina, "Jawabannya begini.", reply_to=ticket)
    await bot.server.until(lambda: any("tidak sampai" in message.text for message in staff.heard))


async def test_tickets_follow_the_staff_group_that_moved(server: TelegramServer, tmp_path: Path) -> None:
    server.migrated[STAFF_CHAT] = -100999
    async with run_bot(server, tmp_path):
        sri, moved = Person(server, 11), Group(server, -100999)
        sri.say("tolak")
        sri.press(await sri.hears(1), "Direktorat")
        assert "Tiket #1" in (await moved.hears(1)).text
