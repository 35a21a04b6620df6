"""Tickets and replies on their way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Engine, and_, or_, select, update
from sqlalchemy.orm import Session

from bot.telegram.database_thread import DatabaseThread, ThreadedStore, in_database_thread
from bot.telegram.tables import CHANNEL, TicketNoticeRow
from bot.tickets import Ticket, TicketRow, Tickets
from knowledge.storage.engine import insert_or, now

_AT_ONCE = 20
_HOLD = timedelta(minutes=5)
_AGAIN = timedelta(minutes=1)  # after what could not be sent


class TicketQueue(ThreadedStore):
    """Which tickets have something to send.

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
    def to_announce(self) -> list[Ticket]:
        """Take open tickets that the staff group has not seen, oldest first."""
        return self._take(and_(TicketRow.status == "open", TicketNoticeRow.announced_at.is_(None)))

    @in_database_thread
    def to_deliver(self) -> list[Ticket]:
        """Take tickets with a reply that its asker in Telegram has not seen, oldest first."""
        fresh = or_(TicketNoticeRow.delivered_at.is_(None), TicketNoticeRow.delivered_at < TicketRow.replied_at)
        ours = and_(TicketRow.channel == CHANNEL, TicketRow.address != "")
        return self._take(and_(TicketRow.status == "answered", ours, fresh))

    @in_database_thread
    def announced(self, ticket_id: int) -> None:
        """Note that the staff group has seen a ticket."""
        self._note(ticket_id, announced_at=now())

    @in_database_thread
    def delivered(self, ticket_id: int) -> None:
        """Note that the asker has the latest reply, or cannot be reached."""
        self._note(ticket_id, delivered_at=now())

    @in_database_thread
    def let_go(self, ticket_id: int) -> None:
        """Give a ticket back for another try in a minute."""
        self._note(ticket_id, held_until=now() + _AGAIN)

    def _take(self, which: Any) -> list[Ticket]:
        moment = now()
        free = or_(TicketNoticeRow.held_until.is_(None), TicketNoticeRow.held_until < moment)
        statement = (
            select(TicketRow.id)
            .outerjoin(TicketNoticeRow, TicketNoticeRow.ticket_id == TicketRow.id)
            .where(which, free)
            .order_by(TicketRow.id)
            .limit(_AT_ONCE)
        )
        with Session(self._engine) as session, session.begin():
            ids = [ticket_id for ticket_id in session.scalars(statement).all() if self._hold(session, ticket_id)]
        return [self._tickets.ticket(ticket_id) for ticket_id in ids]

    def _hold(self, session: Session, ticket_id: int) -> bool:
        moment = now()
        blank = insert_or(self._engine, TicketNoticeRow).values(ticket_id=ticket_id, held_until=moment - _HOLD)
        session.execute(blank.on_conflict_do_nothing(index_elements=["ticket_id"]))
        free = and_(TicketNoticeRow.ticket_id == ticket_id, TicketNoticeRow.held_until < moment)
        held = session.execute(update(TicketNoticeRow).where(free).values(held_until=moment + _HOLD))
        return cast("CursorResult[Any]", held).rowcount > 0

    def _note(self, ticket_id: int, **values: Any) -> None:
        # A moment ago, so that a new reply is taken at once.
        values = {"held_until": now() - timedelta(seconds=1), **values}
        with self._engine.begin() as connection:
            connection.execute(update(TicketNoticeRow).where(TicketNoticeRow.ticket_id == ticket_id).values(**values))
