"""The inbox: every update is stored before it is handled, handled once, and taken up again after a crash."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Engine, and_, bindparam, case, delete, exists, func, select, update
from sqlalchemy.exc import DataError, DBAPIError, StatementError
from sqlalchemy.orm import Session, aliased

from bot.telegram.tables import UpdateRow
from bot.telegram.updates.processes import is_dead
from knowledge.storage.engine import insert_or, now

logger = logging.getLogger(__name__)

# Telegram offers an update for 24 hours and may start its ids anew after a week of silence.
_REMEMBERED = timedelta(hours=48)
_CRASHES = 3
_LOOKED_AHEAD = 20  # an album has ten items


class LeaseLostError(Exception):
    """Another process has taken the update over; this one must not go on with it."""


@dataclass(frozen=True, slots=True)
class StoredUpdate:
    """An update taken for handling. ``steps`` is what an earlier attempt already did."""

    update_id: int
    payload: dict[str, Any]
    steps: dict[str, Any]
    attempts: int
    received_at: datetime


class Inbox:
    """Reads and writes stored updates. All methods block: call them in the database thread.

    Args:
        engine: the database, shared by all replicas.
        owner: the name of this process, different from that of every other.
        lease: how long an update taken here is kept from others without being renewed.
    """

    def __init__(self, engine: Engine, owner: str, lease: timedelta = timedelta(seconds=15)) -> None:
        self._engine = engine
        self._owner = owner
        self.lease = lease
        # Statements are made once, since making one takes longer than running it.
        insert = insert_or(engine, UpdateRow).on_conflict_do_nothing(index_elements=["update_id"])
        self._adding = insert.returning(UpdateRow.update_id)
        self._taking = self._claim_statement()
        held = and_(UpdateRow.update_id == bindparam("held"), UpdateRow.owner == owner, UpdateRow.done_at.is_(None))
        self._saving = update(UpdateRow).where(held)

    def add(self, payloads: Sequence[dict[str, Any]]) -> int:
        """Store updates; those known already are left alone. Returns how many were new.

        One that cannot be filed, such as one without a chat, is left out: Telegram would offer it for ever, and none
        after it would arrive.
        """
        if not payloads:
            return 0
        try:
            return self._insert(payloads)
        except Exception as error:
            if not _cannot_be_filed(error):
                raise
        return sum(self._add_alone(payload) for payload in payloads)

    def _add_alone(self, payload: dict[str, Any]) -> int:
        try:
            return self._insert([payload])
        except Exception as error:
            if not _cannot_be_filed(error):
                raise
            logger.warning("Update %s cannot be filed and is left out", payload.get("update_id"))
            return 0

    def _insert(self, payloads: Sequence[dict[str, Any]]) -> int:
        moment = now()
        rows = [
            {
                "update_id": payload["update_id"],
                "lane": lane(payload),
                "payload": payload,
                "steps": {},
                "owner": "",
                "attempts": 0,
                "crashes": 0,
                "due_at": moment,
                "received_at": moment,
            }
            for payload in payloads
        ]
        with self._engine.begin() as connection:
            return len(connection.execute(self._adding, rows).all())

    def claim(self, limit: int, finished: Sequence[int] = ()) -> list[StoredUpdate]:
        """Take updates that are due, the oldest of each lane, at most ``limit``.

        ``finished`` are updates of this process that are handled: they are marked so first, which makes the next of
        their lanes due, and their content is forgotten.
        """
        moment = now()
        with self._engine.begin() as connection:
            if finished:
                ours = and_(UpdateRow.update_id.in_(finished), UpdateRow.owner == self._owner)
                connection.execute(update(UpdateRow).where(ours).values(**_done(moment)))
            values = {"moment": moment, "lease_end": moment + self.lease, "most": limit}
            rows = sorted(connection.execute(self._taking, values).all(), key=lambda row: row.update_id)
            for row in rows:
                if row.crashes > _CRASHES:
                    logger.error("Update %d ended the process %d times; it is left out", row.update_id, row.crashes)
                    left_out = UpdateRow.update_id == row.update_id
                    connection.execute(update(UpdateRow).where(left_out).values(**_done(moment)))
        return [StoredUpdate(*row[:5]) for row in rows if row.crashes <= _CRASHES]

    def _claim_statement(self) -> Any:
        one, earlier = aliased(UpdateRow), aliased(UpdateRow)
        moment = bindparam("moment", type_=UpdateRow.due_at.type)

        def due(row: Any) -> Any:
            # What this process holds already is in work, even if a busy database let the lease run out.
            return and_(row.done_at.is_(None), row.due_at <= moment, row.owner != self._owner)

        behind = exists().where(earlier.done_at.is_(None), earlier.lane == one.lane, earlier.update_id < one.update_id)
        first = select(one.update_id).where(due(one), ~behind).order_by(one.update_id).limit(bindparam("most"))
        # On PostgreSQL replicas would wait for each other's rows, in different orders; SQLite has no row locks. In a
        # CTE it is run once; a subquery might be run again and lock more than ``most``.
        mine = first.with_for_update(skip_locked=True, of=one).cte("mine")
        return (
            update(UpdateRow)
            .where(UpdateRow.update_id.in_(select(mine.c.update_id)), due(UpdateRow))
            .values(
                owner=self._owner,
                due_at=bindparam("lease_end", type_=UpdateRow.due_at.type),
                attempts=UpdateRow.attempts + 1,
                crashes=UpdateRow.crashes + case((UpdateRow.owner != "", 1), else_=0),
            )
            .returning(
                UpdateRow.update_id,
                UpdateRow.payload,
                UpdateRow.steps,
                UpdateRow.attempts,
                UpdateRow.received_at,
                UpdateRow.crashes,
            )
        )

    def behind(self, chat_id: int, update_id: int) -> list[dict[str, Any]]:
        """The updates of a chat that wait behind one of them, as they came; the next twenty."""
        waiting = select(UpdateRow.payload).where(
            UpdateRow.done_at.is_(None), UpdateRow.lane == f"chat:{chat_id}", UpdateRow.update_id > update_id
        )
        with self._engine.connect() as connection:
            return list(connection.scalars(waiting.order_by(UpdateRow.update_id).limit(_LOOKED_AHEAD)))

    def waiting(self) -> int:
        """How many updates are not handled yet."""
        statement = select(func.count()).select_from(UpdateRow).where(UpdateRow.done_at.is_(None))
        with Session(self._engine) as session:
            return session.scalar(statement) or 0

    def take_over(self) -> int:
        """Free the updates that processes of this machine held when they died; returns how many."""
        held = select(UpdateRow.owner).where(UpdateRow.done_at.is_(None), UpdateRow.owner != "").distinct()
        freed = 0
        with self._engine.begin() as connection:
            for owner in connection.scalars(held).all():
                if is_dead(owner):
                    theirs = and_(UpdateRow.owner == owner, UpdateRow.done_at.is_(None))
                    freed += _count(connection.execute(update(UpdateRow).where(theirs).values(due_at=now())))
        return freed

    def renew(self) -> None:
        """Lengthen the leases of all updates this process works on."""
        mine = and_(UpdateRow.owner == self._owner, UpdateRow.done_at.is_(None))
        with self._engine.begin() as connection:
            connection.execute(update(UpdateRow).where(mine).values(due_at=now() + self.lease))

    def save_steps(self, update_id: int, steps: dict[str, Any]) -> None:
        """Remember what was done for an update.

        Raises:
            LeaseLostError: another process has taken it.
        """
        self._change(update_id, {"steps": steps})

    def put_back(self, update_id: int, due_at: datetime, steps: dict[str, Any]) -> None:
        """Give an update back with what was done, to be taken again from ``due_at`` on.

        Raises:
            LeaseLostError: another process has taken it.
        """
        self._change(update_id, {"owner": "", "due_at": due_at, "steps": steps})

    def expire(self) -> int:
        """Delete handled updates that Telegram cannot offer again; returns how many."""
        with self._engine.begin() as connection:
            done = connection.execute(delete(UpdateRow).where(UpdateRow.done_at < now() - _REMEMBERED))
            return _count(done)

    def _change(self, update_id: int, values: dict[str, Any]) -> None:
        with self._engine.begin() as connection:
            if not _count(connection.execute(self._saving, {"held": update_id, **values})):
                raise LeaseLostError(f"Update {update_id} is handled by another process.")


def lane(payload: dict[str, Any]) -> str:
    """What an update must be in order with: its chat; for inline queries the person who types.

    Raises:
        LookupError, TypeError, ValueError, AttributeError: it is not an update as Telegram makes them.
    """
    for kind in ("message", "edited_message", "my_chat_member"):
        if kind in payload:
            return f"chat:{_id(payload[kind]['chat'])}"
    if "callback_query" in payload:
        query = payload["callback_query"]
        chat = query.get("message", {}).get("chat", query["from"])
        return f"chat:{_id(chat)}"
    if "inline_query" in payload:
        return f"inline:{_id(payload['inline_query']['from'])}"
    return "other"


def _id(whose: dict[str, Any]) -> int:
    number = int(whose["id"])
    if abs(number) >= 2**63:
        raise ValueError("Ids have 64 bits.")
    return number


def _cannot_be_filed(error: Exception) -> bool:
    """Whether the content is at fault, not the database."""
    if isinstance(error, DBAPIError):
        return isinstance(error, DataError)
    return isinstance(
        error, (LookupError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError, StatementError)
    )


def _done(moment: datetime) -> dict[str, Any]:
    return {"done_at": moment, "lane": "", "payload": {}, "steps": {}, "owner": ""}


def _count(result: Any) -> int:
    return cast("CursorResult[Any]", result).rowcount


UPDATES = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
