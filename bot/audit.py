"""The audit log: who changed what, when and from where. It is only ever added to, and its entries are chained."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Engine, Select, String, insert, select
from sqlalchemy.exc import IntegrityError as TakenError
from sqlalchemy.orm import Mapped, Session, mapped_column

from knowledge.errors import IntegrityError
from knowledge.storage.engine import Base, TypedText, UtcDateTime, now

_ATTEMPTS = 50  # of processes that write at the same moment one comes first, the others try again
_BATCH = 1000
COLUMNS = ("id", "at", "by", "origin", "action", "target", "detail", "digest")  # of the CSV
FIRST = "0" * 64  # what the first entry continues


class AuditRow(Base):
    """An entry. ``digest`` covers it and the digest of the entry before, keyed with the installation's key."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    by: Mapped[str] = mapped_column(String(200), index=True)
    origin: Mapped[str] = mapped_column(String(100))
    action: Mapped[str] = mapped_column(String(60), index=True)
    target: Mapped[str] = mapped_column(TypedText)
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: who made it, from where, what it was, of what, and what else is to be known of it."""

    id: int
    at: datetime
    by: str
    origin: str
    action: str
    target: str
    detail: dict[str, Any]
    digest: str


@dataclass(frozen=True, slots=True)
class AuditLog:
    """Writes and reads the audit log.

    Args:
        engine: the database.
        key: the installation's key; without it nobody can write entries anew so that they fit.
    """

    engine: Engine
    key: bytes = field(repr=False)

    def record(
        self, by: str, action: str, target: str = "", detail: dict[str, Any] | None = None, origin: str = "cli"
    ) -> Entry:
        """Add an entry.

        Args:
            by: the account's name, or ``cli:`` and the name of the operating system's user.
            action: what was done, as ``document.retired``.
            target: to what: a document, a ticket, an account.
            detail: what else is to be known: plain JSON; never a secret, never personal data of askers.
            origin: where it came from: ``cli``, or the network address.
        """
        for _ in range(_ATTEMPTS):
            with self.engine.connect() as connection:
                latest = connection.execute(
                    select(AuditRow.id, AuditRow.digest).order_by(AuditRow.id.desc()).limit(1)
                ).one_or_none()
            number, before = (latest.id + 1, latest.digest) if latest else (1, FIRST)
            values = {
                "id": number,
                "at": now(),
                "by": by[:200],
                "origin": origin[:100],
                "action": action[:60],
                "target": _plain(target)[:500],
                "detail": json.loads(_plain(json.dumps(detail or {}, ensure_ascii=False))),
            }
            entry = Entry(**values, digest=self._digest(values, before))
            try:
                with self.engine.begin() as connection:
                    connection.execute(insert(AuditRow), {**values, "digest": entry.digest})
            except TakenError:  # another process wrote this number first
                continue
            return entry
        raise IntegrityError("The audit log could not be written to: too many changes at the same time. Try again.")

    def entries(
        self,
        *,
        by: str = "",
        action: str = "",
        target: str = "",
        since: datetime | None = None,
        until: datetime | None = None,
        before: int = 0,
        limit: int = 50,
    ) -> Sequence[Entry]:
        """Entries, newest first; ``action`` may be the beginning of one (``ticket.``), ``before`` continues a list."""
        statement = select(AuditRow).order_by(AuditRow.id.desc()).limit(limit)
        if since:
            statement = statement.where(AuditRow.at >= since)
        if until:
            statement = statement.where(AuditRow.at < until)
        if by:
            statement = statement.where(AuditRow.by == by)
        if action:
            statement = statement.where(AuditRow.action.startswith(action, autoescape=True))
        if target:
            statement = statement.where(AuditRow.target == target)
        if before:
            statement = statement.where(AuditRow.id < before)
        with Session(self.engine) as session:
            return [_entry(row) for row in session.scalars(statement)]

    def names(self) -> Sequence[str]:
        """Who has changed something."""
        with self.engine.connect() as connection:
            return list(connection.scalars(select(AuditRow.by).distinct().order_by(AuditRow.by)))

    def all(self) -> Iterator[Entry]:
        """Every entry, oldest first."""
        latest = 0
        while batch := self._read(select(AuditRow).where(AuditRow.id > latest).order_by(AuditRow.id).limit(_BATCH)):
            yield from batch
            latest = batch[-1].id

    def verify(self) -> tuple[int, str]:
        """Follow the chain; returns the number of entries and the digest of the newest one. Whoever notes both can
        tell later that no newest entries were taken off, which the chain alone cannot show.

        Raises:
            IntegrityError: an entry was changed, taken out or put in; the text says which.
        """
        number, before = 0, FIRST
        for entry in self.all():
            number += 1
            if entry.id != number:
                raise IntegrityError(f"Entry {number} of the audit log is missing.")
            values = {name: getattr(entry, name) for name in Entry.__slots__ if name != "digest"}
            if not hmac.compare_digest(self._digest(values, before), entry.digest):
                raise IntegrityError(
                    f"Entry {number} of the audit log is not what was written, or the installation's key is another "
                    "one (PANDU_SECRET, secret.key in the data folder)."
                )
            before = entry.digest
        return number, before

    def _read(self, statement: Select[AuditRow]) -> list[Entry]:
        with Session(self.engine) as session:
            return [_entry(row) for row in session.scalars(statement)]

    def _digest(self, values: dict[str, Any], before: str) -> str:
        content = {**values, "at": values["at"].astimezone(UTC).isoformat(), "before": before}
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hmac.new(self.key, b"audit:" + text.encode(), hashlib.sha256).hexdigest()


def rows(entries: Iterable[Entry]) -> Iterator[tuple[object, ...]]:
    """Entries as rows of a table with these ``COLUMNS``."""
    for entry in entries:
        detail = json.dumps(entry.detail, ensure_ascii=False) if entry.detail else ""
        yield (
            entry.id,
            entry.at.astimezone(UTC).isoformat(timespec="seconds"),
            entry.by,
            entry.origin,
            entry.action,
            entry.target,
            detail,
            entry.digest,
        )


def _entry(row: AuditRow) -> Entry:
    return Entry(row.id, row.at, row.by, row.origin, row.action, row.target, row.detail, row.digest)


def _plain(text: str) -> str:
    """As the database gives it back (`TypedText`), so that the digest is that of what is read."""
    return text.replace("\x00", "").replace("\\u0000", "").encode("utf-8", "replace").decode("utf-8")
