"""Deep links, as they come with ``/start``."""

from __future__ import annotations

import re

from bot.telegram.handlers.deep_links import indicator_payload
from knowledge.indicators.catalogue import Catalogue
from tests.fakes.telegram_bot import RunningBot
from tests.fakes.telegram_people import Person


async def test_links_ask(bot: RunningBot) -> None:
    sri, budi = Person(bot.server, 11), Person(bot.server, 12)
    sri.say(f"/start {indicator_payload('37122:19.9')}")
    card = await sri.hears(1)
    assert "hanya dari dokumen" in card.text
    assert "❓ indikator 19.9 SNI ISO 37122:2019" in card.text
    assert "📊 19.9 Lampu lalu lintas pintar" in card.text
    sri.say("apa itu ASCN")
    await sri.hears(2)
    turn = bot.app.journal.conversation("telegram", str(sri.id))[-1].id
    budi.say(f"/start a-{turn}")
    shown = await budi.hears(1)
    assert "❓ apa itu ASCN" in shown.text
    assert "Jawaban 2: apa itu ASCN" in shown.text
    assert [label for label, _ in shown.buttons] == ["Siapa yang memimpin ASCN?", "📖 Sumber"]
    budi.say(f"/start a-{'0' * 32}")
    assert "sudah tidak disimpan" in (await budi.hears(2)).text
    for unknown in ("i-37122-99_9", "x", "ask"):
        budi.say(f"/start {unknown}")
    assert "Saya Pandu ASCN" in (await budi.hears(5)).text


async def test_what_was_typed_inline_is_asked_in_private(bot: RunningBot) -> None:
    sri, budi = Person(bot.server, 11), Person(bot.server, 12)
    queries = [sri.inline(text) for text in ("tolak iuran", "tolak iuran dekat", "nomor saya 0812 3456 7890")]
    await bot.server.until(lambda: all(query in bot.server.inline for query in queries))
    assert [bot.server.inline_buttons[query] for query in queries] == ["ask"] * 3
    assert [len(bot.server.inline[query]) for query in queries] == [0, 1, 0], "what is near is no answer"
    budi.say("/start ask")
    assert "Saya Pandu ASCN" in (await budi.hears(1)).text, "nobody gets what another typed"
    sri.say("/start ask")
    assert "❓ tolak iuran dekat" in (await sri.hears(1)).text
    assert bot.answers.asked[-1] == "tolak iuran dekat"


def test_every_indicator_has_a_payload() -> None:
    for key in Catalogue.load().indicators:
        assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", indicator_payload(key))
