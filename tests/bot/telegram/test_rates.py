"""Limits on what comes in."""

from __future__ import annotations

from bot.telegram.rates import ChatRates, Debounce


def test_limits_recover_and_notices_are_rare() -> None:
    moment = 0.0
    rates, notices = ChatRates(2, lambda: moment), Debounce(lambda: moment)
    assert [rates.allow(1) for _ in range(3)] == [True, True, False]
    assert rates.allow(2)
    assert [notices.due("x"), notices.due("x"), notices.due("y")] == [True, False, True]
    moment = 60.0
    assert rates.allow(1)
    assert notices.due("x")
