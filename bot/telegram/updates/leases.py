"""Leases: a task that only one of several processes may do, such as polling with one token."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Engine, delete, or_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.telegram.tables import LeaseRow
from bot.telegram.updates.processes import is_dead
from knowledge.storage.engine import now


class Lease:
    """One named lease in the database, held by one process until it lets go or stops renewing. Methods block.

    Args:
        engine: the database shared by the processes.
        name: what the lease is for.
        holder: the name of this process.
        length: how long it lasts without being renewed.
    """

    def __init__(self, engine: Engine, name: str, holder: str, length: timedelta = timedelta(seconds=30)) -> None:
        self._engine = engine
        self._name = name
        self._holder = holder
        self.length = length

    def take(self) -> bool:
        """Take or renew the lease; False when another process holds it."""
        moment = now()
        holder = self.holder()
        ours = (self._holder, holder) if is_dead(holder) else (self._holder,)
        free = or_(LeaseRow.holder.in_(ours), LeaseRow.until < moment)
        values = {"holder": self._holder, "until": moment + self.length}
        with self._engine.begin() as connection:
            changed = connection.execute(update(LeaseRow).where(LeaseRow.name == self._name, free).values(**values))
            if cast("CursorResult[Any]", changed).rowcount:
                return True
        try:
            with Session(self._engine) as session, session.begin():
                session.add(LeaseRow(name=self._name, **values))
        except IntegrityError:
            return False
        return True

    def holder(self) -> str:
        """Who holds it now; empty when nobody does."""
        with Session(self._engine) as session:
            row = session.get(LeaseRow, self._name)
            return row.holder if row is not None and row.until >= now() else ""

    def release(self) -> None:
        """Let go of the lease, if this process holds it."""
        with self._engine.begin() as connection:
            connection.execute(delete(LeaseRow).where(LeaseRow.name == self._name, LeaseRow.holder == self._holder))
