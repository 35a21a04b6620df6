"""Which messages are answered, and by whom."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.telegram_bot import RunningBot, run_bot
from tests.fakes.telegram_people import Group, Person
from tests.fakes.telegram_server import BOT, Sent, TelegramServer

GIF = {"file_id": "g", "file_unique_id": "g", "width": 1, "height": 1, "duration": 1}


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ({"sticker": {"file_id": "s", "file_unique_id": "s", "width": 1, "height": 1, "is_animated": False,
                      "is_video": False, "type": "regular"}}, "Terima kasih. 🙂"),
        ({"voice": {"file_id": "v", "file_unique_id": "v", "duration": 3}}, "pesan suara"),
        ({"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]}, "tidak dapat melihat gambar"),
        ({"document": {"file_id": "d", "file_unique_id": "d", "file_name": "a.pdf"}}, "staf Direktorat"),
        ({"photo": [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}], "caption": "apa ini?"},
         "Jawaban 1: apa ini?"),
        ({"text": "🙏👍"}, "kapan saja"),
        ({"text": "/perintahaneh"}, "/help"),
        ({"text": "rusak"}, "gangguan"),
    ],
)  # fmt: skip
async def test_other_things_get_a_kind_word(bot: RunningBot, content: dict[str, object], word: str) -> None:
    sri = Person(bot.server, 11)
    sri.send(content)
    assert word in (await sri.hears(1)).text


async def test_what_the_bot_said_itself_is_no_question(bot: RunningBot) -> None:
    sri, budi, group = Person(bot.server, 11), Person(bot.server, 12), Group(bot.server, -100500)
    origin = {"type": "user", "date": 1, "sender_user": BOT}
    sri.send({"text": "Jawaban 1: enam kewajiban", "forward_origin": origin})
    assert "jawaban saya sendiri" in (await sri.hears(1)).text
    sri.send({"text": "Jawaban 1: enam kewajiban", "via_bot": BOT})
    group.say(sri, "@pandu_test_bot enam kewajiban", via_bot=BOT)
    sri.say("pertama")
    assert "Jawaban 1: pertama" in (await sri.hears(2)).text
    theirs = {"type": "user", "date": 1, "sender_user": budi.user}
    sri.send({"text": "lalu dokumennya?", "forward_origin": theirs})
    assert "Jawaban 1: lalu dokumennya?" in (await sri.hears(3)).text, "not a follow-up: somebody else asked it"
    assert group.heard == []


async def test_a_flood_gets_one_friendly_word(bot: RunningBot) -> None:
    sri, budi = Person(bot.server, 11), Person(bot.server, 12)
    for number in range(40):
        sri.say(f"banjir {number}")
    budi.say("tenang")
    assert "Jawaban 1: tenang" in (await budi.hears(1)).text
    sri.say("/help")
    await bot.server.until(lambda: bot.service.waiting() == 0)
    texts = [message.text for message in sri.heard]
    assert sum(text.startswith("Jawaban") for text in texts) == bot.app.settings.questions_per_minute
    assert sum("terlalu cepat" in text for text in texts) == 2  # one for the person's limit, one for the chat's


async def test_only_what_is_addressed_is_answered(bot: RunningBot) -> None:
    sri, group = Person(bot.server, 11), Group(bot.server, -100500)
    group.say(sri, "obrolan biasa")
    group.say(sri, "/help@bot_lain")
    group.say(sri, "/entahapa")
    group.say(sri, "email saya a@pandu_test_bot.id")
    asked = group.say(sri, "@Pandu_Test_Bot apa itu ASCN?", thread=77)
    answer = await group.hears(1)
    assert answer.text.startswith("Jawaban 1: apa itu ASCN? <3 & x")
    assert (answer.reply_to, answer.thread_id) == (asked, 77)
    group.say(sri, "/tanya apa kewajibannya")
    assert "Jawaban 2: apa kewajibannya" in (await group.hears(2)).text
    group.say(sri, "lalu dokumennya?", reply_to=answer)
    assert "Jawaban 2: lalu dokumennya?" in (await group.hears(3)).text
    group.say(sri, "/tanya")
    assert "misalnya" in (await group.hears(4)).text
    group.say(sri, "@pandu_test_bot")
    assert "hanya menjawab bila diminta" in (await group.hears(5)).text
    await bot.server.until(lambda: bot.service.waiting() == 0)
    assert len(group.heard) == 5


async def test_a_reply_goes_on_from_the_answer_that_it_replies_to(bot: RunningBot) -> None:
    sri = Person(bot.server, 11)
    for number, question in enumerate(("apa itu ASCN", "siapa anggotanya"), 1):
        sri.say(question)
        await sri.hears(number)
    sri.say("lalu?", reply_to=sri.heard[0])
    assert "Jawaban 2: lalu?" in (await sri.hears(3)).text  # the second after the first answer, whatever came since
    sri.say("lalu?")
    assert "Jawaban 4: lalu?" in (await sri.hears(4)).text


async def test_a_question_that_somebody_points_at_is_answered(bot: RunningBot) -> None:
    sri, budi, group = Person(bot.server, 11), Person(bot.server, 12), Group(bot.server, -100500)
    asked = {"message_id": 5, "date": 1, "chat": group.chat, "from": budi.user, "text": "iurannya berapa ya?"}
    group.say(sri, "@pandu_test_bot", reply_to_message=asked)
    assert "Jawaban 1: iurannya berapa ya?" in (await group.hears(1)).text
    group.say(sri, "@pandu_test_bot", reply_to_message=asked, quote={"text": "iurannya berapa", "position": 0})
    assert "Jawaban 2: iurannya berapa" in (await group.hears(2)).text


async def test_silence_where_a_person_would_keep_silent(bot: RunningBot) -> None:
    sri, group = Person(bot.server, 11), Group(bot.server, -100500)
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
    group.say(sri, "", photo=photo)
    group.say(sri, "", animation=GIF, reply_to=Sent(group.id, 1, "Jawaban", [], [], None, None, False, 0.0))
    group.say(sri, "👍", reply_to=Sent(group.id, 1, "Jawaban", [], [], None, None, False, 0.0))
    group.say(sri, "", new_chat_members=[sri.user])
    group.say(sri, "", document={"file_id": "d", "file_unique_id": "d", "file_name": "a.pdf"})
    group.say(sri, "/tanya dari kanal", is_automatic_forward=True)
    bot.server.offer("message", {"message_id": 5, "date": 1, "chat": group.chat, "from": BOT, "text": "/tanya bot"})
    group.add_bot(sri)
    hello = await group.hears(1)
    assert "hanya menjawab bila diminta" in hello.text
    group.say(sri, "/start")
    await group.hears(2)
    group.say(sri, "", photo=photo, caption="@pandu_test_bot apa ini?")
    assert "Jawaban 1: apa ini?" in (await group.hears(3)).text
    await bot.server.until(lambda: bot.service.waiting() == 0)
    assert len(group.heard) == 3


async def test_a_flooded_group_is_told_once(server: TelegramServer, tmp_path: Path) -> None:
    async with run_bot(server, tmp_path, telegram_messages_per_chat=2) as bot:
        group = Group(server, -100500)
        for number in range(20):
            group.say(Person(server, 100 + number), f"/tanya {number}")
        await group.hears(3)
        await server.until(lambda: bot.service.waiting() == 0)
        assert sum("terlalu cepat" in message.text for message in group.heard) == 1
        assert len(group.heard) < 10  # a token comes back every half minute, however busy the machine is


async def test_an_update_that_cannot_be_read_holds_up_nobody(bot: RunningBot) -> None:
    sri = Person(bot.server, 11)
    sri.send({"poll": {"id": "1", "question": "?"}})  # as a Bot API server older than the library sends it
    bot.server.offer("message", {"chat": {"id": 12}})
    sri.say("sesudahnya")
    assert "Jawaban 1: sesudahnya" in (await sri.hears(1)).text
    await bot.server.until(lambda: bot.service.waiting() == 0)
    assert len(bot.server.sent) == 1
