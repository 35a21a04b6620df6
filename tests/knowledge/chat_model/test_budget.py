"""Tokens are counted by day and by person."""

from __future__ import annotations

from knowledge.chat_model.budget import Budget


def test_a_person_and_a_day_have_so_many_tokens_and_the_next_day_has_new_ones() -> None:
    day = ["2026-11-30"]
    budget = Budget(per_day=100, per_person=60, today=lambda: day[0])
    budget.spend("a", 60)
    assert not budget.allows("a")
    assert budget.allows("b")
    budget.spend("b", 40)
    assert not budget.allows("c")
    day[0] = "2026-12-01"
    assert budget.allows("a")


def test_no_limit_is_none() -> None:
    budget = Budget()
    budget.spend("a", 10**9)
    assert budget.allows("a")
