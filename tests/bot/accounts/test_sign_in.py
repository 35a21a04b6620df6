"""Signing in: by password, and then by code where one is asked for."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import Engine

from bot.accounts.accounts import Accounts
from bot.accounts.attempts import FREE_PAIR, Attempts
from bot.accounts.second_factor import SecondFactor, new_secret
from bot.accounts.sessions import Sessions
from bot.accounts.sign_in import Refused, SignedIn, SignIn
from tests.bot.accounts.conftest import KEY, PASSWORD, Clock

HERE = "10.0.0.1"


@pytest.fixture
def sessions(engine: Engine, clock: Clock) -> Sessions:
    return Sessions(engine, idle=timedelta(hours=2), longest=timedelta(hours=12), clock=clock)


@pytest.fixture
def factor(engine: Engine, clock: Clock) -> SecondFactor:
    return SecondFactor(engine, KEY, clock)


@pytest.fixture
def sign_in(engine: Engine, sessions: Sessions, factor: SecondFactor, clock: Clock) -> SignIn:
    return SignIn(engine, sessions, Attempts(engine, KEY, clock), factor)


def test_name_and_password_open_a_session(accounts: Accounts, sign_in: SignIn, sessions: Sessions) -> None:
    entered = sign_in.by_password("Siti", PASSWORD, HERE)
    assert isinstance(entered, SignedIn)
    assert entered.proven
    found = sessions.find(entered.token)
    assert found is not None
    assert found.account.name == "siti"


def test_who_is_not_known_or_disabled_is_refused_as_for_a_wrong_password(accounts: Accounts, sign_in: SignIn) -> None:
    accounts.add("budi", "editor", PASSWORD)
    accounts.disable("budi")
    tries = (("siti", "salah sekali 123"), ("budi", PASSWORD), ("nobody", PASSWORD), ("", ""))
    assert [sign_in.by_password(*one, HERE) for one in tries] == [
        Refused(name=name) for name in ("siti", "budi", "", "")
    ]


def test_the_right_password_is_not_even_looked_at_while_waiting(accounts: Accounts, sign_in: SignIn) -> None:
    for _ in range(FREE_PAIR):
        sign_in.by_password("siti", "salah", HERE)
    assert sign_in.by_password("siti", PASSWORD, HERE) == Refused(1)
    assert isinstance(sign_in.by_password("siti", PASSWORD, "10.0.0.2"), SignedIn)


def test_a_code_is_asked_for_and_a_new_session_replaces_the_one_that_awaited_it(
    accounts: Accounts, sign_in: SignIn, sessions: Sessions, factor: SecondFactor, clock: Clock
) -> None:
    secret = new_secret()
    code = pyotp.TOTP(secret)
    factor.enable("siti", secret, code.at(clock()))
    clock.move(seconds=60)
    half = sign_in.by_password("siti", PASSWORD, HERE)
    assert isinstance(half, SignedIn)
    assert not half.proven
    assert sign_in.by_code("unknown", code.at(clock()), HERE) is None
    assert sign_in.by_code(half.token, "000000", HERE) == Refused(name="siti")
    whole = sign_in.by_code(half.token, code.at(clock()), HERE)
    assert isinstance(whole, SignedIn)
    assert sessions.find(half.token) is None
    found = sessions.find(whole.token)
    assert found is not None
    assert found.proven
    assert sign_in.by_code(whole.token, code.at(clock()), HERE) is None, "one that is proven awaits no code"


def test_codes_cannot_be_guessed_one_after_another(
    accounts: Accounts, sign_in: SignIn, factor: SecondFactor, clock: Clock
) -> None:
    secret = new_secret()
    factor.enable("siti", secret, pyotp.TOTP(secret).at(clock()))
    clock.move(seconds=60)
    half = sign_in.by_password("siti", PASSWORD, HERE)
    assert isinstance(half, SignedIn)
    for _ in range(FREE_PAIR):
        assert sign_in.by_code(half.token, "000000", HERE) == Refused(name="siti")
    refused = sign_in.by_code(half.token, pyotp.TOTP(secret).at(clock()), HERE)
    assert isinstance(refused, Refused)
    assert refused.wait > 0


def test_who_is_signed_in_is_asked_for_the_password_again(accounts: Accounts, sign_in: SignIn) -> None:
    assert sign_in.confirm("siti", PASSWORD, HERE) == 0
    assert sign_in.confirm("siti", "salah sekali 123", HERE) == -1
    for _ in range(FREE_PAIR - 1):
        sign_in.confirm("siti", "salah sekali 123", HERE)
    assert sign_in.confirm("siti", PASSWORD, HERE) > 0
