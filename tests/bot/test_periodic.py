"""Work that one process of several does."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from bot.periodic import PeriodicWork, every
from knowledge.storage.engine import now


def test_one_of_all_that_ask_at_once_does_it(engine: Engine) -> None:
    work, hour = PeriodicWork(engine), now() - timedelta(hours=1)
    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(lambda _: work.take("gaps", hour), range(8))) == 1


def test_it_is_due_again_later_or_when_it_could_not_be_done(engine: Engine) -> None:
    work = PeriodicWork(engine)
    assert work.take("gaps", now() - timedelta(hours=1))
    assert not work.take("gaps", now() - timedelta(hours=1))
    assert work.take("gaps", now() + timedelta(seconds=1))
    work.give_back("gaps")
    assert work.take("gaps", now() - timedelta(hours=1))


async def test_no_fault_ends_what_is_done_again_and_again(caplog: pytest.LogCaptureFixture) -> None:
    done = asyncio.Event()
    faults = [KeyError("x"), OSError("y")]

    async def work() -> None:
        if faults:
            raise faults.pop()
        done.set()

    going = asyncio.create_task(every(0.0, work, "The work"))
    await asyncio.wait_for(done.wait(), 20)
    going.cancel()
    await asyncio.gather(going, return_exceptions=True)
    assert [record.getMessage()[:15] for record in caplog.records] == ["The work failed"] * 2
