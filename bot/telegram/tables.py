"""Tables of the Telegram channel. A person's or chat's id stands in the clear only while an update is being handled."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import JSON, BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.storage.engine import Base, UtcDateTime

#: As turns, people and tickets of this channel are marked in the tables of all.
CHANNEL: Literal["telegram"] = "telegram"


class UpdateRow(Base):
    """An update as it came, kept until it is handled; then only its id stays, so that it is never handled twice.

    ``lane`` orders updates: those of one lane are handled one after another. ``due_at`` is when an open update may
    be taken: the end of the lease while a process (``owner``) works on it. ``steps`` holds what was already done for
    it, ``crashes`` how often a process died over it.
    """

    __tablename__ = "telegram_updates"
    __table_args__ = (Index("ix_telegram_updates_open", "done_at", "lane", "update_id"),)
    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    lane: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    steps: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    owner: Mapped[str] = mapped_column(String(100), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    crashes: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class TicketNoticeRow(Base):
    """What the staff group has seen of a ticket: ``announced_at`` is when it saw the asker's words last, ``held_until``
    keeps a second process away."""

    __tablename__ = "telegram_tickets"
    ticket_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    announced_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    held_until: Mapped[datetime] = mapped_column(UtcDateTime)


class LeaseRow(Base):
    """A task that only one process may do at a time, and who does it until when."""

    __tablename__ = "telegram_leases"
    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    holder: Mapped[str] = mapped_column(String(100))
    until: Mapped[datetime] = mapped_column(UtcDateTime)
