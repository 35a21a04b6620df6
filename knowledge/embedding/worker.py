"""One thread that computes, questions before passages."""

from __future__ import annotations

import itertools
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future

from knowledge.embedding.base import EmbedderError, Vectors

QUESTION_FIRST, PASSAGE_LATER = 0, 1


class Worker:
    """One thread that runs jobs, the more urgent first; a library that uses all cores gains nothing from more."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._jobs: queue.PriorityQueue[tuple[int, int, Callable[[], Vectors] | None, Future[Vectors]]]
        self._jobs = queue.PriorityQueue()
        self._order = itertools.count()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False

    def submit(self, urgency: int, job: Callable[[], Vectors]) -> Future[Vectors]:
        """Queue a job; 0 is most urgent, equals run in the order they came."""
        future: Future[Vectors] = Future()
        with self._lock:
            if self._closed:
                raise EmbedderError("The embedding model was closed. Open it again.")
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
                self._thread.start()
            self._jobs.put((urgency, next(self._order), job, future))
        return future

    def close(self) -> None:
        """Finish what is queued, then stop."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._jobs.put((PASSAGE_LATER + 1, next(self._order), None, Future()))
        if self._thread is not None:
            self._thread.join()

    def _work(self) -> None:
        while True:
            _, _, job, future = self._jobs.get()
            if job is None:
                return
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(job())
                except BaseException as error:
                    future.set_exception(error)
