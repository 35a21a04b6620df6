"""Sessions of the console, in the database: every process knows them, and ending one ends it everywhere."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Engine, delete, or_, select, update
from sqlalchemy.orm import Session as DatabaseSession

from bot.accounts.accounts import Account, account_of
from bot.accounts.tables import AccountRow, SessionRow
from knowledge.storage.engine import now

_SEEN = timedelta(minutes=1)  # how exactly it is kept when a session was last used
PROVING = timedelta(minutes=5)  # to give the second factor after the password


@dataclass(frozen=True, slots=True)
class StaffSession:
    """Somebody's sign-in; ``proven`` is false while the second factor is still awaited."""

    account: Account
    proven: bool


class Sessions:
    """Opens, finds and ends sessions.

    Args:
        engine: the database.
        idle: how long a session lasts that nobody uses.
        longest: how long a session lasts at most.
        clock: the present time.
    """

    def __init__(
        self, engine: Engine, idle: timedelta, longest: timedelta, clock: Callable[[], datetime] = now
    ) -> None:
        self._engine = engine
        self._idle = idle
        self._longest = longest
        self._clock = clock

    def open(self, account_id: int, *, proven: bool) -> str:
        """Begin a session; returns the token that the browser keeps, which is stored nowhere else."""
        token = secrets.token_urlsafe(32)
        at = self._clock()
        row = SessionRow(id=_digest(token), account_id=account_id, proven=proven, created_at=at, seen_at=at)
        with DatabaseSession(self._engine) as session, session.begin():
            session.execute(delete(SessionRow).where(self._is_over(at)))
            session.add(row)
        return token

    def find(self, token: str) -> StaffSession | None:
        """The session of a token, which counts as used; None when it is over, or its account is disabled."""
        at, key = self._clock(), _digest(token)
        with DatabaseSession(self._engine) as session:
            found = session.execute(
                select(SessionRow, AccountRow)
                .join(AccountRow, AccountRow.id == SessionRow.account_id)
                .where(SessionRow.id == key, ~self._is_over(at), AccountRow.disabled_at.is_(None))
            ).one_or_none()
            if found is None:
                return None
            row, account = found
            if not row.proven and at - row.created_at > PROVING:
                return None
            if at - row.seen_at > _SEEN:
                session.execute(update(SessionRow).where(SessionRow.id == key).values(seen_at=at))
                session.commit()
            return StaffSession(account_of(account), row.proven)

    def end(self, token: str) -> None:
        """End a session."""
        with self._engine.begin() as connection:
            connection.execute(delete(SessionRow).where(SessionRow.id == _digest(token)))

    def _is_over(self, at: datetime) -> ColumnElement[bool]:
        return or_(SessionRow.seen_at <= at - self._idle, SessionRow.created_at <= at - self._longest)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
