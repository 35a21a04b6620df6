"""The language of a chat."""

from __future__ import annotations

from tests.fakes.telegram_bot import RunningBot
from tests.fakes.telegram_people import Person


async def test_language_is_chosen_and_kept(bot: RunningBot) -> None:
    anne = Person(bot.server, 21, language="en-GB")
    anne.say("/start")
    hello = await anne.hears(1)
    assert "I answer only from documents" in hello.text
    anne.press(hello, "Indonesia")
    assert "bahasa Indonesia" in (await anne.hears(2)).text
    anne.say("/help")
    assert "Cara memakai saya" in (await anne.hears(3)).text
    anne.say("/bahasa en")
    assert "English" in (await anne.hears(4)).text
    anne.say("tolak")
    assert "will not guess" in (await anne.hears(5)).text
