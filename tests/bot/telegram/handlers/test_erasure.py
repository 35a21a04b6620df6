"""Deleting everything stored about a person."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.chat_tables import ButtonsRow, ChatRow
from bot.journal import TurnRow
from tests.fakes.telegram_bot import RunningBot
from tests.fakes.telegram_people import Person


def rows(bot: RunningBot, table: type) -> int:
    """How many rows a table has."""
    with Session(bot.app.engine) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


async def test_forgetting_everything(bot: RunningBot) -> None:
    sri = Person(bot.server, 11)
    sri.say("/bahasa id")
    await sri.hears(1)
    sri.say("apa itu ASCN")
    await sri.hears(2)
    sri.say("tolak")
    refusal = await sri.hears(3)
    sri.press(refusal, "Direktorat")
    await sri.hears(4)
    sri.say("/privasi")
    assert "90 hari" in (await sri.hears(5)).text
    sri.say("/hapus")
    confirm = await sri.hears(6)
    stranger = Person(bot.server, 99)
    press = stranger.press(confirm, "Ya, hapus")
    await bot.server.until(lambda: bot.server.notices.get(press))
    assert rows(bot, TurnRow) == 2
    sri.press(confirm, "Batal")
    await bot.server.until(lambda: "tidak ada yang dihapus" in confirm.text)
    sri.say("/hapus")
    confirm = await sri.hears(7)
    sri.press(confirm, "Ya, hapus")
    await bot.server.until(lambda: "Sudah dihapus: 2 tanya jawab" in confirm.text)
    assert (rows(bot, TurnRow), rows(bot, ChatRow)) == (0, 0)
    with Session(bot.app.engine) as session:
        assert session.scalars(select(ButtonsRow.who).where(ButtonsRow.who != "")).all() == []
    ticket = bot.app.tickets.ticket(1)
    assert (ticket.status, ticket.contact) == ("closed", "")
