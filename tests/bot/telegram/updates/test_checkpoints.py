"""What was already done for an update."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from bot.telegram.database_thread import DatabaseThread
from bot.telegram.updates.checkpoints import Checkpoints, StoredCheckpoints
from bot.telegram.updates.inbox import Inbox, LeaseLostError


async def test_a_step_is_run_once() -> None:
    checkpoints, runs = Checkpoints(), []

    async def step() -> int:
        runs.append(1)
        return 7

    assert [await checkpoints.run_once("sent", step) for _ in range(2)] == [7, 7]
    assert len(runs) == 1


async def test_a_step_that_fails_is_run_again() -> None:
    checkpoints, runs = Checkpoints(), []

    async def step() -> None:
        runs.append(1)
        if len(runs) == 1:
            raise OSError

    with pytest.raises(OSError):
        await checkpoints.run_once("sent", step)
    await checkpoints.run_once("sent", step)
    await checkpoints.run_once("sent", step)  # even without a result
    assert len(runs) == 2


async def test_what_is_saved_outlives_the_process_with_what_was_noted_before(
    engine: Engine, thread: DatabaseThread
) -> None:
    first, second = Inbox(engine, "a", timedelta(0)), Inbox(engine, "b", timedelta(0))
    first.add([{"update_id": 1, "message": {"chat": {"id": 1}}}])
    (stored,) = first.claim(1)
    checkpoints = StoredCheckpoints(first, thread, stored)
    checkpoints.note("turn", "t")
    await checkpoints.save("answer.0", 40)
    checkpoints.note("later", True)
    (again,) = second.claim(1)
    assert StoredCheckpoints(second, thread, again).steps == {"turn": "t", "answer.0": 40}
    with pytest.raises(LeaseLostError):
        await checkpoints.save("answer.1", 41)
