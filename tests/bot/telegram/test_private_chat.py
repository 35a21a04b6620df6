"""An official's way through a private chat."""

from __future__ import annotations

from tests.fakes.telegram_bot import RunningBot
from tests.fakes.telegram_people import Person


async def test_first_time_official(bot: RunningBot) -> None:
    sri = Person(bot.server, 11)
    sri.say("/start")
    hello = await sri.hears(1)
    assert "hanya menjawab dari dokumen" in hello.text
    assert "/hapus" in hello.text
    sri.press(hello, "kewajiban")
    answer = await sri.hears(2)
    assert answer.text.startswith("❓ Apa saja kewajiban kota anggota ASCN?")
    assert "Jawaban 1: Apa saja kewajiban kota anggota ASCN? <3 & x [1]" in answer.text
    links = [entity["url"] for entity in answer.entities if entity["type"] == "text_link"]
    assert links[0] == "https://asean.example/tor.pdf?a=1&b=2#page=4"
    assert any(entity["type"] == "expandable_blockquote" for entity in answer.entities)
    assert str(sri.id) in {chat for chat, _ in bot.server.actions}
