"""Sessions: how long they last."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from bot.accounts.accounts import Accounts
from bot.accounts.sessions import Sessions
from tests.bot.accounts.conftest import Clock


@pytest.fixture
def sessions(engine: Engine, clock: Clock) -> Sessions:
    return Sessions(engine, idle=timedelta(hours=2), longest=timedelta(hours=12), clock=clock)


def test_a_session_ends_when_nobody_uses_it(accounts: Accounts, sessions: Sessions, clock: Clock) -> None:
    token = sessions.open(accounts.account("siti").id, proven=True)
    for _ in range(3):
        clock.move(minutes=110)
        assert sessions.find(token) is not None
    clock.move(minutes=120)
    assert sessions.find(token) is None


def test_a_session_ends_however_much_it_is_used(accounts: Accounts, sessions: Sessions, clock: Clock) -> None:
    token = sessions.open(accounts.account("siti").id, proven=True)
    for _ in range(11):
        clock.move(hours=1)
        assert sessions.find(token) is not None
    clock.move(hours=1)
    assert sessions.find(token) is None


def test_the_second_factor_has_five_minutes(accounts: Accounts, sessions: Sessions, clock: Clock) -> None:
    token = sessions.open(accounts.account("siti").id, proven=False)
    found = sessions.find(token)
    assert found is not None
    assert not found.proven
    clock.move(minutes=6)
    assert sessions.find(token) is None


def test_what_the_database_holds_opens_nothing(accounts: Accounts, sessions: Sessions, engine: Engine) -> None:
    token = sessions.open(accounts.account("siti").id, proven=True)
    with engine.connect() as connection:
        stored = connection.scalar(text("SELECT id FROM staff_sessions"))
    assert stored != token
    assert sessions.find(str(stored)) is None
    assert sessions.find("") is None


def test_a_session_that_is_ended_is_over_and_old_ones_are_cleared(
    accounts: Accounts, sessions: Sessions, engine: Engine, clock: Clock
) -> None:
    siti = accounts.account("siti").id
    old, new = sessions.open(siti, proven=True), sessions.open(siti, proven=True)
    sessions.end(new)
    assert sessions.find(new) is None
    assert sessions.find(old) is not None
    clock.move(hours=13)
    sessions.open(siti, proven=True)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM staff_sessions")) == 1
