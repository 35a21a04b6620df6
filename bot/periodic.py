"""Work that is due now and then, done by one process of all that share a database."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy import Engine, String, delete, update
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.storage.engine import Base, UtcDateTime, insert_or, now

logger = logging.getLogger(__name__)


class PeriodicWorkRow(Base):
    """When a work was done, or begun, last."""

    __tablename__ = "periodic_work"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class PeriodicWork:
    """Says which process does a work that is due.

    Args:
        engine: the database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def take(self, name: str, since: datetime) -> bool:
        """Whether to do a work now, since it was not done after ``since``; of all that ask one is told so."""
        row = insert_or(self._engine, PeriodicWorkRow).values(name=name, at=now())
        with self._engine.begin() as connection:
            first = row.on_conflict_do_nothing(index_elements=["name"]).returning(PeriodicWorkRow.name)
            if connection.scalar(first) is not None:
                return True
            due = update(PeriodicWorkRow).where(PeriodicWorkRow.name == name, PeriodicWorkRow.at < since)
            return connection.execute(due.values(at=now())).rowcount == 1

    def give_back(self, name: str) -> None:
        """Note that a work that was taken could not be done, and is due."""
        with self._engine.begin() as connection:
            connection.execute(delete(PeriodicWorkRow).where(PeriodicWorkRow.name == name))


async def every(seconds: float, work: Callable[[], Awaitable[object]], what: str, after: float = 0.0) -> None:
    """Do a work again and again until cancelled, whatever comes of it: a fault is logged, and does not end it.

    Args:
        seconds: how long to wait between two times.
        work: is done.
        what: how the log calls it.
        after: seconds before the first time.
    """
    await asyncio.sleep(after)
    while True:
        try:
            await work()
        except Exception:
            logger.exception("%s failed; trying again in %.0f seconds", what, seconds)
        await asyncio.sleep(seconds)
