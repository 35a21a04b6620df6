"""Work that one process of several does."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import Engine

from bot.periodic import PeriodicWork
from knowledge.storage.engine import now


def test_one_of_all_that_ask_at_once_does_it(engine: Engine) -> None:
    work, hour = PeriodicWork(engine), now() - timedelta(hours=1)
    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(lambda _: work.take("gaps", hour), range(8))) == 1
    assert work.done("gaps") is not None
    assert work.done("digest") is None


def test_it_is_due_again_later_or_when_it_could_not_be_done(engine: Engine) -> None:
    work = PeriodicWork(engine)
    assert work.take("gaps", now() - timedelta(hours=1))
    assert not work.take("gaps", now() - timedelta(hours=1))
    assert work.take("gaps", now() + timedelta(seconds=1))
    work.give_back("gaps")
    assert work.take("gaps", now() - timedelta(hours=1))
