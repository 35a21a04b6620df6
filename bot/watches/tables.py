"""The table of watches."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, ForeignKey, String, UniqueConstraint, delete, false, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from bot.mail.outbox import MailRow
from knowledge.storage.engine import Base, PackedJson, TypedText, UtcDateTime

#: The channel of watches whose address is a mailbox.
MAIL: Final = "mail"


class WatchRow(Base):
    """A watch. ``answer`` is what its asker knows, ``release`` the Release that was asked last; ``news`` is the answer
    that they are to be told, until they are. ``address`` is where ``channel`` brings it, set by the channel alone;
    ``who`` is a keyed hash."""

    __tablename__ = "watches"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    turn_id: Mapped[str | None] = mapped_column(ForeignKey("turns.id", ondelete="SET NULL"), index=True, default=None)
    who: Mapped[str] = mapped_column(String(64), index=True)
    channel: Mapped[str] = mapped_column(String(20))
    address: Mapped[str] = mapped_column(TypedText, index=True)
    language: Mapped[str] = mapped_column(String(2))
    question: Mapped[str] = mapped_column(TypedText)
    answer: Mapped[dict[str, Any]] = mapped_column(PackedJson)
    news: Mapped[dict[str, Any] | None] = mapped_column(PackedJson, default=None)
    release: Mapped[str] = mapped_column(String(40), index=True)
    confirmed: Mapped[bool] = mapped_column(default=True)
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)

    __table_args__ = (UniqueConstraint("turn_id", "channel", "address"), {"sqlite_autoincrement": True})


def told_to(hashed: str, mailbox: str = "") -> ColumnElement[bool]:
    """Watches of a person (by the keyed hash), and those whose news goes to a mailbox."""
    by_mail = (WatchRow.channel == MAIL) & (WatchRow.address == mailbox) if mailbox else false()
    return or_(WatchRow.who == hashed, by_mail)


def letter_key(watch_id: int, about: str) -> str:
    """The key of a letter to who watches an answer, by which the outbox knows it."""
    return f"watch-{watch_id}-{about}"


def end_watches(connection: Connection, which: ColumnElement[bool]) -> int:
    """Delete watches, with their letters that have not left; returns how many."""
    numbers = connection.scalars(select(WatchRow.id).where(which)).all()
    for number in numbers:
        waiting = (MailRow.state == "waiting") & MailRow.key.startswith(letter_key(number, ""), autoescape=True)
        connection.execute(delete(MailRow).where(waiting))
        connection.execute(delete(WatchRow).where(WatchRow.id == number))
    return len(numbers)
