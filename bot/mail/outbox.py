"""Mail on its way: written together with what it is about, sent in the background, tried again until it is taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from sqlalchemy import CursorResult, Engine, String, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from knowledge.storage.engine import Base, TypedText, UtcDateTime, insert_or, now

MailState = Literal["waiting", "sent", "failed"]
_AT_ONCE = 20
_HOLD = timedelta(minutes=15)  # longer than one message can take, so that no second process sends it too
#: How long after each failed attempt the next one comes; after the last the message has failed.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440, 1440))
_BLANK = {"recipient": "", "subject": "", "text": "", "who": ""}


class MailRow(Base):
    """A message that leaves by mail. ``key`` says what it is for, so that nothing is sent twice; ``who`` is the keyed
    hash of the person it goes to, where that is an asker. Once it has ended, address and text are gone."""

    __tablename__ = "mails"
    key: Mapped[str] = mapped_column(String(100), primary_key=True)
    who: Mapped[str] = mapped_column(String(64), default="", index=True)
    recipient: Mapped[str] = mapped_column(TypedText)
    subject: Mapped[str] = mapped_column(TypedText)
    text: Mapped[str] = mapped_column(TypedText)
    state: Mapped[str] = mapped_column(String(10), default="waiting", index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    error: Mapped[str] = mapped_column(TypedText, default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


@dataclass(frozen=True, slots=True)
class Mail:
    """A message to be handed to the mail server."""

    key: str
    recipient: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class MailProgress:
    """How far a message has come: ``at`` is when it ended, or when it is tried next; ``error`` what was wrong last."""

    state: MailState
    attempts: int
    at: datetime
    error: str


class Outbox:
    """Keeps mail until it is taken.

    Args:
        engine: the database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, mail: Mail, *, who: str = "", session: Session | None = None) -> None:
        """Take a message to be sent; the same ``key`` a second time changes nothing.

        Args:
            mail: the message.
            who: the keyed hash of the asker it goes to, so that it can be forgotten.
            session: write it in this transaction, together with what it is about.
        """
        moment = now()
        row = insert_or(self._engine, MailRow).values(
            key=mail.key,
            who=who,
            recipient=mail.recipient,
            subject=mail.subject,
            text=mail.text,
            state="waiting",
            attempts=0,
            next_at=moment,
            error="",
            created_at=moment,
        )
        statement = row.on_conflict_do_nothing(index_elements=["key"])
        if session is not None:
            session.execute(statement)
            return
        with self._engine.begin() as connection:
            connection.execute(statement)

    def take(self) -> list[Mail]:
        """Take messages that are due, oldest first; no other process takes them for a quarter of an hour."""
        moment = now()
        due = (MailRow.state == "waiting") & (MailRow.next_at <= moment)
        with Session(self._engine) as session, session.begin():
            keys = session.scalars(select(MailRow.key).where(due).order_by(MailRow.next_at).limit(_AT_ONCE)).all()
            mails = []
            for key in keys:
                held = update(MailRow).where(MailRow.key == key, due).values(next_at=moment + _HOLD)
                if cast("CursorResult[Any]", session.execute(held)).rowcount:
                    row = session.get_one(MailRow, key)
                    mails.append(Mail(row.key, row.recipient, row.subject, row.text))
            return mails

    def sent(self, key: str) -> None:
        """Note that a message was taken by the mail server; its address and text are forgotten."""
        self._note(key, state="sent", error="", ended_at=now(), **_BLANK)

    def refused(self, key: str, error: str, *, final: bool) -> MailState:
        """Note that a message was not taken; it is tried again, unless that is ``final`` or was tried for days."""
        with Session(self._engine) as session:
            row = session.get(MailRow, key)
            attempts = row.attempts if row else len(PAUSES)
        if final or attempts >= len(PAUSES):
            self._note(key, state="failed", error=error, ended_at=now(), attempts=attempts + 1, **_BLANK)
            return "failed"
        self._note(key, error=error, attempts=attempts + 1, next_at=now() + PAUSES[attempts])
        return "waiting"

    def progress(self, keys: list[str]) -> dict[str, MailProgress]:
        """How far messages have come, by key; those that are unknown are left out."""
        with Session(self._engine) as session:
            rows = session.scalars(select(MailRow).where(MailRow.key.in_(keys))).all()
            return {
                row.key: MailProgress(cast(MailState, row.state), row.attempts, row.ended_at or row.next_at, row.error)
                for row in rows
            }

    def _note(self, key: str, **values: Any) -> None:
        with self._engine.begin() as connection:
            connection.execute(update(MailRow).where(MailRow.key == key).values(**values))
