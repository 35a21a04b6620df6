"""The off switch of Telegram: a message instead of answers, and what is a person's by right all the same."""

from __future__ import annotations

from tests.fakes.telegram_bot import STAFF_CHAT, RunningBot
from tests.fakes.telegram_people import Group, Person

MESSAGE = "Kami perbaiki dulu."


async def test_while_it_is_off_people_get_the_message_and_nothing_else(bot: RunningBot) -> None:
    sri, group, staff = Person(bot.server, 11), Group(bot.server, -100500), Group(bot.server, STAFF_CHAT)
    sri.say("tolak")
    refusal = await sri.hears(1)
    bot.app.switches.turn_off("telegram", "siti", MESSAGE)
    sri.say("apa itu ASCN")
    assert (await sri.hears(2)).text == MESSAGE
    sri.say("/start")
    assert (await sri.hears(3)).text == MESSAGE
    sri.press(refusal, "Direktorat")
    assert (await sri.hears(4)).text == MESSAGE
    group.say(sri, "/tanya apa itu ASCN")
    assert (await group.hears(1)).text == MESSAGE
    assert list(bot.answers.asked) == ["tolak"]
    assert bot.app.inbox.counts("")["all"] == 0

    sri.say("/hapus")
    assert MESSAGE not in (await sri.hears(5)).text
    staff.say(sri, "/tanya apa itu ASCN")
    assert MESSAGE not in (await staff.hears(1)).text
    bot.app.switches.turn_on("telegram")
    sri.say("apa itu ASCN")
    assert "apa itu ASCN" in (await sri.hears(6)).text
