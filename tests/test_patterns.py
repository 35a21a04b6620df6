"""No pattern may take more than linear time, whatever it meets.

Every pattern of the code and of the data is given what it likes, over and over, with something at the end that does
not fit. What takes long is given four times as much: linear patterns then take four times as long, quadratic ones
sixteen times, and worse ones are stopped. Processor time is measured, so that a busy machine changes nothing.
"""

from __future__ import annotations

import random
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import islice
from types import FrameType

import pytest

from ingest.loaders.text import plain
from knowledge.indicators.questions.cues import CUES
from knowledge.understanding.shapes import SHAPES
from tools.attack.patterns import DYNAMIC, ROOT, Found
from tools.attack.patterns import collect as collected
from tools.attack.samples import pumps, samples

LENGTH = 8_000  # characters
LONG = 0.008  # seconds; faster is linear enough, on any machine
# Seconds for a quarter of the text. A quadratic pattern that is LONG takes a sixteenth of LONG for it; less than half
# of that, as most take, spares the whole text.
QUICK = LONG / 40
STOPPED = 1.0  # seconds
GROWTH = 8  # times as long for a text four times as long: 4 is linear, 16 quadratic
ORDINARY = ("a", " ", "a ", "1", "1 ", "\n", "[", "(", "- ", "|")
MOST = 5  # slow patterns told of at once; each takes seconds
MISFITS = ("", "\x00", " (a\n")


collect = cache(collected)  # it imports and reads everything


class TooLong(Exception):
    """A pattern was stopped."""


@contextmanager
def stopped_after(seconds: float) -> Iterator[None]:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def seconds(use: Callable[[], object]) -> float:
    """Processor time of one use."""
    began = time.process_time()
    use()
    return time.process_time() - began


def steadily(use: Callable[[], object]) -> float:
    """Processor time of one use, from as many as take long enough to be measured."""
    taken, times = 0.0, 0
    while taken < 5 * LONG:
        taken += seconds(use)
        times += 1
    return taken / times


def attacks(pattern: str, flags: int) -> Iterator[tuple[str, str]]:
    """What comes first and what is repeated."""
    whole = samples(pattern, flags)[:1]
    yield from dict.fromkeys(
        (before, body)
        for lead, part in (
            *pumps(pattern, flags),
            *(("", one) for one in (*whole, *(w[:-1] for w in whole), *ORDINARY)),
        )
        for before, body in ((lead, part), ("", part), (lead, f"{part} "), ("", lead + part), ("", f"{lead}{part} "))
        if body
    )


def text_of(before: str, body: str, misfit: str, length: int) -> str:
    return (before + body * (length // len(body) + 1))[: length - len(misfit)] + misfit


def grows(use: Callable[[str], object], before: str, body: str, misfit: str) -> bool:
    """Whether a use grows faster than its text; measured anew before it is believed."""
    try:
        with stopped_after(STOPPED):
            for length, most in ((LENGTH // 4, QUICK), (LENGTH, LONG)):
                short = text_of(before, body, misfit, length)
                if seconds(lambda: use(short)) < most:  # noqa: B023
                    return False
        long = text_of(before, body, misfit, 4 * LENGTH)
        for _ in range(2):
            with stopped_after(2 * STOPPED):
                if steadily(lambda: use(long)) < GROWTH * steadily(lambda: use(short)):
                    return False
    except TooLong:
        return True
    return True


def uses(found: Found) -> Iterator[Callable[[str], object]]:
    pattern = re.compile(found.pattern, found.flags)
    for method in sorted(found.methods):
        use = getattr(pattern, method)
        for_all = (lambda text, use=use: sum(1 for _ in use(text))) if method == "finditer" else use
        if isinstance(found.pattern, bytes):
            yield lambda text, for_all=for_all: for_all(text.encode("latin-1", "replace"))
        else:
            yield for_all


def first_that_grows(found: Found) -> str:
    """What makes a pattern slow, for people; empty if nothing does."""
    flags = found.flags & ~re.UNICODE if isinstance(found.pattern, bytes) else found.flags
    for use in uses(found):
        for before, body in attacks(found.text, flags):
            for misfit in MISFITS:
                if grows(use, before, body, misfit):
                    return f"{found.where}: {before!r} + {body!r} * n + {misfit!r} takes {found.text!r} more than n"
    return ""


@pytest.mark.slow
@pytest.mark.timeout(1200)  # thousands of texts, on a busy machine too
def test_every_pattern_is_linear() -> None:
    found = collect()
    assert len(found) > 200, "the collector has gone blind"
    assert list(islice(filter(None, map(first_that_grows, found)), MOST)) == []


@pytest.mark.parametrize(
    "pattern",
    [r"(?:(?:ya+|ya+k?)(?:\s+|$))+", r"(a|aa)+$", r"\[@[^\]]+\]", r"\w+-\n", r"(\*\*|\*)(?=\S)(.+?)(?<=\S)\1", r"\s+$"],
)
def test_what_backtracks_is_seen(pattern: str) -> None:
    """The measure of this file is no rubber ruler."""
    found = Found("here", pattern, 0, frozenset({"finditer", "fullmatch"}))
    assert any(
        first_that_grows(found) for _ in range(5)
    )  # beside other work a measurement may miss it, never invent it


def test_what_is_made_while_the_program_runs_is_made_where_it_was_said() -> None:
    made = re.compile(r"\bre\.(?:compile|match|fullmatch|search|sub|finditer)\((?!r?f?[\"'])")
    for path in DYNAMIC:
        assert made.search((ROOT / path).read_text(encoding="utf-8")), path


def test_the_patterns_of_the_data_are_among_those_found() -> None:
    found = {one.where: one for one in collect()}
    names = {f"shapes.{name}" for name in SHAPES.get("patterns")} | {f"cues.{name}" for name in CUES.get("patterns")}
    assert names <= set(found)
    assert all(found[name].flags & re.IGNORECASE for name in names)


def test_emphasis_is_taken_away_as_one_pattern_would() -> None:
    """Against a pattern that looks for the closing mark from every opening one."""
    bounds = {"**": (r"(?<!\d)", r"(?!\d)"), "`": ("", "")}
    marked = [
        rf"{before}{re.escape(mark)}(?=\S)(?P<words{number}>.+?)(?<=\S){re.escape(mark)}{after}"
        for number, mark in enumerate(("**", "__", "*", "_", "`"))
        for before, after in [bounds.get(mark, (r"(?<![^\W_])", r"(?![^\W_])"))]
    ]
    emphasis = re.compile("|".join(marked))
    chance = random.Random(7)
    for _ in range(20_000):
        text = "".join(chance.choices("**__` ab\n", k=chance.randint(1, 14)))
        assert plain(text) == emphasis.sub(lambda found: found[found.lastgroup or 0], text).strip(), text
