"""One thread for the channel's database work."""

from __future__ import annotations

import asyncio
import threading

import pytest

from bot.telegram.database_thread import DatabaseThread, ThreadedStore, in_database_thread


class Store(ThreadedStore):
    """A store that notes where and in what order its methods ran."""

    def __init__(self, thread: DatabaseThread) -> None:
        super().__init__(thread)
        self.running = 0
        self.order: list[int] = []

    @in_database_thread
    def where(self) -> str:
        """The thread this runs in."""
        return threading.current_thread().name

    @in_database_thread
    def work(self, number: int, *, seconds: float = 0.0) -> int:
        """Work alone; two at a time would be noticed."""
        self.running += 1
        assert self.running == 1
        threading.Event().wait(seconds)
        self.order.append(number)
        self.running -= 1
        return number

    @in_database_thread
    def fail(self) -> None:
        """Fail as a database does."""
        raise LookupError("gone")


async def test_methods_run_one_after_another_in_the_thread(thread: DatabaseThread) -> None:
    store, other = Store(thread), Store(thread)
    assert await store.where() == await other.where() != threading.current_thread().name
    work = (store.work(number, seconds=0.02 if number == 0 else 0.0) for number in range(5))
    assert await asyncio.gather(*work) == store.order == [0, 1, 2, 3, 4]


async def test_what_a_method_raises_reaches_the_caller(thread: DatabaseThread) -> None:
    with pytest.raises(LookupError, match="gone"):
        await Store(thread).fail()


async def test_a_closed_thread_finishes_what_was_begun_and_takes_no_more() -> None:
    thread = DatabaseThread()
    store = Store(thread)
    begun = asyncio.create_task(store.work(1, seconds=0.05))
    await asyncio.sleep(0)
    await asyncio.to_thread(thread.close)
    assert await begun == 1
    with pytest.raises(RuntimeError):
        await store.where()
