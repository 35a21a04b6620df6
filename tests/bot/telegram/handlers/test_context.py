"""One update on its way through the handlers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.telegram.actions import Ask
from bot.telegram.handlers.context import CallbackContext, UpdateContext
from bot.telegram.messages.html import plain
from bot.telegram.messages.incoming import Incoming, Place
from bot.telegram.messages.sender import Sender
from bot.telegram.updates.checkpoints import Checkpoints
from knowledge.storage.engine import now
from tests.fakes.telegram_bot import run_bot
from tests.fakes.telegram_server import TelegramServer


@pytest.fixture
async def sender(server: TelegramServer, tmp_path: Path) -> AsyncIterator[Sender]:
    """A sender that reaches the stand-in server."""
    async with run_bot(server, tmp_path) as bot:
        await server.until(lambda: bot.service._parts)
        assert bot.service._parts is not None
        yield bot.service._parts.sender


def incoming(chat_id: int, private: bool) -> Incoming:
    """A message of that chat."""
    return Incoming(Place(chat_id, None, 40), 11, private, "", None, "en", now())


async def test_a_reply_quotes_and_a_private_word_does_not(server: TelegramServer, sender: Sender) -> None:
    private = UpdateContext(incoming(11, True), Checkpoints(), sender)
    await private.reply([plain("quoted")], key="first")
    await private.write([plain("not quoted")])
    group = UpdateContext(incoming(-500, False), Checkpoints(), sender)
    await group.write([plain("in a group")])
    sent = {message.text: message.reply_to for message in server.sent}
    assert sent == {"quoted": 40, "not quoted": None, "in a group": 40}


async def test_a_sentence_is_in_the_persons_language_and_said_once(server: TelegramServer, sender: Sender) -> None:
    context = UpdateContext(incoming(11, True), Checkpoints(), sender)
    await context.say("sent_emoji")
    await context.say("sent_emoji")  # as when the update is taken up again
    assert [message.text for message in server.sent] == ["🙏 Just write whenever you have a question."]


async def test_a_press_is_acknowledged_and_answered_at_its_message(server: TelegramServer, sender: Sender) -> None:
    first = await UpdateContext(incoming(11, True), Checkpoints(), sender).reply(
        [plain("pick")], [[("a", Ask("a", "en"))]]
    )
    assert first is not None
    context = CallbackContext(incoming(11, True), Checkpoints(), sender, "q1", (11, first))
    await context.acknowledge("noted")
    assert server.notices == {"q1": "noted"}
    await context.reply_below([plain("why?")], ask_reply=True)
    assert (server.sent[-1].reply_to, server.sent[-1].force_reply) == (first, True)
    await context.edit([plain("picked")], [[("b", Ask("b", "en"))]])
    assert (server.sent[0].text, [label for label, _ in server.sent[0].buttons]) == ("picked", ["b"])
    await context.edit_buttons([])
    assert server.sent[0].buttons == []
