"""What askers get when the language model is killed while it writes: ``python -m bench.model_killed [--askers 200]``.

The model is a process of its own on loopback; the web server is as it always is. Sixteen people ask at a time, and the
process is killed (SIGKILL) when all of them have it in the middle of writing. Right is an answer that is the extract,
word for word and with its sources, or the whole of what was verified; how each model's reply ended is told too.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
from pydantic import HttpUrl

from bot.app import App, build_app
from bot.settings import load_settings
from bot.web.application import create_web
from knowledge.answers import Answer
from knowledge.chat_model.breaker import Breaker
from tests.bot.web.servers import Server
from tools.grounding.walk import shown_questions

_AT_ONCE = 16  # replies that a process waits for
_HOLD = 90.0  # seconds for which the model pauses in the middle
_PATIENCE = 60.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="a data folder with the starter corpus published")
    parser.add_argument("--askers", type=int, default=200)
    given = parser.parse_args()
    total = Counter[str]()
    longest = 0.0
    for number in range(0, given.askers, _AT_ONCE):
        counts, took = _round(given.data, number // _AT_ONCE, min(_AT_ONCE, given.askers - number))
        total += counts
        longest = max(longest, took)
        print(f"{sum(counts[name] for name in ('right', 'wrong')):4} asked: {_told(counts)}", flush=True)
    print(f"all: {_told(total)}; the last had its answer {longest:.1f} s after the model was killed")
    sys.exit(total["wrong"] > 0)


def _round(data: Path, number: int, askers: int) -> tuple[Counter[str], float]:
    """Some people ask, and the model is killed under them; what they got, and how long the last waited then."""
    model, url = _started()
    try:
        llm = {"llm": "openai:killed", "llm_url": HttpUrl(url), "llm_jobs": ("writing",), "llm_seconds": _PATIENCE}
        update = {"data": data, "concurrency": askers, "client_questions_per_minute": 10_000, **llm}
        app = build_app(load_settings().model_copy(update=update), exact=True)
        assert app.answering.model is not None
        app.answering.model.breaker = Breaker(failures=10**9)  # so that every asker has the model writing
        try:
            return _asked(app, model, _questions(app, number), askers)
        finally:
            app.close()
    finally:
        model.kill()
        model.wait()


def _asked(
    app: App, model: subprocess.Popen[str], questions: list[tuple[str, Answer]], askers: int
) -> tuple[Counter[str], float]:
    counts = Counter[str]()
    with Server(create_web(app)) as server, ThreadPoolExecutor(askers) as pool:
        people: list[Future[tuple[list[str], dict[str, Any]]]] = [
            pool.submit(_ask, server.url, questions[person % len(questions)][0]) for person in range(askers)
        ]
        _wait_until_all_write(model, askers)
        model.send_signal(signal.SIGKILL)
        killed = time.monotonic()
        for person, future in enumerate(people):
            deltas, answer = future.result()
            _, extract = questions[person % len(questions)]
            kept = app.journal.turn(answer["turn"]).answer
            is_extract = kept.blocks == extract.blocks and kept.citations == extract.citations
            counts["right" if is_extract or kept.in_model_words else "wrong"] += 1
            counts["saw sentences before"] += bool(deltas)
            counts.update(f"model {one.ending}" for one in kept.written)
        return counts, time.monotonic() - killed


def _ask(url: str, question: str) -> tuple[list[str], dict[str, Any]]:
    """The sentences that came while it was written, and the answer."""
    headers = {"Accept": "text/event-stream"}
    with (
        httpx.Client(base_url=url, timeout=_PATIENCE) as client,
        client.stream("POST", "/api/v1/ask", json={"question": question}, headers=headers) as response,
    ):
        parts = "".join(response.iter_text()).split("\n\n")
    events = [part.split("\n", 1) for part in parts if part.startswith("event: ")]
    read = [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in events]
    ((_, answer),) = [one for one in read if one[0] == "answer"]
    return [data["text"] for name, data in read if name == "delta"], answer


def _questions(app: App, number: int) -> list[tuple[str, Answer]]:
    """Five questions that are answered plainly, with their extracts."""
    shown = shown_questions()
    found: list[tuple[str, Answer]] = []
    for question in shown[number * 7 :] + shown:
        extract = app.answering.answer(question)
        if extract.outcome == "answered":
            found.append((question, extract))
        if len(found) == 5:
            break
    return found


def _started() -> tuple[subprocess.Popen[str], str]:
    """A model that stops in the middle, and its address."""
    command = [sys.executable, "-m", "tests.fakes.lying_model", str(_HOLD)]
    model = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert model.stdout is not None
    return model, model.stdout.readline().strip()


def _wait_until_all_write(model: subprocess.Popen[str], askers: int) -> None:
    """Wait until so many replies are being written: the model tells of each that it begins."""
    assert model.stdout is not None
    for _ in range(askers):
        model.stdout.readline()


def _told(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {counts[name]}" for name in sorted(counts))


if __name__ == "__main__":
    main()
