"""The journal: conversations and turns, feedback, tickets; what people asked and how it ended."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Engine, ForeignKey, Select, String, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError, NoResultFound
from sqlalchemy.orm import Mapped, Session, mapped_column

from knowledge.answers import Answer
from knowledge.documents import Language
from knowledge.errors import NotFoundError
from knowledge.language import personal_data
from knowledge.storage.engine import Base, PackedJson, TypedText, UtcDateTime, insert_or, now

TicketStatus = Literal["open", "answered", "closed"]
_NOT_AN_ADDRESS: tuple[personal_data.Kind, ...] = ("nik",)
_REASON = 1000  # characters
_BATCH = 500  # rows deleted in one transaction, so that nobody waits long for it


class TurnRow(Base):
    """One question with its answer. ``who`` is a keyed hash, never the person's id; ``question`` has personal data
    masked before it comes here."""

    __tablename__ = "turns"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    conversation: Mapped[str] = mapped_column(String(64), index=True)
    channel: Mapped[str] = mapped_column(String(20))
    who: Mapped[str] = mapped_column(String(64), index=True)
    question: Mapped[str] = mapped_column(TypedText)
    outcome: Mapped[str] = mapped_column(String(20), index=True)
    answer: Mapped[dict[str, Any]] = mapped_column(PackedJson)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class FeedbackRow(Base):
    """A person's judgement of a turn: ``value`` is 1 or -1; the latest counts."""

    __tablename__ = "feedback"
    turn_id: Mapped[str] = mapped_column(ForeignKey("turns.id", ondelete="CASCADE"), primary_key=True)
    value: Mapped[int]
    reason: Mapped[str] = mapped_column(TypedText, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


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
_EMPTIED: dict[str, Any] = {
    "status": "closed",
    "turn_id": None,
    **dict.fromkeys(("who", "question", "found", "address", "contact", "reply", "replied_by"), ""),
}


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
    address: str
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
        """Store a person's judgement of a turn, replacing an earlier one; personal data in the reason is masked.

        Raises:
            NotFoundError: there is no such turn.
        """
        given = {"value": value, "reason": personal_data.mask(reason)[:_REASON], "at": now()}
        rated = insert_or(self._engine, FeedbackRow).values(turn_id=turn_id, **given)
        try:
            with self._engine.begin() as connection:
                connection.execute(rated.on_conflict_do_update(index_elements=["turn_id"], set_=given))
        except IntegrityError:  # there is nothing it could refer to
            raise NotFoundError("This answer is no longer stored.") from None

    def open_ticket(
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
            who=self.hash_person(who),
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
            if row is None or not hmac.compare_digest(row.who, self.hash_person(who)):
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
        """Delete everything stored about a person, tickets included; returns the number of turns deleted."""
        hashed = self.hash_person(who)
        with self._engine.begin() as connection:
            connection.execute(update(TicketRow).where(TicketRow.who == hashed).values(_EMPTIED))
            connection.execute(update(TicketRow).where(TicketRow.replied_by == hashed).values(replied_by=""))
            return connection.execute(delete(TurnRow).where(TurnRow.who == hashed)).rowcount

    def expire(self, older_than: timedelta, most: int) -> int:
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
