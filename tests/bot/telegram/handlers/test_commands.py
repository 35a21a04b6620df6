"""Commands and the menu that lists them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.telegram_bot import STAFF_CHAT, RunningBot, run_bot
from tests.fakes.telegram_people import Group, Person
from tests.fakes.telegram_server import TelegramServer


async def test_menu_is_registered_for_each_language(bot: RunningBot) -> None:
    menus = bot.server.menus
    await bot.server.until(lambda: len(menus) == 8)
    assert {(menu["scope"]["type"], menu.get("language_code")) for menu in menus} == {
        (scope, language)
        for scope in ("default", "all_private_chats", "all_group_chats", "chat")
        for language in (None, "en")
    }
    staff = {command["command"]: command["description"] for command in menus[-2]["commands"]}
    assert (menus[-2]["scope"]["chat_id"], staff["help"]) == (STAFF_CHAT, "Menjawab tiket, memasukkan dokumen")


async def test_the_staff_group_has_help_of_its_own(bot: RunningBot) -> None:
    Group(bot.server, STAFF_CHAT).say(Person(bot.server, 11), "/help")
    await bot.server.until(lambda: bot.server.sent)
    assert bot.server.sent[0].text.startswith("Di grup petugas ini")


async def test_the_bot_works_where_the_staff_group_does_not_know_it(server: TelegramServer, tmp_path: Path) -> None:
    server.refuse_scope = "chat not found"
    async with run_bot(server, tmp_path):
        await server.until(lambda: len(server.menus) == 6)
        sri = Person(server, 11)
        sri.say("/help")
        await sri.hears(1)


@pytest.mark.parametrize(
    ("command", "word"),
    [
        ("/help", "Cara memakai saya"),
        ("/bantuan", "Cara memakai saya"),
        ("/privacy", "90 hari"),
        ("/indicators", "menurut tema"),
        ("/tanya", "misalnya"),
        ("/tanya apa itu", "Jawaban 1: apa itu"),
        ("/indikator air bersih", "Jawaban 1: indikator air bersih"),
        ("/indikator indikator air", "Jawaban 1: indikator air"),
        ("/delete", "tidak dapat dibatalkan"),
    ],
)
async def test_what_commands_say(server: TelegramServer, tmp_path: Path, command: str, word: str) -> None:
    async with run_bot(server, tmp_path):
        sri = Person(server, 11)
        sri.say(command)
        answer = await sri.hears(1)
        assert word in answer.text
        assert (answer.reply_to is None) == ("Jawaban" not in word)
