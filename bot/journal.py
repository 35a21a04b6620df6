"""The journal: conversations and turns, feedback, tickets; what people asked and how it ended."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import JSON, Engine, ForeignKey, String, Text, bindparam, delete, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from knowledge.answers import Answer
from knowledge.documents import Language
from knowledge.errors import NotFoundError
from knowledge.storage.engine import Base, UtcDateTime, now

TicketStatus = Literal["open", "answered", "closed"]


class TurnRow(Base):
    """One question with its answer. ``who`` is a keyed hash, never the person's id; ``question`` has personal data
    masked before it comes here."""

    __tablename__ = "turns"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    conversation: Mapped[str] = mapped_column(String(64), index=True)
    channel: Mapped[str] = mapped_column(String(20))
    who: Mapped[str] = mapped_column(String(64), index=True)
    question: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(String(20), index=True)
    answer: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class FeedbackRow(Base):
    """A person's judgement of a turn: ``value`` is 1 or -1; the latest counts."""

    __tablename__ = "feedback"
    turn_id: Mapped[str] = mapped_column(ForeignKey("turns.id", ondelete="CASCADE"), primary_key=True)
    value: Mapped[int]
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class TicketRow(Base):
    """A question handed to the directorate. ``contact`` is kept only as long as a reply needs it: an address the
    channel understands (``telegram:<chat id>:<message id>``) or what the asker left."""

    __tablename__ = "tickets"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    turn_id: Mapped[str | None] = mapped_column(ForeignKey("turns.id", ondelete="SET NULL"), index=True, default=None)
    who: Mapped[str] = mapped_column(String(64), index=True)
    channel: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(2))
    question: Mapped[str] = mapped_column(Text)
    found: Mapped[str] = mapped_column(Text, default="")
    contact: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[str] = mapped_column(String(20), default="open", index=True)
    reply: Mapped[str] = mapped_column(Text, default="")
    replied_by: Mapped[str] = mapped_column(String(64), default="")
    proposed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    replied_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


