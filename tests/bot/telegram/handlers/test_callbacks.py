"""Pressed buttons."""

from __future__ import annotations

from tests.fakes.telegram_bot import RunningBot
from tests.fakes.telegram_people import Group, Person


async def test_a_press_on_a_lost_button_is_answered(bot: RunningBot) -> None:
    sri = Person(bot.server, 11)
    sri.say("apa itu ASCN")
    answer = await sri.hears(1)
    presses = [sri.press_data(answer, data) for data in ("unknown:0", "x", answer.buttons[0][1] + "9")]
    await bot.server.until(lambda: all("tidak berlaku" in bot.server.notices.get(press, "") for press in presses))


async def test_buttons_in_a_topic_answer_in_the_topic(bot: RunningBot) -> None:
    sri, group = Person(bot.server, 11), Group(bot.server, -100500)
    group.say(sri, "/tanya satu", thread=5)
    answer = await group.hears(1)
    sri.press(answer, "Siapa yang memimpin")
    second = await group.hears(2)
    assert (second.thread_id, second.reply_to) == (5, answer.message_id)
