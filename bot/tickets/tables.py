"""The tables of tickets."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.storage.engine import Base, TypedText, UtcDateTime


class TicketRow(Base):
    """A question handed to the directorate.

    ``address`` is where ``channel`` brings replies, set by the channel alone; ``contact`` is what the asker wrote,
    shown to staff and to nobody else. ``link`` is the hash of the secret that opens the ticket's page. ``asked_at`` is
    when the asker wrote last, ``replied_at`` when the directorate replied first, ``changed_at`` when anything was done.
    ``vector`` is that of the question, by the model ``vector_of``. A ticket that was deleted or has expired is left as
    an empty, closed row, so that its number never comes to mean another."""

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
    status: Mapped[str] = mapped_column(String(20), default="new", index=True)
    claimed_by: Mapped[str] = mapped_column(String(200), default="", index=True)
    closed_as: Mapped[str] = mapped_column(String(20), default="")
    merged_into: Mapped[int | None] = mapped_column(index=True, default=None)
    link: Mapped[str | None] = mapped_column(String(64), index=True, unique=True, default=None)
    vector: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)
    vector_of: Mapped[str] = mapped_column(String(64), default="")
    proposed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    replied_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class TicketMessageRow(Base):
    """What was written after the question. ``kind`` is ``answer``, ``inquiry`` or ``closing`` of staff, ``followup`` of
    the asker; ``by`` names the account, or stands for a member of the staff group. ``delivery`` is how far the channel
    has brought it to the asker: empty where the asker comes to see it, else ``waiting``, ``sent`` or ``failed``;
    ``held_until`` keeps a second process away meanwhile."""

    __tablename__ = "ticket_messages"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(TypedText)
    sources: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    by: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    delivery: Mapped[str] = mapped_column(String(10), default="", index=True)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class CannedReplyRow(Base):
    """A text that staff often reply with."""

    __tablename__ = "canned_replies"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    language: Mapped[str] = mapped_column(String(2))
    title: Mapped[str] = mapped_column(TypedText)
    text: Mapped[str] = mapped_column(TypedText)
    changed_by: Mapped[str] = mapped_column(String(200), default="")
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
