"""Pauses after failures."""

from __future__ import annotations

import asyncio

import pytest
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.telegram import backoff
from bot.telegram.backoff import UNKNOWN_TOKEN, pause_after, retry_until_done


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


def test_pauses_grow_to_a_limit() -> None:
    pauses = [[pause_after(NetworkError("x"), tries) or 0.0 for _ in range(20)] for tries in range(12)]
    assert max(pauses[0]) <= 0.3
    assert min(pauses[3]) > max(pauses[0])
    assert all(4.0 <= pause <= 8.0 for pause in pauses[11])


async def test_it_is_tried_until_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    errors: list[TelegramError] = [NetworkError("Bad Gateway"), InvalidToken(), BadRequest("no"), RetryAfter(3)]
    problems: list[str] = []

    async def action() -> None:
        if errors:
            raise errors.pop(0)

    await retry_until_done("set the webhook", action, problems.append)
    assert errors == []
    assert problems[:2] == ["could not set the webhook: Bad Gateway", UNKNOWN_TOKEN]
    assert pauses[0] <= 0.3
    assert pauses[1:] == [backoff.REFUSED_PAUSE, backoff.REFUSED_PAUSE, pytest.approx(3.1)]
