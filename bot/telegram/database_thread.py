"""One thread for the channel's database work, so that the event loop never waits and SQLite has one writer here."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import partial, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from knowledge.deadlines import SECONDS, Deadline

P = ParamSpec("P")
T = TypeVar("T")
S = TypeVar("S", bound="ThreadedStore")


class DatabaseThread:
    """Runs blocking calls one after another. While the database is ``away`` each is waited for no longer than a
    these seconds, so that what can do without goes on."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.away = False
        self._deadline = Deadline(seconds, threads=1)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="telegram-db")

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Call ``function`` in the thread and wait for its result; what it raises is raised here.

        Raises:
            OverdueError: it takes too long while the database is away.
        """
        if self.away:
            return await asyncio.to_thread(self._deadline.call, partial(function, *args, **kwargs))
        return await asyncio.get_running_loop().run_in_executor(self._executor, lambda: function(*args, **kwargs))

    def close(self) -> None:
        """Finish what was begun and end the thread."""
        self._executor.shutdown(wait=True)


class ThreadedStore:
    """A store whose methods marked :func:`in_database_thread` are awaited and run in the database thread."""

    def __init__(self, thread: DatabaseThread) -> None:
        self._database_thread = thread


def in_database_thread(method: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], Coroutine[Any, Any, T]]:
    """Make a blocking method of a store awaitable. Such a method must not call another one that is marked."""

    @wraps(method)
    async def threaded(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        return await self._database_thread.run(method, self, *args, **kwargs)

    return threaded
