"""Inline mode."""

from __future__ import annotations

from tests.fakes.telegram_bot import RunningBot
from tests.fakes.telegram_people import Person


async def test_inline_answers_to_share(bot: RunningBot) -> None:
    sri = Person(bot.server, 11)
    query = sri.inline("kewajiban anggota")
    await bot.server.until(lambda: query in bot.server.inline)
    found = bot.server.inline[query]
    assert 1 <= len(found) <= 5
    assert "❓ kewajiban anggota" in found[0].text
    assert "ASCN Terms of Reference" in found[0].text
    assert bot.server.inline_buttons[query] == "", "it is answered"
    empty = [sri.inline(text) for text in ("ke", "tolak ini", "nomor saya 0812 3456 7890", "rusak sekali")]
    await bot.server.until(lambda: all(query in bot.server.inline for query in empty))
    assert [bot.server.inline[query] for query in empty[:1] + empty[2:]] == [[], [], []]
    assert bot.app.inbox.counts("")["all"] == 0
