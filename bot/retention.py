"""What is kept of people, and for how long: deleting by person, by age and by number."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import Engine, Select, delete, func, or_, select, update

from bot.identity import PersonHasher
from bot.journal import TurnRow
from bot.tickets import TicketRow
from knowledge.storage.engine import now

_BATCH = 500  # rows deleted in one transaction, so that nobody waits long for it
_EMPTIED: dict[str, Any] = {
    "status": "closed",
    "turn_id": None,
    **dict.fromkeys(("who", "question", "found", "address", "contact", "reply", "replied_by"), ""),
}


class Retention:
    """Deletes turns, with the feedback on them, and empties tickets.

    Args:
        engine: the database.
        people: hashes people's ids.
    """

    def __init__(self, engine: Engine, people: PersonHasher) -> None:
        self._engine = engine
        self._people = people

    def forget(self, who: str) -> int:
        """Delete everything stored about a person, tickets included; returns the number of turns deleted."""
        hashed = self._people.hash_person(who)
        with self._engine.begin() as connection:
            connection.execute(update(TicketRow).where(TicketRow.who == hashed).values(_EMPTIED))
            connection.execute(update(TicketRow).where(TicketRow.replied_by == hashed).values(replied_by=""))
            return connection.execute(delete(TurnRow).where(TurnRow.who == hashed)).rowcount

    def expire_turns(self, older_than: timedelta, most: int) -> int:
        """Delete turns older than this, and of the others the oldest until ``most`` are left; returns how many."""
        with self._engine.connect() as connection:
            kept = connection.scalar(select(func.count()).select_from(TurnRow)) or 0
        oldest = select(TurnRow.id).order_by(TurnRow.created_at, TurnRow.id)
        surplus = self._delete(oldest, max(kept - most, 0))
        return surplus + self._delete(oldest.where(TurnRow.created_at < now() - older_than), kept)

    def expire_tickets(self, older_than: timedelta) -> int:
        """Empty tickets on which nothing was done for so long; returns how many."""
        since = func.coalesce(TicketRow.replied_at, TicketRow.created_at)
        filled = or_(TicketRow.status != "closed", TicketRow.question != "")
        with self._engine.begin() as connection:
            old = update(TicketRow).where(filled, since < now() - older_than).values(_EMPTIED)
            return connection.execute(old).rowcount

    def _delete(self, which: Select[str], most: int) -> int:
        """Delete turns in small transactions, at most so many; what hangs on them goes with them."""
        gone = 0
        while gone < most:
            batch = which.limit(min(_BATCH, most - gone))
            with self._engine.begin() as connection:
                deleted = connection.execute(delete(TurnRow).where(TurnRow.id.in_(batch))).rowcount
            if not deleted:
                break
            gone += deleted
        return gone
