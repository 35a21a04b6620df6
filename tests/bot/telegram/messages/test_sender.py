"""What is sent, and what is done when Telegram refuses it."""

from __future__ import annotations

from pathlib import Path

from tests.fakes.telegram_bot import RunningBot, run_bot
from tests.fakes.telegram_html import utf16
from tests.fakes.telegram_people import Group, Person
from tests.fakes.telegram_server import Faults, TelegramServer


def message(update_id: int, chat_id: int = 1) -> dict[str, object]:
    """An update as small as can be."""
    return {"update_id": update_id, "message": {"chat": {"id": chat_id}}}


async def test_long_answer_comes_whole_in_several_messages(bot: RunningBot) -> None:
    sri = Person(bot.server, 11)
    sri.say("yang panjang")
    await bot.server.until(lambda: any(message.buttons for message in sri.heard))
    texts = [message.text for message in sri.heard]
    assert len(texts) > 1
    assert all(utf16(text) <= 4096 for text in texts)
    assert all(f"({number}/{len(texts)})" in text for number, text in enumerate(texts, start=1))
    whole = "\n".join(texts)
    assert all(f"butir {number} <b> & co" in whole for number in range(60))
    assert [bool(message.buttons) for message in sri.heard] == [False] * (len(texts) - 1) + [True]


async def test_refused_html_is_sent_as_plain_text(server: TelegramServer, tmp_path: Path) -> None:
    async with run_bot(server, tmp_path):
        sri = Person(server, 11)
        server.refuse_once["sendMessage"] = "can't parse entities: unsupported start tag"
        sri.say("apa itu")
        answer = await sri.hears(1)
        assert "Jawaban 1: apa itu <3 & x [1]" in answer.text
        assert answer.entities == []
        assert answer.buttons


async def test_a_deleted_topic_does_not_swallow_the_answer(server: TelegramServer, tmp_path: Path) -> None:
    async with run_bot(server, tmp_path):
        sri, group = Person(server, 11), Group(server, -100500)
        server.refuse_once["sendMessage"] = "message thread not found"
        group.say(sri, "/tanya apa itu", thread=9)
        assert (await group.hears(1)).thread_id is None


async def test_a_lost_confirmation_doubles_rather_than_loses(server: TelegramServer, tmp_path: Path) -> None:
    async with run_bot(server, tmp_path) as bot:
        await server.until(lambda: len(server.menus) == 4)
        sri = Person(server, 11)
        server.faults = Faults(rate=1, kinds=("lost",), only="sendMessage")
        sri.say("pertama")
        await sri.hears(2)
        server.faults = Faults()
        await server.until(lambda: bot.service.waiting() == 0)
        assert {message.text for message in sri.heard} == {sri.heard[0].text}


async def test_parts_already_sent_are_not_sent_again(server: TelegramServer, tmp_path: Path) -> None:
    sri = Person(server, 11)
    async with run_bot(server, tmp_path) as bot:
        server.faults = Faults(rate=0)
        sri.say("yang panjang")
        await sri.hears(1)
        await bot.service.stop()
    count = len(sri.heard)
    async with run_bot(server, tmp_path) as bot:
        await server.until(lambda: bot.service.waiting() == 0)
        await server.until(lambda: any(message.buttons for message in sri.heard))
    texts = [message.text for message in sri.heard]
    assert len(texts) == len(set(texts)) >= count