# Run for every question, so made once: making a statement takes longer than running it.
_RECORD = insert(TurnRow)
_HISTORY = (
    select(TurnRow.answer)
    .where(
        TurnRow.conversation == bindparam("conversation_id"), TurnRow.created_at > bindparam("since", type_=UtcDateTime)
    )
    .order_by(TurnRow.created_at.desc())
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One question with its answer, as a channel shows it."""

    id: str
    conversation: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Ticket:
    """A question handed to the directorate, with its reply."""

    id: int
    turn_id: str | None
    channel: str
    language: Language
    question: str
    found: str
    contact: str
    status: TicketStatus
    reply: str
    created_at: datetime
    replied_at: datetime | None


class Journal:
    """Reads and writes the journal.

    Args:
        engine: the database.
        key: the secret that people's ids are hashed with (HMAC-SHA-256), so that the database alone names nobody.
    """

    def __init__(self, engine: Engine, key: bytes) -> None:
        self._engine = engine
        self._key = key

    def hash_person(self, person: str) -> str:
        """The keyed hash a person is stored under; ``person`` is the channel's id (``telegram:123``)."""
        return hmac.new(self._key, person.encode(), hashlib.sha256).hexdigest()

    def record(self, conversation: str, channel: str, who: str, question: str, answer: Answer) -> Turn:
        """Store a turn. ``who`` is the person's id (hashed here); ``question`` must already be masked."""
        turn_id = secrets.token_hex(16)
        row = {
            "id": turn_id,
            "conversation": conversation,
            "channel": channel,
            "who": self.hash_person(who),
            "question": question,
            "outcome": answer.outcome.value,
            "answer": answer.model_dump(mode="json"),
            "created_at": now(),
        }
        # Turns are written and read without a session, whose bookkeeping costs as much as the database.
        with self._engine.begin() as connection:
            connection.execute(_RECORD, row)
        return Turn(turn_id, conversation, answer)

    def history(self, conversation: str, limit: int = 4, within: timedelta = timedelta(hours=2)) -> list[Answer]:
        """The latest answers of a conversation, oldest first, for understanding follow-ups."""
        values = {"conversation_id": conversation, "since": now() - within, "most": limit}
        with self._engine.connect() as connection:
            rows = connection.scalars(_HISTORY, values).all()
        return [Answer.model_validate(row) for row in reversed(rows)]

    def turn(self, turn_id: str) -> Turn:
        """One turn.

        Raises:
            NotFoundError: there is none with this id (it may have expired or been deleted).
        """
        with Session(self._engine) as session:
            row = session.get(TurnRow, turn_id)
            if row is None:
                raise NotFoundError("This answer is no longer stored.")
            return Turn(row.id, row.conversation, Answer.model_validate(row.answer))

    def belongs_to(self, turn_id: str, who: str) -> bool:
        """Whether a turn was this person's (``who`` unhashed)."""
        with Session(self._engine) as session:
            row = session.get(TurnRow, turn_id)
            return row is not None and hmac.compare_digest(row.who, self.hash_person(who))

    def rate(self, turn_id: str, value: Literal[1, -1], reason: str = "") -> None:
        """Store a person's judgement of a turn, replacing an earlier one.

        Raises:
            NotFoundError: there is no such turn.
        """
        self.turn(turn_id)
        with Session(self._engine) as session, session.begin():
            session.merge(FeedbackRow(turn_id=turn_id, value=value, reason=reason[:1000], at=now()))

    def open_ticket(self, turn: Turn, channel: str, who: str, contact: str = "", found: str = "") -> Ticket:
        """Hand a turn's question to the directorate; a second call for the same turn returns the same ticket."""
        with Session(self._engine) as session, session.begin():
            row = session.scalars(select(TicketRow).where(TicketRow.turn_id == turn.id)).first()
            if row is None:
                row = TicketRow(
                    turn_id=turn.id,
                    who=self.hash_person(who),
                    channel=channel,
                    language=turn.answer.language,
                    question=turn.answer.question,
                    found=found,
                    contact=contact,
                    created_at=now(),
                )
                session.add(row)
                session.flush()
            return _ticket(row)

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
            row.reply, row.replied_by = reply, self.hash_person(staff)
            row.replied_at, row.status = now(), "answered"
            return _ticket(row)

    def propose_official(self, ticket_id: int) -> Ticket:
        """Mark an answered ticket as proposed for the knowledge base.

        Raises:
            NotFoundError: there is no such ticket, or it has no reply yet.
        """
        with Session(self._engine) as session, session.begin():
            row = session.get(TicketRow, ticket_id)
            if row is None or not row.reply:
                raise NotFoundError(f"Ticket {ticket_id} has no reply that could become an official answer.")
            row.proposed_at = row.proposed_at or now()
            return _ticket(row)

    def forget(self, who: str) -> int:
        """Delete everything stored about a person; returns the number of turns deleted. Open tickets lose their
        contact and are closed, since nobody could receive the reply."""
        hashed = self.hash_person(who)
        with Session(self._engine) as session, session.begin():
            session.execute(
                update(TicketRow).where(TicketRow.who == hashed, TicketRow.status == "open").values(status="closed")
            )
            session.execute(update(TicketRow).where(TicketRow.who == hashed).values(contact="", who=""))
            turns = select(TurnRow.id).where(TurnRow.who == hashed)
            session.execute(delete(FeedbackRow).where(FeedbackRow.turn_id.in_(turns)))
            session.execute(update(TicketRow).where(TicketRow.turn_id.in_(turns)).values(turn_id=None))
            deleted = session.execute(delete(TurnRow).where(TurnRow.who == hashed).returning(TurnRow.id))
            return len(deleted.all())

    def expire(self, older_than: timedelta) -> int:
        """Delete turns older than this; returns how many."""
        with Session(self._engine) as session, session.begin():
            turns = select(TurnRow.id).where(TurnRow.created_at < now() - older_than)
            session.execute(delete(FeedbackRow).where(FeedbackRow.turn_id.in_(turns)))
            session.execute(update(TicketRow).where(TicketRow.turn_id.in_(turns)).values(turn_id=None))
            deleted = session.execute(
                delete(TurnRow).where(TurnRow.created_at < now() - older_than).returning(TurnRow.id)
            )
            return len(deleted.all())


def _ticket(row: TicketRow) -> Ticket:
    return Ticket(
        id=row.id,
        turn_id=row.turn_id,
        channel=row.channel,
        language="en" if row.language == "en" else "id",
        question=row.question,
        found=row.found,
        contact=row.contact,
        status="answered" if row.status == "answered" else "closed" if row.status == "closed" else "open",
        reply=row.reply,
        created_at=row.created_at,
        replied_at=row.replied_at,
    )
