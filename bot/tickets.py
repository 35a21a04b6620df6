"""Tickets: questions handed to the directorate, with its replies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Engine, ForeignKey, String, select
from sqlalchemy.exc import IntegrityError, NoResultFound
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.identity import PersonHasher
from bot.journal import Turn
from knowledge.documents import Language
from knowledge.errors import NotFoundError
from knowledge.language import personal_data
from knowledge.storage.engine import Base, TypedText, UtcDateTime, insert_or, now

TicketStatus = Literal["open", "answered", "closed"]
_NOT_AN_ADDRESS: tuple[personal_data.Kind, ...] = ("nik",)


class TicketRow(Base):
    """A question handed to the directorate.

    ``address`` is where ``channel`` brings the reply, set by the channel alone; ``contact`` is what the asker wrote,
    shown to staff and to nobody else. A ticket that was deleted or has expired is left as an empty, closed row, so
    that its number never comes to mean another."""

    __tablename__ = "tickets"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    turn_id: Mapped[str | None] = mapped_column(
        ForeignKey("turns.id", ondelete="SET NULL"), index=True, unique=True, default=None
    )
    who: Mapped[str] = mapped_column(String(64), index=True)
    channel: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(2))
    question: Mapped[str] = mapped_column(TypedText)
    found: Mapped[str] = mapped_column(TypedText, default="")
    address: Mapped[str] = mapped_column(TypedText, default="")
    contact: Mapped[str] = mapped_column(TypedText, default="")
    status: Mapped[str] = mapped_column(String(20), default="open", index=True)
    reply: Mapped[str] = mapped_column(TypedText, default="")
    replied_by: Mapped[str] = mapped_column(String(64), default="")
    proposed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    replied_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


@dataclass(frozen=True, slots=True)
class Ticket:
    """A question handed to the directorate, with its reply."""

    id: int
    turn_id: str | None
    channel: str
    language: Language
    question: str
    found: str
    address: str
    contact: str
    status: TicketStatus
    reply: str
    created_at: datetime
    replied_at: datetime | None


class Tickets:
    """Reads and writes tickets.

    Args:
        engine: the database.
        people: hashes people's ids.
    """

    def __init__(self, engine: Engine, people: PersonHasher) -> None:
        self._engine = engine
        self._people = people

    def open(
        self, turn: Turn, channel: str, who: str, *, address: str = "", contact: str = "", found: str = ""
    ) -> Ticket:
        """Hand a turn's question to the directorate; a second call for the same turn returns the same ticket.

        Args:
            turn: the question with its answer.
            channel: where it was asked, and what ``address`` is understood by.
            who: the person's id.
            address: where the channel brings the reply; never anything that the asker typed.
            contact: what the asker typed, for staff to read; identity numbers in it are masked.
            found: what the bot had found.

        Raises:
            NotFoundError: the turn is no longer stored.
        """
        opened = insert_or(self._engine, TicketRow).values(
            turn_id=turn.id,
            who=self._people.hash_person(who),
            channel=channel,
            language=turn.answer.language,
            question=turn.answer.question,
            found=found,
            address=address,
            contact=personal_data.mask(contact, _NOT_AN_ADDRESS),
            status="open",
            reply="",
            replied_by="",
            created_at=now(),
        )
        try:
            with Session(self._engine) as session, session.begin():
                session.execute(opened.on_conflict_do_nothing(index_elements=["turn_id"]))
                return _ticket(session.scalars(select(TicketRow).where(TicketRow.turn_id == turn.id)).one())
        except (IntegrityError, NoResultFound):  # the turn was deleted before or in between
            raise NotFoundError("This answer is no longer stored.") from None

    def ticket(self, ticket_id: int) -> Ticket:
        """One ticket.

        Raises:
            NotFoundError: there is none with this number.
        """
        with Session(self._engine) as session:
            row = session.get(TicketRow, ticket_id)
            if row is None:
                raise NotFoundError(f"There is no ticket {ticket_id}.")
            return _ticket(row)

    def ticket_of(self, ticket_id: int, who: str) -> Ticket:
        """One ticket of this person's (``who`` unhashed).

        Raises:
            NotFoundError: this person has none with this number.
        """
        with Session(self._engine) as session:
            row = session.get(TicketRow, ticket_id)
            if row is None or not self._people.is_person(row.who, who):
                raise NotFoundError(f"There is no ticket {ticket_id}.")
            return _ticket(row)

    def tickets(self, status: TicketStatus | None = "open", limit: int = 100) -> Sequence[Ticket]:
        """Tickets, newest first; ``status`` None for all."""
        statement = select(TicketRow).order_by(TicketRow.id.desc()).limit(limit)
        if status is not None:
            statement = statement.where(TicketRow.status == status)
        with Session(self._engine) as session:
            return [_ticket(row) for row in session.scalars(statement)]

    def reply(self, ticket_id: int, reply: str, staff: str) -> Ticket:
        """Store the directorate's reply; ``staff`` (unhashed id) is kept as a hash, for the audit.

        Raises:
            NotFoundError: there is no such ticket.
        """
        with Session(self._engine) as session, session.begin():
            row = session.get(TicketRow, ticket_id)
            if row is None:
                raise NotFoundError(f"There is no ticket {ticket_id}.")
            row.reply, row.replied_by = reply, self._people.hash_person(staff)
            row.replied_at, row.status = now(), "answered"
            return _ticket(row)

    def promote(self, ticket_id: int) -> Ticket:
        """Note that an answered ticket becomes a document of the knowledge base.

        Raises:
            NotFoundError: there is no such ticket, or it has no reply yet.
        """
        with Session(self._engine) as session, session.begin():
            row = session.get(TicketRow, ticket_id)
            if row is None or not row.reply:
                raise NotFoundError(f"Ticket {ticket_id} has no reply that could become an official answer.")
            row.proposed_at = row.proposed_at or now()
            return _ticket(row)


def _ticket(row: TicketRow) -> Ticket:
    return Ticket(
        id=row.id,
        turn_id=row.turn_id,
        channel=row.channel,
        language="en" if row.language == "en" else "id",
        question=row.question,
        found=row.found,
        address=row.address,
        contact=row.contact,
        status="answered" if row.status == "answered" else "closed" if row.status == "closed" else "open",
        reply=row.reply,
        created_at=row.created_at,
        replied_at=row.replied_at,
    )
