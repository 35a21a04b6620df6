"""Limits on what is sent, and tries after a failure."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.telegram.transport.retries import RetryingRateLimiter
from tests.fakes.telegram_bot import run_bot
from tests.fakes.telegram_people import Group, Person
from tests.fakes.telegram_server import Faults, TelegramServer


async def test_an_outage_longer_than_the_retry_budget_is_waited_out(server: TelegramServer, tmp_path: Path) -> None:
    async with run_bot(server, tmp_path) as bot:
        await server.until(lambda: len(server.menus) == 4)
        sri = Person(server, 11)
        bot.service._bot.rate_limiter._retry_budget = 0.1
        server.faults = Faults(rate=1, kinds=("500",), only="sendMessage")
        sri.say("apa itu")
        end = time.monotonic() + 3
        await server.until(lambda: time.monotonic() > end)
        server.faults = Faults()
        assert "Jawaban 1" in (await sri.hears(1, 30)).text
        await server.until(lambda: bot.service.waiting() == 0)
        assert len(sri.heard) == 1
        assert len(bot.answers.asked) == 1  # the answer was kept while it could not be sent


async def test_a_limited_group_holds_up_nobody(server: TelegramServer, tmp_path: Path) -> None:
    async with run_bot(server, tmp_path, telegram_messages_per_chat=100):
        group, sri = Group(server, -100500), Person(server, 11)
        for number in range(25):
            group.say(Person(server, 100 + number), f"/tanya {number}")
        await group.hears(20)
        sri.say("pribadi")
        await sri.hears(1, 2)


class Call:
    """A request that fails with these errors before it succeeds."""

    def __init__(self, *errors: TelegramError) -> None:
        self.errors = list(errors)
        self.tries = 0

    async def __call__(self) -> str:
        """Try once."""
        self.tries += 1
        if self.errors:
            raise self.errors.pop(0)
        return "sent"


async def send(limiter: RetryingRateLimiter, call: Call, endpoint: str = "sendMessage") -> object:
    """Send a request through the limiter."""
    return await limiter.process_request(call, (), {}, endpoint, {"chat_id": 1}, None)


async def test_a_passing_failure_is_tried_again() -> None:
    call = Call(NetworkError("Bad Gateway"), RetryAfter(0))
    assert await send(RetryingRateLimiter(1000), call) == "sent"
    assert call.tries == 3


@pytest.mark.parametrize(
    ("error", "endpoint"),
    [
        (RetryAfter(31), "sendMessage"),  # more than the budget
        (BadRequest("no"), "sendMessage"),
        (NetworkError("Bad Gateway"), "sendChatAction"),  # late it would be wrong
    ],
    ids=str,
)
async def test_what_is_not_tried_again(error: TelegramError, endpoint: str) -> None:
    call = Call(error)
    with pytest.raises(type(error)):
        await send(RetryingRateLimiter(1000, retry_budget=30), call, endpoint)
    assert call.tries == 1


async def test_the_pauses_of_one_request_stay_within_the_budget() -> None:
    call = Call(*(RetryAfter(0) for _ in range(10)))  # a tenth of a second each
    with pytest.raises(RetryAfter):
        await send(RetryingRateLimiter(1000, retry_budget=0.25), call)
    assert call.tries == 3
