"""The second factor: each code counts once, near its time, and the database alone gives none."""

from __future__ import annotations

import pyotp
import pytest
from sqlalchemy import Engine, text

from bot.accounts.accounts import Accounts
from bot.accounts.errors import AccountError
from bot.accounts.second_factor import SecondFactor, is_secret, new_secret, qr_code
from tests.bot.accounts.conftest import KEY, Clock


@pytest.fixture
def factor(engine: Engine, clock: Clock) -> SecondFactor:
    return SecondFactor(engine, KEY, clock)


def at(secret: str, clock: Clock, seconds: int = 0) -> str:
    return pyotp.TOTP(secret).at(int(clock().timestamp()) + seconds)


def test_a_code_counts_once_and_only_near_its_time(accounts: Accounts, factor: SecondFactor, clock: Clock) -> None:
    siti, secret = accounts.account("siti").id, new_secret()
    with pytest.raises(AccountError):
        factor.enable("siti", secret, at(secret, clock, 300))
    assert not accounts.account("siti").second_factor
    factor.enable("siti", secret, at(secret, clock))
    assert accounts.account("siti").second_factor
    assert not factor.is_code(siti, at(secret, clock)), "the code that turned it on"
    clock.move(seconds=60)
    assert not factor.is_code(siti, at(secret, clock, 90))
    assert not factor.is_code(siti, at(secret, clock, -90))
    assert factor.is_code(siti, f" {at(secret, clock)[:3]} {at(secret, clock)[3:]} ")
    assert not factor.is_code(siti, at(secret, clock))
    assert not factor.is_code(siti, at(secret, clock, -30)), "an earlier one after a later one"


def test_recovery_codes_count_once_each(accounts: Accounts, factor: SecondFactor, clock: Clock) -> None:
    siti, secret = accounts.account("siti").id, new_secret()
    codes = factor.enable("siti", secret, at(secret, clock))
    assert len(set(codes)) == 10
    assert factor.is_code(siti, f"{codes[0][:5]}-{codes[0][5:]}".upper())
    assert not factor.is_code(siti, codes[0])
    assert factor.is_code(siti, codes[9])
    for nothing in ("", "-", "ü", "0" * 6, "\ud83d"):
        assert not factor.is_code(siti, nothing)


def test_without_a_second_factor_no_code_counts(accounts: Accounts, factor: SecondFactor) -> None:
    assert not factor.is_code(accounts.account("siti").id, "")
    assert not factor.is_code(999, "123456")
    with pytest.raises(AccountError):
        factor.drop("nobody")


def test_the_secret_is_encrypted_under_the_installations_key(
    accounts: Accounts, factor: SecondFactor, clock: Clock, engine: Engine
) -> None:
    siti, secret = accounts.account("siti").id, new_secret()
    codes = factor.enable("siti", secret, at(secret, clock))
    with engine.connect() as connection:
        stored = str(connection.execute(text("SELECT totp, recovery FROM staff_accounts")).all())
    assert secret not in stored
    assert codes[0] not in stored
    clock.move(seconds=60)
    with pytest.raises(AccountError, match="key"):
        SecondFactor(engine, b"another", clock).is_code(siti, at(secret, clock))


def test_the_picture_holds_the_secret_and_nothing_that_acts() -> None:
    secret = new_secret()
    picture = qr_code(secret, "siti")
    assert picture.startswith("<svg")
    assert "style" not in picture
    assert "script" not in picture
    assert is_secret(secret)
    assert not is_secret(secret[:-1] + "<")
