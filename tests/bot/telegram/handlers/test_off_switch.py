"""The off switch of Telegram: a message instead of answers, and what is a person's by right all the same."""

from __future__ import annotations

from tests.fakes.telegram_bot import STAFF_CHAT, RunningBot
from tests.fakes.telegram_people import Group, Person

MESSAGE = "Kami perbaiki dulu."


async def test_while_it_is_off_people_get_the_message_and_nothing_else(bot: RunningBot) -> None:
    sri, group, staff = Person(bot.server, 11), Group(bot.server, -100500), Group(bot.server, STAFF_CHAT)
    rina = Person(bot.server, 50)
    sri.say("tolak")
    refusal = await sri.hears(1)
    sri.press(refusal, "Direktorat")
    staff.say(rina, "Begini.", reply_to=await staff.hears(1))
    await bot.server.until(lambda: any("Begini." in message.text for message in sri.heard))
    reply, before = next(one for one in sri.heard if "Begini." in one.text), len(sri.heard)
    bot.app.switches.turn_off("telegram", "siti", MESSAGE)
    sri.say("apa itu ASCN")
    assert (await sri.hears(before + 1)).text == MESSAGE
    sri.say("/start")
    assert (await sri.hears(before + 2)).text == MESSAGE
    sri.press(refusal, "Direktorat")
    assert (await sri.hears(before + 3)).text == MESSAGE
    sri.say("Lalu?", reply_to=reply)
    assert (await sri.hears(before + 4)).text == MESSAGE
    group.say(sri, "/tanya apa itu ASCN")
    assert (await group.hears(1)).text == MESSAGE
    assert list(bot.answers.asked) == ["tolak"]
    assert [message.text for message in bot.app.tickets.ticket(1).messages] == ["Begini."]

    sri.say("/hapus")
    assert MESSAGE not in (await sri.hears(before + 5)).text
    staff_heard = len(staff.heard)
    staff.say(sri, "/tanya apa itu ASCN")
    assert MESSAGE not in (await staff.hears(staff_heard + 1)).text
    bot.app.switches.turn_on("telegram")
    sri.say("apa itu ASCN")
    assert "apa itu ASCN" in (await sri.hears(before + 6)).text
