"""What is kept of people, and for how long: deleting by person, by age and by number."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Select, delete, func, or_, select, update

from bot.chat_tables import ButtonsRow, ChatRow, PromptRow
from bot.identity import PersonHasher, group_member
from bot.journal import TurnRow
from bot.mail.outbox import MailRow
from bot.tickets.handling import mail_key
from bot.tickets.tables import TicketMessageRow, TicketRow
from bot.watches.tables import WatchRow, end_watches, told_to
from knowledge.storage.engine import now
from knowledge.storage.tables import SpentTokensRow

_BATCH = 500  # rows deleted in one transaction, so that nobody waits long for it
_PAUSE = 0.05  # seconds between two, so that others come in between
#: Where rows are a person's alone, by the keyed hash; tickets are emptied instead.
_OF_PERSON = (TurnRow.who, MailRow.who, ButtonsRow.who, PromptRow.who, ChatRow.chat, SpentTokensRow.person)
_REOPENED = {"status": "new", "closed_as": "", "merged_into": None, "claimed_by": ""}
_EMPTIED: dict[str, Any] = {
    "status": "closed",
    "closed_as": "deleted",
    **dict.fromkeys(("turn_id", "link", "vector", "merged_into"), None),
    **dict.fromkeys(("who", "question", "found", "address", "contact", "claimed_by", "vector_of"), ""),
}


class Retention:
    """Deletes turns, with the feedback on them, and what channels remember of people, and empties tickets.

    Args:
        engine: the database.
        people: hashes people's ids.
    """

    def __init__(self, engine: Engine, people: PersonHasher) -> None:
        self._engine = engine
        self._people = people

    def forget(self, who: str) -> int:
        """Delete everything stored about a person (``who`` unhashed), with tickets, watches and mail that has not left;
        returns the number of turns deleted."""
        return self.forget_hashed(self._people.hash_person(who))

    def forget_hashed(self, hashed: str, mailbox: str = "") -> int:
        """The same of a person who is known by the keyed hash alone, as from a ticket, with what goes to a mailbox."""
        with self._engine.begin() as connection:
            end_watches(connection, told_to(hashed, mailbox))
            _empty(connection, TicketRow.who == hashed)
            written = TicketMessageRow.by == group_member(hashed)
            connection.execute(update(TicketMessageRow).where(written).values(by=""))
            connection.execute(
                update(TicketRow).where(TicketRow.claimed_by == group_member(hashed)).values(claimed_by="")
            )
            deleted = [connection.execute(delete(one.class_).where(one == hashed)).rowcount for one in _OF_PERSON]
            return deleted[0]

    def kept(self, hashed: str, mailbox: str = "") -> int:
        """How many rows are stored of a person."""
        which = [told_to(hashed, mailbox), *(one == hashed for one in (TicketRow.who, *_OF_PERSON))]
        with self._engine.connect() as connection:
            return sum(connection.scalar(select(func.count()).where(one)) or 0 for one in which)

    def forget_ticket(self, ticket_id: int) -> None:
        """Empty one ticket, for its asker."""
        with self._engine.begin() as connection:
            _empty(connection, TicketRow.id == ticket_id)

    def expire_turns(self, older_than: timedelta, most: int) -> int:
        """Delete turns older than this, and of the others the oldest until ``most`` are left; returns how many."""
        with self._engine.connect() as connection:
            kept = connection.scalar(select(func.count()).select_from(TurnRow)) or 0
        oldest = select(TurnRow.id).order_by(TurnRow.created_at, TurnRow.id)
        surplus = self._delete(oldest, max(kept - most, 0))
        return surplus + self._delete(oldest.where(TurnRow.created_at < now() - older_than), kept)

    def expire_tickets(self, older_than: timedelta) -> int:
        """Empty tickets on which nothing was done for so long; returns how many."""
        with self._engine.begin() as connection:
            return _empty(connection, TicketRow.closed_as != "deleted", TicketRow.changed_at < now() - older_than)

    def expire_mail(self, older_than: timedelta) -> None:
        """Delete what is left of mail that ended so long ago."""
        with self._engine.begin() as connection:
            connection.execute(delete(MailRow).where(MailRow.ended_at < now() - older_than))

    def expire_watches(self, older_than: timedelta, unconfirmed: timedelta) -> int:
        """Delete watches that began so long ago, and those that nobody confirmed for so long; returns how many."""
        moment = now()
        old = WatchRow.created_at < moment - older_than
        never = WatchRow.confirmed.is_(False) & (WatchRow.created_at < moment - unconfirmed)
        with self._engine.begin() as connection:
            return end_watches(connection, or_(old, never))

    def _delete(self, which: Select[str], most: int) -> int:
        """Delete turns in small transactions, at most so many; what hangs on them goes with them."""
        gone = 0
        while gone < most:
            batch = which.limit(min(_BATCH, most - gone))
            with self._engine.begin() as connection:
                deleted = connection.execute(delete(TurnRow).where(TurnRow.id.in_(batch))).rowcount
            gone += deleted
            if deleted < _BATCH:
                break
            time.sleep(_PAUSE)
        return gone


def _empty(connection: Connection, *which: ColumnElement[bool]) -> int:
    """Empty tickets, and delete what was written on them, also what has not left yet; returns how many. What was merged
    into one that nobody replied to is new again, since nobody would reply to it either."""
    numbers = connection.scalars(select(TicketRow.id).where(*which).with_for_update()).all()
    for start in range(0, len(numbers), _BATCH):
        some = numbers[start : start + _BATCH]
        unanswered = select(TicketRow.id).where(TicketRow.id.in_(some), TicketRow.replied_at.is_(None))
        merged = TicketRow.merged_into.in_(connection.scalars(unanswered).all())
        connection.execute(update(TicketRow).where(merged, TicketRow.closed_as == "merged").values(_REOPENED))
        messages = connection.scalars(select(TicketMessageRow.id).where(TicketMessageRow.ticket_id.in_(some))).all()
        connection.execute(delete(MailRow).where(MailRow.key.in_([mail_key(message) for message in messages])))
        connection.execute(delete(TicketMessageRow).where(TicketMessageRow.ticket_id.in_(some)))
        connection.execute(update(TicketRow).where(TicketRow.id.in_(some)).values(_EMPTIED))
    return len(numbers)
