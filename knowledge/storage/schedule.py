"""Publications that are to come, each carried out once, by whichever process is first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, cast

from sqlalchemy import CursorResult, Engine, select, update
from sqlalchemy.orm import Session

from knowledge.errors import NotFoundError
from knowledge.storage.engine import now
from knowledge.storage.tables import ReleaseRow, ScheduledRow

NOTE_LIMIT = 2000  # characters
ScheduleState = Literal["waiting", "done", "cancelled", "failed"]


@dataclass(frozen=True, slots=True)
class ScheduledPublication:
    """A Release that is to be published at ``due_at``, if ``over`` is published until then."""

    id: int
    release: str
    over: str
    due_at: datetime
    actor: str
    note: str
    state: ScheduleState
    error: str


class Schedule:
    """Reads and writes scheduled publications.

    Args:
        engine: the database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, release_id: str, due_at: datetime, actor: str, *, over: str, note: str = "") -> ScheduledPublication:
        """Schedule a publication.

        Args:
            release_id: a complete Release.
            due_at: when, with its time zone.
            actor: by whom.
            over: what is published now; if that is something else when the time comes, nothing is done.
            note: why.

        Raises:
            NotFoundError: there is no such complete Release.
        """
        with Session(self._engine) as session, session.begin():
            release = session.get(ReleaseRow, release_id)
            if release is None or release.status != "draft":
                raise NotFoundError(f"Release {release_id!r} does not exist or is not complete; see `pandu releases`.")
            row = ScheduledRow(
                release_id=release_id,
                over=over,
                due_at=due_at.astimezone(UTC),
                actor=actor[:200],
                note=note[:NOTE_LIMIT],
                created_at=now(),
            )
            session.add(row)
            session.flush()
            return _scheduled(row)

    def waiting(self) -> list[ScheduledPublication]:
        """What is to come, soonest first."""
        return self._read(ScheduledRow.state == "waiting")

    def due(self) -> list[ScheduledPublication]:
        """What should have been published by now."""
        return self._read((ScheduledRow.state == "waiting") & (ScheduledRow.due_at <= now()))

    def failed(self, most: int = 3) -> list[ScheduledPublication]:
        """What could not be carried out, latest first."""
        failed = select(ScheduledRow).where(ScheduledRow.state == "failed").order_by(ScheduledRow.id.desc())
        with Session(self._engine) as session:
            return [_scheduled(row) for row in session.scalars(failed.limit(most))]

    def cancel(self, scheduled_id: int) -> bool:
        """Take one back; whether it was still waiting."""
        return self._end(scheduled_id, "cancelled", "")

    def fail(self, scheduled_id: int, error: str) -> bool:
        """Note why one could not be carried out; whether it was still waiting."""
        return self._end(scheduled_id, "failed", error)

    def _end(self, scheduled_id: int, state: ScheduleState, error: str) -> bool:
        with Session(self._engine) as session, session.begin():
            return _moved_on(session, scheduled_id, state, error)

    def _read(self, which: Any) -> list[ScheduledPublication]:
        with Session(self._engine) as session:
            return [
                _scheduled(row)
                for row in session.scalars(select(ScheduledRow).where(which).order_by(ScheduledRow.due_at))
            ]


def carried_out(session: Session, scheduled_id: int) -> bool:
    """Note in this transaction that one is carried out; False when it was already, or was cancelled."""
    return _moved_on(session, scheduled_id, "done", "")


def _moved_on(session: Session, scheduled_id: int, state: ScheduleState, error: str) -> bool:
    waiting = (ScheduledRow.id == scheduled_id) & (ScheduledRow.state == "waiting")
    changed = session.execute(update(ScheduledRow).where(waiting).values(state=state, error=error))
    return cast("CursorResult[Any]", changed).rowcount > 0


def _scheduled(row: ScheduledRow) -> ScheduledPublication:
    return ScheduledPublication(
        id=row.id,
        release=row.release_id,
        over=row.over,
        due_at=row.due_at,
        actor=row.actor,
        note=row.note,
        state=cast(ScheduleState, row.state),
        error=row.error,
    )
