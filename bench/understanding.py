"""What taking a message apart adds to its time: ``python -m bench.understanding``.

The messages are those of ``tests/people``. On one side stands the vector of the whole message, which retrieval needs in
any case; on the other everything that is known of a message before retrieval begins: its sentences, what each does,
what is unsafe, the questions in it. Nothing is remembered from one message to the next. One thread; the clock and the
processor's own time are given, since the clock of a busy machine says little.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from itertools import chain
from pathlib import Path

from knowledge.embedding.factory import open_embedder
from knowledge.understanding.message import read_message

PEOPLE = Path(__file__).parents[1] / "tests" / "people"
MOST = 600  # messages
SHORT = 120  # characters


def main() -> None:
    """Time both sides on every message, one after the other."""
    lines = (path.read_text(encoding="utf-8").splitlines() for path in sorted(PEOPLE.glob("set-*[0-9].jsonl")))
    messages = list(dict.fromkeys(json.loads(line)["question"] for line in chain.from_iterable(lines)))
    step = max(len(messages) // MOST, 1)
    embedder = open_embedder(threads=1)
    read_message(messages[0], embedder)  # the models are loaded
    embedded, read = [], []
    for number, message in enumerate(messages[::step]):
        # Another mark at the end: the vector of the one is not remembered for the other.
        embedded.append((len(message), *_timed(lambda text=f"{message} {number}": embedder.embed_questions([text]))))
        read.append((len(message), *_timed(lambda text=message: read_message(text, embedder))))
    print(f"{len(read)} messages; milliseconds, half of them within / 95 of 100 within")
    for name, longest in (("all", 10**9), (f"up to {SHORT} characters", SHORT)):
        for at, clock in ((1, "clock"), (2, "processor")):
            alone = [one[at] for one in embedded if one[0] <= longest]
            whole = [one[at] for one in read if one[0] <= longest]
            added = [after - before for before, after in zip(alone, whole, strict=True)]
            print(f"{name:22} {clock:10} vector {_spread(alone)}  read {_spread(whole)}  added {_spread(added)}")


def _timed(use: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the clock, and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    use()
    return (time.perf_counter() - clock) * 1000, (time.process_time() - processor) * 1000


def _spread(values: list[float]) -> str:
    ordered = sorted(values)
    return f"{ordered[len(ordered) // 2]:5.1f} / {ordered[int(len(ordered) * 0.95)]:5.1f}"


if __name__ == "__main__":
    main()
