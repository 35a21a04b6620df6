"""Publications that are to come, the same on both databases."""

from __future__ import annotations

from datetime import timedelta, timezone

import pytest
from sqlalchemy import Engine

from knowledge.errors import MovedError, NotFoundError
from knowledge.storage.engine import now
from knowledge.storage.release_store import ReleaseStore
from knowledge.storage.schedule import Schedule


@pytest.fixture
def release_store(engine: Engine) -> ReleaseStore:
    store = ReleaseStore(engine)
    for name in ("r1", "r2"):
        store.create(name, [], {})
        store.finish(name, "draft", {})
    store.publish("r1", "budi")
    return store


def test_it_is_due_when_its_time_has_come_in_any_zone(engine: Engine, release_store: ReleaseStore) -> None:
    plan = Schedule(engine)
    jakarta = timezone(timedelta(hours=7))
    later = plan.add("r2", (now() + timedelta(hours=1)).astimezone(jakarta), "siti", over="r1", note="embargo")
    due = plan.add("r2", (now() - timedelta(seconds=1)).astimezone(jakarta), "siti", over="r1")
    assert plan.due() == [due]
    assert plan.waiting() == [due, later]
    assert abs(later.due_at - now() - timedelta(hours=1)) < timedelta(minutes=1)
    assert plan.cancel(later.id)
    assert not plan.cancel(later.id)
    assert plan.waiting() == [due]


def test_it_is_carried_out_once_and_not_when_it_was_cancelled(engine: Engine, release_store: ReleaseStore) -> None:
    plan = Schedule(engine)
    one, two = (plan.add("r2", now(), "siti", over="r1") for _ in range(2))
    plan.cancel(two.id)
    assert not release_store.publish("r2", "siti", scheduled=two.id)
    assert release_store.published() == "r1"
    assert release_store.publish("r2", "siti", over="r1", scheduled=one.id)
    release_store.publish("r1", "siti", "rollback")
    assert not release_store.publish("r2", "siti", scheduled=one.id)
    assert release_store.published() == "r1"


def test_what_cannot_be_carried_out_goes_on_waiting_until_it_is_said_to_have_failed(
    engine: Engine, release_store: ReleaseStore
) -> None:
    plan = Schedule(engine)
    one = plan.add("r2", now(), "siti", over="r0")
    with pytest.raises(MovedError):
        release_store.publish("r2", "siti", over="r0", scheduled=one.id)
    assert plan.due() == [one]
    assert plan.fail(one.id, "Meanwhile")
    assert [failed.error for failed in plan.failed()] == ["Meanwhile"]
    assert plan.due() == []
    with pytest.raises(NotFoundError, match="not complete"):
        plan.add("r9", now(), "siti", over="r1")
