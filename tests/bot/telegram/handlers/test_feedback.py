"""Judgements of answers."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.journal import FeedbackRow
from tests.fakes.telegram_bot import RunningBot
from tests.fakes.telegram_people import Person


async def test_judgement_with_a_reason(bot: RunningBot) -> None:
    sri = Person(bot.server, 11)
    sri.say("apa itu ASCN")
    answer = await sri.hears(1)
    sri.press(answer, "👎")
    await bot.server.until(lambda: any("Tidak lengkap" in label for label, _ in answer.buttons))
    press = sri.press(answer, "Tidak lengkap")
    await bot.server.until(lambda: bot.server.notices.get(press))
    with Session(bot.app.engine) as session:
        given = session.scalars(select(FeedbackRow)).one()
        assert (given.value, given.reason) == (-1, "incomplete")
    await bot.server.until(lambda: any("Direktorat" in label for label, _ in answer.buttons))
    sri.press(answer, "👍")
    await bot.server.until(lambda: any("👍 ✓" in label for label, _ in answer.buttons))
    with Session(bot.app.engine) as session:
        assert session.scalars(select(FeedbackRow.value)).all() == [1]


async def test_judgement_in_own_words_is_masked(bot: RunningBot) -> None:
    sri = Person(bot.server, 11)
    sri.say("apa itu ASCN")
    answer = await sri.hears(1)
    sri.press(answer, "👎")
    await bot.server.until(lambda: any("Tulis alasan" in label for label, _ in answer.buttons))
    sri.press(answer, "Tulis alasan")
    asked = await sri.hears(2)
    assert asked.force_reply
    sri.say("Kurang jelas, hubungi saya 0812 3456 7890", reply_to=asked)
    assert "kami catat" in (await sri.hears(3)).text
    with Session(bot.app.engine) as session:
        reason = session.scalars(select(FeedbackRow.reason)).one()
    assert "Kurang jelas" in reason
    assert "7890" not in reason
