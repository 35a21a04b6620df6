"""What Telegram refuses, and what is done about it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.telegram.backoff import pause_after
from tests.fakes.telegram_bot import STAFF_CHAT, run_bot
from tests.fakes.telegram_people import Group, Person
from tests.fakes.telegram_server import Faults, TelegramServer


async def test_refused_html_is_sent_as_plain_text(server: TelegramServer, tmp_path: Path) -> None:
    async with run_bot(server, tmp_path):
        sri = Person(server, 11)
        server.refuse_once["sendMessage"] = "can't parse entities: unsupported start tag"
        sri.say("apa itu")
        answer = await sri.hears(1)
        assert "Jawaban 1: apa itu <3 & x [1]" in answer.text
        assert answer.entities == []
        assert answer.buttons


async def test_a_deleted_topic_does_not_swallow_the_answer(server: TelegramServer, tmp_path: Path) -> None:
    async with run_bot(server, tmp_path):
        sri, group = Person(server, 11), Group(server, -100500)
        server.refuse_once["sendMessage"] = "message thread not found"
        group.say(sri, "/tanya apa itu", thread=9)
        assert (await group.hears(1)).thread_id is None


async def test_other_refusals_end_the_update(server: TelegramServer, tmp_path: Path) -> None:
    async with run_bot(server, tmp_path) as bot:
        sri = Person(server, 11)
        server.refuse_once["sendMessage"] = "PEER_ID_INVALID"
        sri.say("pertama")
        sri.say("kedua")
        assert "kedua" in (await sri.hears(1)).text
        await server.until(lambda: bot.service.waiting() == 0)
        assert len(sri.heard) == 1


async def test_tickets_follow_the_staff_group_that_moved(server: TelegramServer, tmp_path: Path) -> None:
    server.migrated[STAFF_CHAT] = -100999
    async with run_bot(server, tmp_path):
        sri, moved = Person(server, 11), Group(server, -100999)
        sri.say("tolak")
        sri.press(await sri.hears(1), "Direktorat")
        assert "Tiket #1" in (await moved.hears(1)).text


async def test_a_lost_confirmation_doubles_rather_than_loses(server: TelegramServer, tmp_path: Path) -> None:
    async with run_bot(server, tmp_path) as bot:
        await server.until(lambda: len(server.menus) == 4)
        sri = Person(server, 11)
        server.faults = Faults(rate=1, kinds=("lost",), only="sendMessage")
        sri.say("pertama")
        await sri.hears(2)
        server.faults = Faults()
        await server.until(lambda: bot.service.waiting() == 0)
        assert {one.text for one in sri.heard} == {sri.heard[0].text}


async def test_an_outage_longer_than_patience_is_waited_out(server: TelegramServer, tmp_path: Path) -> None:
    async with run_bot(server, tmp_path) as bot:
        await server.until(lambda: len(server.menus) == 4)
        sri = Person(server, 11)
        bot.service._bot.rate_limiter._patience = 0.1
        server.faults = Faults(rate=1, kinds=("500",), only="sendMessage")
        sri.say("apa itu")
        end = time.monotonic() + 3
        await server.until(lambda: time.monotonic() > end)
        server.faults = Faults()
        assert "Jawaban 1" in (await sri.hears(1, 30)).text
        await server.until(lambda: bot.service.waiting() == 0)
        assert len(sri.heard) == 1
        assert len(bot.answers.asked) == 1  # the answer was kept while it could not be sent


@pytest.mark.parametrize(
    ("error", "passes"),
    [
        (RetryAfter(7), True),
        (NetworkError("Bad Gateway"), True),
        (TimedOut(), True),
        (TelegramError("Invalid server response"), True),
        (BadRequest("no"), False),
        (Forbidden("no"), False),
    ],
)
def test_which_errors_are_worth_another_try(error: TelegramError, passes: bool) -> None:
    pause = pause_after(error, 3)
    assert (pause is not None) == passes
    if isinstance(error, RetryAfter):
        assert pause == pytest.approx(7.1)
    elif pause is not None:
        assert 0 < pause <= 8
