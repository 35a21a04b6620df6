"""Groups, topics and inline mode."""

from __future__ import annotations

from tests.fakes.telegram_bot import STAFF_CHAT, RunningBot
from tests.fakes.telegram_people import Group, Person
from tests.fakes.telegram_server import BOT, Sent


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
    assert "Jawaban 3" in (await group.hears(3)).text
    group.say(sri, "/tanya")
    assert "misalnya" in (await group.hears(4)).text
    group.say(sri, "@pandu_test_bot")
    assert "hanya menjawab bila diminta" in (await group.hears(5)).text
    await bot.server.until(lambda: bot.service.waiting() == 0)
    assert len(group.heard) == 5


async def test_conversations_in_a_group_are_each_persons_own(bot: RunningBot) -> None:
    sri, budi, group = Person(bot.server, 11), Person(bot.server, 12), Group(bot.server, -100500)
    group.say(sri, "/tanya satu")
    await group.hears(1)
    group.say(budi, "/tanya dua")
    answer = await group.hears(2)
    assert "Jawaban 1: dua" in answer.text
    press = sri.press(answer, "👎")
    await bot.server.until(lambda: bot.server.notices.get(press))
    assert "orang yang bertanya" in bot.server.notices[press]


async def test_buttons_in_a_topic_answer_in_the_topic(bot: RunningBot) -> None:
    sri, group = Person(bot.server, 11), Group(bot.server, -100500)
    group.say(sri, "/tanya satu", thread=5)
    answer = await group.hears(1)
    sri.press(answer, "Siapa yang memimpin")
    second = await group.hears(2)
    assert (second.thread_id, second.reply_to) == (5, answer.message_id)


async def test_the_reply_of_the_directorate_comes_to_the_topic(bot: RunningBot) -> None:
    sri, rina = Person(bot.server, 11), Person(bot.server, 50)
    group, staff = Group(bot.server, -100500), Group(bot.server, STAFF_CHAT)
    asked = group.say(sri, "/tanya tolak", thread=5)
    sri.press(await group.hears(1), "Direktorat")
    await group.hears(2)
    staff.say(rina, "Jawabannya begini.", reply_to=await staff.hears(1))
    reply = await group.hears(3)
    assert "Jawabannya begini." in reply.text
    assert (reply.thread_id, reply.reply_to) == (5, asked)


async def test_silence_where_a_person_would_keep_silent(bot: RunningBot) -> None:
    sri, group = Person(bot.server, 11), Group(bot.server, -100500)
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
    group.say(sri, "", photo=photo)
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


async def test_a_flooded_group_is_told_once(bot: RunningBot) -> None:
    group = Group(bot.server, -100500)
    for number in range(40):
        group.say(Person(bot.server, 100 + number), f"/tanya {number}")
    await group.hears(bot.app.settings.telegram_messages_per_chat + 1, 30)
    await bot.server.until(lambda: bot.service.waiting() == 0)
    assert sum("terlalu cepat" in one.text for one in group.heard) == 1
    assert len(group.heard) == bot.app.settings.telegram_messages_per_chat + 1


async def test_inline_answers_to_share(bot: RunningBot) -> None:
    sri = Person(bot.server, 11)
    query = sri.inline("kewajiban anggota")
    await bot.server.until(lambda: query in bot.server.inline)
    found = bot.server.inline[query]
    assert 1 <= len(found) <= 5
    assert "❓ kewajiban anggota" in found[0].text
    assert "ASCN Terms of Reference" in found[0].text
    empty = [sri.inline(text) for text in ("ke", "tolak ini", "nomor saya 0812 3456 7890", "rusak sekali")]
    await bot.server.until(lambda: all(one in bot.server.inline for one in empty))
    assert [bot.server.inline[one] for one in empty[:1] + empty[2:]] == [[], [], []]
    assert bot.app.journal.tickets(None) == []
