"""What is shown of an answer while it is written, on servers that say that there is too much, or know no drafts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram.ext import ExtBot

from bot.telegram.messages import previews
from bot.telegram.messages.incoming import Place
from bot.telegram.messages.previews import Previews
from bot.telegram.transport.http_client import BotApiRequest
from bot.telegram.transport.retries import RetryingRateLimiter
from bot.telegram.updates.checkpoints import Checkpoints
from tests.fakes.telegram_methods import METHODS
from tests.fakes.telegram_server import TOKEN, TelegramServer

GROUP, SRI, STEP = -100500, 11, "answer.shown"
EVERY = 0.1


@pytest.fixture
async def shown(server: TelegramServer, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Previews]:
    """Previews that are changed ten times as often as a server bears without saying so."""
    monkeypatch.setattr(previews, "_EDIT_EVERY", EVERY)
    limiter, request = RetryingRateLimiter(1000), BotApiRequest(4, 5.0)
    async with ExtBot(TOKEN, base_url=f"{server.url}/bot", request=request, rate_limiter=limiter) as bot:

        async def post(place: Place, text: str) -> int:
            return (await bot.send_message(place.chat_id, text)).message_id

        yield Previews(bot, post)


async def test_a_message_is_changed_now_and_then_however_many_sentences_come(
    server: TelegramServer, shown: Previews
) -> None:
    server.edit_pause = EVERY / 2
    checkpoints = Checkpoints()
    async with shown.showing(Place(GROUP), SRI, checkpoints, STEP) as tell:
        for number in range(30):
            tell(f"Kalimat {number} <b>.")
            await asyncio.sleep(0.01)
        await server.until(lambda: server.sent and "Kalimat 29" in server.sent[0].text)
    (message,) = server.sent
    assert checkpoints.steps == {STEP: message.message_id}
    assert message.text.endswith("Kalimat 29 <b>.\n\n…")
    assert 1 <= len(message.states) < 15
    assert server.floods == 0


async def test_it_waits_when_there_is_too_much_and_gives_up_what_is_replaced_anyhow(
    server: TelegramServer, shown: Previews
) -> None:
    server.edit_pause = 60
    async with shown.showing(Place(GROUP), SRI, Checkpoints(), STEP) as tell:
        tell("Satu.")
        await server.until(lambda: server.sent)
        tell("Dua.")
        await server.until(lambda: server.sent[0].states == ["Satu.\n\nDua.\n\n…"])
        tell("Tiga.")
        await server.until(lambda: server.floods)
    assert server.floods == 1


async def test_a_server_without_drafts_gets_a_message(
    server: TelegramServer, shown: Previews, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(METHODS, "sendMessageDraft")
    checkpoints = Checkpoints()
    async with shown.showing(Place(SRI), SRI, checkpoints, STEP) as tell:
        tell("Satu.")
        await server.until(lambda: server.sent)
    assert [message.text for message in server.sent] == ["Satu.\n\n…"]
    assert checkpoints.steps[STEP] == server.sent[0].message_id
