"""The journal: conversations and turns, with their feedback; what people asked and how it ended."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Engine, ForeignKey, String, bindparam, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.identity import PersonHasher
from knowledge.answers import Answer
from knowledge.errors import NotFoundError
from knowledge.language import personal_data
from knowledge.storage.engine import Base, PackedJson, TypedText, UtcDateTime, insert_or, now

_REASON = 1000  # characters


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


class Journal:
    """Reads and writes turns and the feedback on them.

    Args:
        engine: the database.
        people: hashes people's ids.
    """

    def __init__(self, engine: Engine, people: PersonHasher) -> None:
        self._engine = engine
        self.people = people

    def record(self, conversation: str, channel: str, who: str, question: str, answer: Answer) -> Turn:
        """Store a turn. ``who`` is the person's id (hashed here); ``question`` must already be masked."""
        turn_id = secrets.token_hex(16)
        row = {
            "id": turn_id,
            "conversation": conversation,
            "channel": channel,
            "who": self.people.hash_person(who),
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
            return row is not None and self.people.is_person(row.who, who)

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
