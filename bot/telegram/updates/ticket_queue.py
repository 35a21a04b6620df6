"""Tickets on their way to the staff group, and what the directorate wrote on its way to askers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Engine, and_, or_, select, update
from sqlalchemy.orm import Session

from bot.telegram.database_thread import DatabaseThread, ThreadedStore, in_database_thread
from bot.telegram.tables import CHANNEL, TicketNoticeRow
from bot.tickets.tables import TicketMessageRow, TicketRow
from bot.tickets.ticket import OPEN, Delivery, Ticket, TicketMessage
from bot.tickets.tickets import Tickets
from knowledge.storage.engine import insert_or, now

_AT_ONCE = 20
_HOLD = timedelta(minutes=5)
_AGAIN = timedelta(minutes=1)  # after what could not be sent


@dataclass(frozen=True, slots=True)
class Announcement:
    """A ticket that the staff group has not seen as it is; ``taken`` is when it was looked at."""

    ticket: Ticket
    seen: datetime | None
    taken: datetime

    @property
    def written(self) -> list[TicketMessage]:
        """What the asker has written since the group saw the ticket last."""
        return [
            message
            for message in self.ticket.messages
            if not message.from_staff and (self.seen is None or message.at > self.seen)
        ]


class TicketQueue(ThreadedStore):
    """Which tickets and messages have something to send.

    Args:
        engine: the database.
        tickets: where the tickets are.
        thread: the thread this store works in.
    """

    def __init__(self, engine: Engine, tickets: Tickets, thread: DatabaseThread) -> None:
        super().__init__(thread)
        self._engine = engine
        self._tickets = tickets

    @in_database_thread
    def to_announce(self) -> list[Announcement]:
        """Take open tickets whose asker wrote what the staff group has not seen, oldest first."""
        moment = now()
        unseen = or_(TicketNoticeRow.announced_at.is_(None), TicketNoticeRow.announced_at < TicketRow.asked_at)
        free = or_(TicketNoticeRow.held_until.is_(None), TicketNoticeRow.held_until < moment)
        statement = (
            select(TicketRow.id, TicketNoticeRow.announced_at)
            .outerjoin(TicketNoticeRow, TicketNoticeRow.ticket_id == TicketRow.id)
            .where(TicketRow.status.in_(OPEN), unseen, free)
            .order_by(TicketRow.id)
            .limit(_AT_ONCE)
        )
        with Session(self._engine) as session, session.begin():
            found = session.execute(statement).all()
            held = [(ticket_id, seen) for ticket_id, seen in found if self._hold(session, ticket_id)]
        return [Announcement(self._tickets.ticket(ticket_id), seen, moment) for ticket_id, seen in held]

    @in_database_thread
    def to_deliver(self) -> list[tuple[Ticket, TicketMessage]]:
        """Take what was written to askers in Telegram and has not reached them, oldest first."""
        moment = now()
        free = or_(TicketMessageRow.held_until.is_(None), TicketMessageRow.held_until < moment)
        waiting = and_(TicketMessageRow.delivery == "waiting", free)
        statement = (
            select(TicketMessageRow.id, TicketMessageRow.ticket_id)
            .join(TicketRow, TicketRow.id == TicketMessageRow.ticket_id)
            .where(waiting, TicketRow.channel == CHANNEL, TicketRow.address != "")
            .order_by(TicketMessageRow.id)
            .limit(_AT_ONCE)
        )
        with Session(self._engine) as session, session.begin():
            held = []
            for message_id, ticket_id in session.execute(statement).all():
                mine = update(TicketMessageRow).where(TicketMessageRow.id == message_id, waiting)
                done = session.execute(mine.values(held_until=moment + _HOLD))
                if cast("CursorResult[Any]", done).rowcount:
                    held.append((ticket_id, message_id))
        found = [(self._tickets.ticket(ticket_id), message_id) for ticket_id, message_id in held]
        return [
            (ticket, message) for ticket, message_id in found for message in ticket.messages if message.id == message_id
        ]

    @in_database_thread
    def announced(self, announcement: Announcement) -> None:
        """Note that the staff group has seen a ticket as it was taken."""
        self._note(announcement.ticket.id, announced_at=announcement.taken)

    @in_database_thread
    def not_announced(self, announcement: Announcement) -> None:
        """Give an announcement back for another try in a minute."""
        self._note(announcement.ticket.id, held_until=now() + _AGAIN)

    @in_database_thread
    def delivered(self, message_id: int, delivery: Delivery) -> None:
        """Note that the asker has what was written, or cannot be reached."""
        self._update_message(message_id, delivery=delivery, delivered_at=now(), held_until=None)

    @in_database_thread
    def not_delivered(self, message_id: int) -> None:
        """Give what was written back for another try in a minute."""
        self._update_message(message_id, held_until=now() + _AGAIN)

    def _hold(self, session: Session, ticket_id: int) -> bool:
        moment = now()
        blank = insert_or(self._engine, TicketNoticeRow).values(ticket_id=ticket_id, held_until=moment - _HOLD)
        session.execute(blank.on_conflict_do_nothing(index_elements=["ticket_id"]))
        free = and_(TicketNoticeRow.ticket_id == ticket_id, TicketNoticeRow.held_until < moment)
        held = session.execute(update(TicketNoticeRow).where(free).values(held_until=moment + _HOLD))
        return cast("CursorResult[Any]", held).rowcount > 0

    def _note(self, ticket_id: int, **values: Any) -> None:
        # A moment ago, so that what the asker writes next is taken at once.
        values = {"held_until": now() - timedelta(seconds=1), **values}
        with self._engine.begin() as connection:
            connection.execute(update(TicketNoticeRow).where(TicketNoticeRow.ticket_id == ticket_id).values(**values))

    def _update_message(self, message_id: int, **values: Any) -> None:
        with self._engine.begin() as connection:
            connection.execute(update(TicketMessageRow).where(TicketMessageRow.id == message_id).values(**values))
