"""Leases that one of several processes holds."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Engine, update
from sqlalchemy.orm import Session

from bot.telegram.database_thread import DatabaseThread
from bot.telegram.tables import LeaseRow
from bot.telegram.updates.leases import Lease
from bot.telegram.updates.processes import process_name
from knowledge.storage.engine import now

DEAD = "/".join([*process_name().split("/")[:2], "999999999", "x"])


async def test_one_lease_one_holder(engine: Engine, thread: DatabaseThread) -> None:
    first, second = Lease(engine, thread, "poll", "a"), Lease(engine, thread, "poll", "b")
    assert await first.take()
    assert await first.take()
    assert not await second.take()
    assert await second.holder() == "a"
    await second.release()
    assert await first.holder() == "a"
    await first.release()
    assert await second.holder() == ""
    assert await second.take()
    with Session(engine) as session, session.begin():
        session.execute(update(LeaseRow).values(until=now() - timedelta(seconds=1)))
    assert await first.take()
    with Session(engine) as session, session.begin():
        session.execute(update(LeaseRow).values(holder=DEAD, until=now() + timedelta(hours=1)))
    assert await second.take()
