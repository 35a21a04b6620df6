"""Questions in chats, and what is shown with their answers."""

from __future__ import annotations

from tests.fakes.telegram_bot import RunningBot
from tests.fakes.telegram_people import Group, Person


async def test_first_time_official(bot: RunningBot) -> None:
    sri = Person(bot.server, 11)
    sri.say("/start")
    hello = await sri.hears(1)
    assert "hanya menjawab dari dokumen" in hello.text
    assert "/hapus" in hello.text
    press = sri.press(hello, "kewajiban")
    answer = await sri.hears(2)
    assert bot.server.notices[press] == ""
    assert answer.text.startswith("❓ Apa saja kewajiban kota anggota ASCN?")
    assert "Jawaban 1: Apa saja kewajiban kota anggota ASCN? <3 & x [1]" in answer.text
    links = [entity["url"] for entity in answer.entities if entity["type"] == "text_link"]
    assert links[0] == "https://asean.example/tor.pdf?a=1&b=2#page=4"
    assert any(entity["type"] == "expandable_blockquote" for entity in answer.entities)
    await bot.server.until(lambda: str(sri.id) in {chat for chat, _ in bot.server.actions})
    sri.press(answer, "📖")
    sources = await sri.hears(3)
    assert "Member cities report <progress> & plans." in sources.text
    assert sources.reply_to == answer.message_id


async def test_follow_ups_are_one_conversation(bot: RunningBot) -> None:
    sri, budi = Person(bot.server, 11), Person(bot.server, 12)
    sri.say("pertama")
    await sri.hears(1)
    sri.say("terus dokumennya?")
    assert "Jawaban 2" in (await sri.hears(2)).text
    sri.press(sri.heard[1], "Siapa yang memimpin")
    assert "Jawaban 3" in (await sri.hears(3)).text
    budi.say("dari awal")
    assert "Jawaban 1" in (await budi.hears(1)).text


async def test_old_messages_get_an_apology(bot: RunningBot) -> None:
    sri = Person(bot.server, 11)
    sri.say("pertanyaan lama", age=2 * 3600)
    answer = await sri.hears(1)
    assert answer.text.startswith("Maaf, pesan Anda sekitar 2 jam lalu baru terbaca sekarang")
    assert "Jawaban 1: pertanyaan lama" in answer.text


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


async def test_in_a_group_sources_are_for_who_asks(bot: RunningBot) -> None:
    sri, budi, group = Person(bot.server, 11), Person(bot.server, 12), Group(bot.server, -100500)
    group.say(sri, "/tanya satu")
    answer = await group.hears(1)
    budi.press(answer, "📖")
    await bot.server.until(lambda: bot.server.whispered)
    who, text = bot.server.whispered[0]
    assert (who, "Member cities report" in text) == (budi.id, True)
    assert len(group.heard) == 1
    bot.server.ephemeral = False  # a server that does not know of it shows it to all
    budi.press(answer, "📖")
    await group.hears(2)
    budi.press(answer, "📖")
    assert (await group.hears(3)).reply_to == answer.message_id
    assert len(bot.server.whispered) == 1


async def test_what_is_written_is_shown_as_a_draft_or_as_a_message_that_becomes_the_answer(bot: RunningBot) -> None:
    sri, group = Person(bot.server, 11), Group(bot.server, -100500)
    written = "Kalimat pertama <b>.\n\nKalimat kedua."
    sri.say("bertahap")
    await bot.server.until(lambda: (sri.id, written) in bot.server.drafts)
    bot.answers.released.set()
    assert "Jawaban 1: bertahap" in (await sri.hears(1)).text
    drafts = len(bot.server.drafts)
    bot.answers.released.clear()
    group.say(sri, "/tanya bertahap")
    await bot.server.until(lambda: group.heard and written.startswith(group.heard[0].text.removesuffix("\n\n…")))
    bot.answers.released.set()
    await bot.server.until(lambda: "Jawaban 1: bertahap" in group.heard[0].text)
    assert group.heard[0].buttons
    assert (len(group.heard), len(bot.server.drafts)) == (1, drafts), "drafts are for private chats"
