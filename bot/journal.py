"""The journal: conversations and turns, with their feedback; what people asked and how it ended."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, Literal

from sqlalchemy import ColumnElement, Engine, ForeignKey, Index, String, bindparam, false, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, QueryableAttribute, Session, mapped_column

from bot.identity import PersonHasher
from knowledge.answering.calibration import is_tentative
from knowledge.answers import Answer
from knowledge.errors import NotFoundError
from knowledge.language import personal_data
from knowledge.language.dates import local_day
from knowledge.storage.engine import Base, PackedJson, TypedText, UtcDateTime, insert_or, now

MOST_TURNS = 200  # of a conversation
_REASON = 1000  # characters
_LOOKED_AT = 1000  # turns among which those of a language model are looked for
_WORD = re.compile(r"\w+")


class TurnRow(Base):
    """One question with its answer. ``who`` is a keyed hash, never the person's id; ``question`` has personal data
    masked before it comes here.

    What is counted of an answer stands beside it, so that nobody unpacks thousands of them: the ``day`` where the
    directorate is, its ``language``, whether it was given with reserve (``tentative``), how long it took, and
    ``asked``: the same for questions in the same words, empty where none is kept."""

    __tablename__ = "turns"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    conversation: Mapped[str] = mapped_column(String(64), index=True)
    channel: Mapped[str] = mapped_column(String(20))
    who: Mapped[str] = mapped_column(String(64), index=True)
    question: Mapped[str] = mapped_column(TypedText)
    outcome: Mapped[str] = mapped_column(String(20), index=True)
    answer: Mapped[dict[str, Any]] = mapped_column(PackedJson)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    day: Mapped[str] = mapped_column(String(10), server_default="")
    language: Mapped[str] = mapped_column(String(2), server_default="id")
    tentative: Mapped[bool] = mapped_column(server_default=false())
    milliseconds: Mapped[int] = mapped_column(server_default="0")
    asked: Mapped[str] = mapped_column(String(16), server_default="")

    # All that statistics and gaps read of a turn, so that they need not read the turn itself.
    __table_args__ = (
        Index("ix_turns_day", "day", "channel", "outcome", "tentative", "language", "milliseconds", "asked"),
        Index("ix_turns_asked", "asked", "day", "channel", "outcome", "tentative"),
    )


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


@dataclass(frozen=True, slots=True)
class KeptTurn:
    """A question with its answer as they are kept, for people to look at again: nothing of who asked."""

    id: str
    at: datetime
    question: str
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
        turn_id, moment = secrets.token_hex(16), now()
        row = {
            "id": turn_id,
            "conversation": conversation,
            "channel": channel,
            "who": self.people.hash_person(who),
            "question": question,
            "outcome": answer.outcome.value,
            "answer": answer.model_dump(mode="json"),
            "created_at": moment,
            "day": local_day(moment),
            "language": answer.language,
            "tentative": is_tentative(answer),
            "milliseconds": round(answer.milliseconds),
            "asked": same_words(answer.question or question),
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
            row = _row(session, turn_id)
            return Turn(row.id, row.conversation, Answer.model_validate(row.answer))

    def kept(self, turn_id: str) -> KeptTurn:
        """One turn, with its question and when it was.

        Raises:
            NotFoundError: there is none with this id (it may have expired or been deleted).
        """
        with Session(self._engine) as session:
            row = _row(session, turn_id)
            return _kept(row)

    def conversation(self, channel: str, conversation: str) -> list[KeptTurn]:
        """What was asked in a conversation (its id unhashed), oldest first, up to the latest :data:`MOST_TURNS`."""
        hashed = self.people.hash_person(f"{channel}:{conversation}")
        latest = select(TurnRow).where(TurnRow.conversation == hashed).order_by(TurnRow.created_at.desc())
        with Session(self._engine) as session:
            return [_kept(row) for row in reversed(session.scalars(latest.limit(MOST_TURNS)).all())]

    def written(self, most: int) -> list[KeptTurn]:
        """The latest turns for which a language model was asked, the newest first, of the latest :data:`_LOOKED_AT`."""
        latest = select(TurnRow).order_by(TurnRow.created_at.desc()).limit(_LOOKED_AT)
        with Session(self._engine) as session:
            rows = (row for row in session.scalars(latest) if row.answer.get("written"))
            return [_kept(row) for row in islice(rows, most)]

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


def _kept(row: TurnRow) -> KeptTurn:
    return KeptTurn(row.id, row.created_at, row.question, Answer.model_validate(row.answer))


def unindexed(column: QueryableAttribute[str]) -> ColumnElement[str]:
    """A column to compare by without its index: SQLite, which has no statistics, would take one that names a quarter of
    all turns and read them whole, where another index holds all that is asked for."""
    return column.concat("")


def same_words(question: str) -> str:
    """What is the same for two questions in the same words, whatever their case and marks; "" without words."""
    words = " ".join(_WORD.findall(question.casefold()))
    return hashlib.blake2b(words.encode("utf-8", "replace"), digest_size=8).hexdigest() if words else ""


def _row(session: Session, turn_id: str) -> TurnRow:
    row = session.get(TurnRow, turn_id)
    if row is None:
        raise NotFoundError("This answer is no longer stored.")
    return row
