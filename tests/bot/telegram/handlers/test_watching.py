"""Answers that are watched in a chat."""

from __future__ import annotations

import asyncio

from bot.watches.recall import Recall
from tests.fakes.telegram_bot import RunningBot
from tests.fakes.telegram_people import Group, Person


async def _publish(bot: RunningBot, release: str, also: str) -> int:
    bot.answers.release, bot.answers.also = release, also
    recall: Recall = bot.app.recall
    return await asyncio.to_thread(recall.ask_again, 0)


async def test_a_watcher_is_told_once_of_each_change(bot: RunningBot) -> None:
    sri = Person(bot.server, 11)
    sri.say("apa itu ASCN")
    answer = await sri.hears(1)
    await sri.unfold(answer)
    press = sri.press(answer, "Kabari saya")
    begun = await sri.hears(2)
    assert "Anda dikabari di sini" in begun.text
    assert press in bot.server.notices
    assert await _publish(bot, "r2", "") == 0
    assert await _publish(bot, "r3", ". Kini 40 kota menjadi anggota") == 1
    news = await sri.hears(3)
    assert "sudah berubah" in news.text
    assert "Pertanyaan Anda: apa itu ASCN" in news.text
    assert "40 kota" in news.text.partition("Sekarang:")[2]
    assert "40 kota" not in news.text.partition("Sekarang:")[0]
    assert await _publish(bot, "r4", ". Kini 40 kota menjadi anggota") == 0

    stop = sri.press(news, "Jangan kabari lagi")
    await bot.server.until(lambda: "tidak akan dikabari" in bot.server.notices.get(stop, ""))
    assert await _publish(bot, "r5", "") == 0
    assert bot.app.recall.watches.watched() == []


async def test_only_who_watches_can_stop_it_and_erasure_ends_it(bot: RunningBot) -> None:
    sri, budi, group = Person(bot.server, 11), Person(bot.server, 12), Group(bot.server, -100500)
    group.say(sri, "/tanya apa itu ASCN")
    await sri.unfold(await group.hears(1))
    sri.press(group.heard[0], "Kabari saya")
    begun = await group.hears(2)
    refused = budi.press(begun, "Jangan kabari lagi")
    await bot.server.until(lambda: "bukan milik Anda" in bot.server.notices.get(refused, ""))
    assert len(bot.app.recall.watches.watched()) == 1
    sri.say("/hapus")
    sri.press(await sri.hears(1), "Ya")
    await bot.server.until(lambda: not bot.app.recall.watches.watched())


async def test_a_watch_ends_with_a_chat_that_cannot_be_reached(bot: RunningBot) -> None:
    sri = Person(bot.server, 11)
    sri.say("apa itu ASCN")
    await sri.unfold(await sri.hears(1))
    sri.press(sri.heard[0], "Kabari saya")
    await sri.hears(2)
    bot.server.blocked.add(11)
    assert await _publish(bot, "r2", ". Kini 40 kota menjadi anggota") == 1
    await bot.server.until(lambda: not bot.app.recall.watches.watched())


async def test_news_waits_while_the_channel_is_off(bot: RunningBot) -> None:
    sri = Person(bot.server, 11)
    sri.say("apa itu ASCN")
    answer = await sri.hears(1)
    await sri.unfold(answer)
    sri.press(answer, "Kabari saya")
    begun = await sri.hears(2)
    bot.app.switches.turn_off("telegram", "siti", "Kami perbaiki dulu.")
    assert await _publish(bot, "r2", ". Kini 99 kota menjadi anggota") == 1
    sri.press(answer, "Kabari saya")
    assert (await sri.hears(3)).text == "Kami perbaiki dulu."
    assert await _publish(bot, "r3", "") == 0  # what was wrong is rolled back, and nobody hears of it
    bot.app.switches.turn_on("telegram")
    assert await _publish(bot, "r4", ". Kini 40 kota menjadi anggota") == 1
    assert "40 kota" in (await sri.hears(4)).text
    assert not any("99 kota" in sent.text for sent in sri.heard)
    bot.app.switches.turn_off("telegram", "siti")
    sri.press(begun, "Jangan kabari lagi")  # that is everybody's right all the same
    await bot.server.until(lambda: not bot.app.recall.watches.watched())
