"""Questions handed to the directorate."""

from __future__ import annotations

from tests.fakes.telegram_bot import STAFF_CHAT, RunningBot
from tests.fakes.telegram_people import Group, Person


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


async def test_the_same_question_is_one_ticket(bot: RunningBot) -> None:
    sri, staff = Person(bot.server, 11), Group(bot.server, STAFF_CHAT)
    sri.say("tolak")
    refusal = await sri.hears(1)
    sri.press(refusal, "Direktorat")
    sri.press(refusal, "Direktorat")
    await sri.hears(3)
    await staff.hears(1)
    await bot.server.until(lambda: bot.service.waiting() == 0)
    assert len(staff.heard) == 1
    assert bot.app.inbox.counts("")["all"] == 1
