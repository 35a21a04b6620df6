"""Edited messages."""

from __future__ import annotations

from pathlib import Path

from tests.fakes.telegram_bot import RunningBot, run_bot
from tests.fakes.telegram_people import Group, Person
from tests.fakes.telegram_server import TelegramServer


async def test_an_edited_question_is_answered_where_it_was_left_open(bot: RunningBot) -> None:
    sri = Person(bot.server, 11)
    answered = sri.say("apa itu ASCN")
    await sri.hears(1)
    refused = sri.say("tolak iurannya")
    await sri.hears(2)
    sri.edit(answered, {"text": "apa itu ASCN?"})  # it has its answer
    sri.edit(refused, {"text": "tolak iurannya"})  # Telegram tells of more than of words
    sri.edit(refused, {"location": {"longitude": 1, "latitude": 1}})
    sri.edit(refused, {"text": "berapa iurannya?"})
    again = await sri.hears(3)
    assert "berapa iurannya?" in again.text
    assert "jam lalu" not in again.text, "it counts from the edit"
    assert again.reply_to == refused
    sri.edit(refused, {"text": "berapa iurannya ya?"})  # it has its answer by now
    await bot.server.until(lambda: bot.service.waiting() == 0)
    assert len(sri.heard) == 3


async def test_in_a_group_it_may_address_the_bot_only_now(bot: RunningBot) -> None:
    sri, group = Person(bot.server, 11), Group(bot.server, -100500)
    first, second = group.say(sri, "apa itu ASCN?"), group.say(sri, "/tanya apa itu SCAP?")
    await group.hears(1)
    group.edit(sri, first, "apa itu ASCN ya?")
    group.edit(sri, second, "/tanya apa itu SCAP ya?")
    group.edit(sri, first, "@pandu_test_bot apa itu ASCN?")
    answer = await group.hears(2)
    assert (answer.reply_to, "apa itu ASCN?" in answer.text) == (first, True)
    await bot.server.until(lambda: bot.service.waiting() == 0)
    assert len(group.heard) == 2


async def test_a_reply_to_the_directorate_is_not_changed_by_an_edit(server: TelegramServer, tmp_path: Path) -> None:
    async with run_bot(server, tmp_path) as bot:
        sri = Person(server, 11)
        sri.say("apa itu ASCN")
        answer = await sri.hears(1)
        sri.press(answer, "👎")
        await server.until(lambda: any("Tulis alasan" in label for label, _ in answer.buttons))
        sri.press(answer, "Tulis alasan")
        asked = await sri.hears(2)
        reason = sri.say("kurang lengkap", reply_to=asked)
        await sri.hears(3)
        sri.edit(reason, {"text": "sangat kurang lengkap"}, reply_to=asked)
        assert "tidak ikut tersimpan" in (await sri.hears(4)).text
        assert bot.answers.asked == ["apa itu ASCN"]
