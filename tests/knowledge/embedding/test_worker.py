"""One thread that computes, questions before passages."""

from __future__ import annotations

import threading
from functools import partial

import numpy as np
import pytest

from knowledge.embedding.base import Vectors
from knowledge.embedding.worker import Worker


def test_urgent_jobs_go_ahead() -> None:
    worker = Worker("test")
    started, release = threading.Event(), threading.Event()
    order: list[str] = []

    def job(name: str) -> Vectors:
        if name == "first":
            started.set()
            assert release.wait(10)
        order.append(name)
        return np.zeros((1, 1), np.float32)

    waiting = [worker.submit(1, partial(job, "first"))]
    assert started.wait(10)
    waiting += [worker.submit(urgency, partial(job, name)) for urgency, name in ((1, "a"), (1, "b"), (0, "question"))]
    release.set()
    for future in waiting:
        future.result(10)
    worker.close()
    assert order == ["first", "question", "a", "b"]


def test_an_error_in_a_job_reaches_who_waits() -> None:
    worker = Worker("test")

    def job() -> Vectors:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        worker.submit(0, job).result(10)
    worker.close()
