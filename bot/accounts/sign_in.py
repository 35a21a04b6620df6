"""Signing in by name and password."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from bot.accounts.accounts import Account, account_of
from bot.accounts.attempts import Attempts
from bot.accounts.passwords import is_password
from bot.accounts.second_factor import SecondFactor
from bot.accounts.sessions import Sessions
from bot.accounts.tables import AccountRow


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that was begun; ``proven`` is false while the second factor is still awaited."""

    account: Account
    token: str
    proven: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """No session: name, password or code is wrong, or with ``wait`` seconds it was not even looked at. ``name`` is that
    of the account, where there is one."""

    wait: float = 0.0
    name: str = ""


class SignIn:
    """Checks who signs in and begins sessions.

    Args:
        engine: the database.
        sessions: where a session is begun.
        attempts: what counts failures.
        second_factor: what checks codes.
    """

    def __init__(self, engine: Engine, sessions: Sessions, attempts: Attempts, second_factor: SecondFactor) -> None:
        self._engine = engine
        self._sessions = sessions
        self._attempts = attempts
        self._second_factor = second_factor

    def by_password(self, name: str, password: str, address: str) -> SignedIn | Refused:
        """Sign in; names that do not exist and accounts that are disabled take as long and look the same as a wrong
        password."""
        name = name.strip().lower()[:40]
        if wait := self._attempts.begin(name, address):
            return Refused(wait)
        with Session(self._engine) as session:
            row = session.scalar(select(AccountRow).where(AccountRow.name == name))
            account = account_of(row) if row else None
            stored = row.password if row and not row.disabled_at else None
        if not is_password(stored, password) or account is None:
            return Refused(name=account.name if account else "")
        self._attempts.succeed(name, address)
        proven = not account.second_factor
        return SignedIn(account, self._sessions.open(account.id, proven=proven), proven)

    def by_code(self, token: str, code: str, address: str) -> SignedIn | Refused | None:
        """Give the second factor to a session that awaits it, which a new one then replaces; None when no session
        awaits it (any more)."""
        session = self._sessions.find(token)
        if session is None or session.proven:
            return None
        account = session.account
        if wait := self._attempts.begin(f"code:{account.name}", address):
            return Refused(wait, account.name)
        if not self._second_factor.is_code(account.id, code):
            return Refused(name=account.name)
        self._attempts.succeed(f"code:{account.name}", address)
        self._sessions.end(token)
        return SignedIn(account, self._sessions.open(account.id, proven=True), True)

    def confirm(self, name: str, password: str, address: str) -> float:
        """Whether somebody who is signed in knows the password: 0, or -1 when it is wrong, or the seconds to wait."""
        if wait := self._attempts.begin(name, address):
            return wait
        with Session(self._engine) as session:
            stored = session.scalar(select(AccountRow.password).where(AccountRow.name == name))
        if not is_password(stored, password):
            return -1.0
        self._attempts.succeed(name, address)
        return 0.0
