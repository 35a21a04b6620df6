"""Accounts: who there is, and what cannot be done with them."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Engine

from bot.accounts.accounts import Accounts
from bot.accounts.errors import AccountError
from bot.accounts.sessions import Sessions
from tests.bot.accounts.conftest import PASSWORD


@pytest.mark.parametrize(
    ("name", "role", "email", "code"),
    [
        ("siti", "editor", "", "taken"),
        ("Siti", "editor", "", "name"),
        ("../x", "editor", "", "name"),
        ("budi\n", "editor", "", "name"),
        ("budi", "root", "", "role"),
        ("budi", "editor", "a b@c.id", "email"),
    ],
)
def test_an_account_that_cannot_be_made_is_told_why(
    accounts: Accounts, name: str, role: str, email: str, code: str
) -> None:
    with pytest.raises(AccountError) as caught:
        accounts.add(name, role, PASSWORD, email=email)
    assert caught.value.code == code
    assert [one.name for one in accounts.accounts()] == ["siti"]


def test_the_last_admin_stays(accounts: Accounts) -> None:
    for change in (partial(accounts.set_role, "siti", "editor"), partial(accounts.disable, "siti")):
        with pytest.raises(AccountError) as caught:
            change()
        assert caught.value.code == "last_admin"
    accounts.add("budi", "admin", PASSWORD)
    assert accounts.disable("siti").disabled
    assert accounts.any_enabled()
    with pytest.raises(AccountError):
        accounts.set_role("budi", "publisher")
    assert not accounts.enable("siti").disabled


def test_what_takes_rights_away_ends_the_sessions(accounts: Accounts, engine: Engine) -> None:
    sessions = Sessions(engine, timedelta(hours=1), timedelta(hours=12))
    accounts.add("budi", "publisher", PASSWORD)
    for change in (
        partial(accounts.set_role, "budi", "editor"),
        partial(accounts.set_password, "budi", "lain sama sekali 9"),
        partial(accounts.disable, "budi"),
    ):
        token = sessions.open(accounts.account("budi").id, proven=True)
        assert sessions.find(token) is not None
        change()
        assert sessions.find(token) is None


def test_an_account_that_does_not_exist_is_said_to(accounts: Accounts) -> None:
    with pytest.raises(AccountError) as caught:
        accounts.set_language("nobody", "en")
    assert "nobody" in caught.value.said("id")


def test_each_role_may_do_what_those_before_it_may(accounts: Accounts) -> None:
    editor = accounts.add("budi", "editor", PASSWORD)
    assert [editor.may(role) for role in ("editor", "publisher", "admin")] == [True, False, False]
    assert accounts.account("siti").may("publisher")
