"""Tokens are counted by day and by person, over restarts and by all processes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import Engine, create_engine, select

from knowledge.chat_model.budget import Budget
from knowledge.deadlines import Deadline
from knowledge.storage.tables import SpentTokensRow

PATIENT = Deadline(30)


def test_a_person_and_a_day_have_so_many_tokens_and_the_next_day_has_new_ones(engine: Engine) -> None:
    day = ["2026-11-30"]
    budget = Budget(100, 60, engine, PATIENT, today=lambda: day[0])
    budget.spend("a", 60)
    assert not budget.allows("a")
    assert budget.allows("b")
    budget.spend("b", 40)
    assert not budget.allows("c")
    day[0] = "2026-12-01"
    assert budget.allows("a")
    budget.spend("c", 1)
    with engine.connect() as connection:
        kept = connection.execute(select(SpentTokensRow.day, SpentTokensRow.person, SpentTokensRow.tokens)).all()
    assert sorted(tuple(row) for row in kept) == [("2026-12-01", "", 1), ("2026-12-01", "c", 1)]


def test_every_process_counts_what_the_others_spent(engine: Engine) -> None:
    processes = [Budget(1000, 100, engine, PATIENT) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda budget: [budget.spend("a", 5) for _ in range(5)], processes))
    after_a_restart = Budget(1000, 100, engine, PATIENT)
    assert after_a_restart.spent("a") == {"": 100, "a": 100}
    assert not any(budget.allows("a") for budget in (after_a_restart, *processes))
    assert after_a_restart.allows("b")


def test_while_the_database_is_away_a_process_counts_its_own(tmp_path: Path) -> None:
    budget = Budget(per_person=10, engine=create_engine(f"sqlite:///{tmp_path}/none/at-all.db"), deadline=PATIENT)
    assert budget.allows("a")
    budget.spend("a", 10)
    assert not budget.allows("a")
    assert budget.allows("b")


def test_no_limit_is_none() -> None:
    budget = Budget()
    budget.spend("a", 10**9)
    assert budget.allows("a")
