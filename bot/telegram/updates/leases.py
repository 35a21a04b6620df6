"""Leases: a task that only one of several processes may do, such as polling with one token."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Engine, delete, or_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.telegram.database_thread import DatabaseThread, ThreadedStore, in_database_thread
from bot.telegram.tables import LeaseRow
from bot.telegram.updates.processes import is_dead
from knowledge.storage.engine import now


class Lease(ThreadedStore):
    """One named lease in the database, held by one process until it lets go or stops renewing.

    Args:
        engine: the database shared by the processes.
        thread: the thread this store works in.
        name: what the lease is for.
        holder: the name of this process.
        length: how long it lasts without being renewed.
    """

    def __init__(
        self,
        engine: Engine,
        thread: DatabaseThread,
        name: str,
        holder: str,
        length: timedelta = timedelta(seconds=30),
    ) -> None:
        super().__init__(thread)
        self._engine = engine
        self._name = name
        self._holder = holder
        self.length = length

    @in_database_thread
    def take(self) -> bool:
        """Take or renew the lease; False when another process holds it."""
        moment = now()
        holder = self._current_holder()
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

    @in_database_thread
    def holder(self) -> str:
        """Who holds it now; empty when nobody does."""
        return self._current_holder()

    @in_database_thread
    def release(self) -> None:
        """Let go of the lease, if this process holds it."""
        with self._engine.begin() as connection:
            connection.execute(delete(LeaseRow).where(LeaseRow.name == self._name, LeaseRow.holder == self._holder))

    def _current_holder(self) -> str:
        with Session(self._engine) as session:
            row = session.get(LeaseRow, self._name)
            return row.holder if row is not None and row.until >= now() else ""
