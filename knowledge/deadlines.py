"""Calls that may hang, such as those of a database, waited for no longer than a person can wait."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from knowledge.errors import PanduError

T = TypeVar("T")
SECONDS = 0.4  # a question waits twice at most, once to read and once to write, and is answered within a second


class OverdueError(PanduError):
    """A call did not come back in time."""


class Deadline:
    """Makes calls in threads of its own. While one is overdue no other is tried, so that only the first one waits for
    a database that hangs; once that call is over, things go on as before.

    The threads are daemons: a call that never comes back does not keep the program from ending.

    Args:
        seconds: how long a call is waited for.
        threads: calls made at the same time.
    """

    def __init__(self, seconds: float = SECONDS, threads: int = 4) -> None:
        self._seconds = seconds
        self._threads = threads
        self._lock = threading.Lock()
        self._waiting: queue.SimpleQueue[tuple[Future[Any], Callable[[], Any]]] = queue.SimpleQueue()
        self._started = False
        self._overdue: set[Future[Any]] = set()

    def call(self, function: Callable[[], T]) -> T:
        """The result of the function; what it raises is raised here.

        Raises:
            OverdueError: it takes too long, or an earlier call still does.
        """
        future: Future[T] = Future()
        with self._lock:
            self._overdue = {future for future in self._overdue if not future.done()}
            if self._overdue:
                raise OverdueError("An earlier call has not come back yet.")
            self._start()
        self._waiting.put((future, function))
        try:
            return future.result(self._seconds)
        except TimeoutError:
            if not future.cancel():  # one that has not begun is never made
                if future.done():  # the function itself raised it, or ended just now
                    return future.result()
                with self._lock:
                    self._overdue.add(future)
            raise OverdueError(f"There was no answer within {self._seconds} s.") from None

    def _start(self) -> None:
        if not self._started:
            self._started = True
            for _ in range(self._threads):
                threading.Thread(target=self._work, name="deadline", daemon=True).start()

    def _work(self) -> None:
        while True:
            future, function = self._waiting.get()
            if not future.set_running_or_notify_cancel():
                continue
            try:
                future.set_result(function())
            except BaseException as error:  # the caller's, whatever it is
                future.set_exception(error)
            del future, function
