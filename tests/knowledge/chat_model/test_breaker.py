"""A server that failed is left alone for a while."""

from __future__ import annotations

from knowledge.chat_model.breaker import Breaker


def test_failures_in_a_row_open_it_and_a_success_closes_it() -> None:
    at = [0.0]
    breaker = Breaker(failures=2, rest=30, clock=lambda: at[0])
    breaker.failed()
    breaker.succeeded()
    breaker.failed()
    assert breaker.allows()
    breaker.failed()
    assert breaker.is_open
    assert not breaker.allows()
    at[0] = 31
    assert breaker.allows(), "one tries"
    assert not breaker.allows(), "and the others wait for it"
    breaker.succeeded()
    assert breaker.allows()
    assert not breaker.is_open
