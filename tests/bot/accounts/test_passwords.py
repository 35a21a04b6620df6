"""Passwords: how they are stored, and which will not do."""

from __future__ import annotations

import pytest

from bot.accounts.errors import AccountError
from bot.accounts.passwords import check_password, hash_password, is_password, made_up_password


def test_a_password_is_stored_as_an_argon2id_hash_with_a_salt() -> None:
    one, other = hash_password("kuda hijau makan awan"), hash_password("kuda hijau makan awan")
    assert one.startswith("$argon2id$")
    assert one != other
    assert is_password(one, "kuda hijau makan awan")
    assert not is_password(one, "kuda hijau makan awan ")
    assert not is_password(None, "kuda hijau makan awan")


@pytest.mark.parametrize(
    ("password", "code"),
    [("pendek", "short"), ("x" * 201, "long"), ("aaaaaaaaaaaaab", "simple"), ("Siti-2026-ASCN", "simple")],
)
def test_a_password_that_will_not_do_is_told_why(password: str, code: str) -> None:
    with pytest.raises(AccountError) as caught:
        check_password(password, "siti")
    assert caught.value.code == code
    assert caught.value.said("id") != caught.value.said("en")


def test_a_made_up_password_will_do() -> None:
    made = {made_up_password() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        check_password(password, "siti")
