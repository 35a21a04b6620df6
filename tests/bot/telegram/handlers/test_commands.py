"""Commands and the menu that lists them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.telegram_bot import RunningBot, run_bot
from tests.fakes.telegram_people import Person
from tests.fakes.telegram_server import TelegramServer


async def test_menu_is_registered_for_each_language(bot: RunningBot) -> None:
    menus = bot.server.menus
    await bot.server.until(lambda: len(menus) == 4)
    assert {(menu["scope"]["type"], menu.get("language_code")) for menu in menus} == {
        ("default", None),
        ("default", "en"),
        ("all_group_chats", None),
        ("all_group_chats", "en"),
    }


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
