"""The numbers of lines that drafts of laws and minutes have in their margin."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ingest.pages.text_layer import Words

_MOST_DIGITS = 4
_FEWEST, _MOST = 4, 400  # numbers on a page
_ALIGNED = 3.0  # points
_RUNNING = 0.3  # share of the numbered lines that begin in the middle of a sentence
_BESIDE = 0.25  # share of them that more text stands beside, as in a table


class _Line(NamedTuple):
    """A number at the beginning of a line, and what the line says after it."""

    row: int
    number: int
    x0: float
    x1: float
    top: float
    first: str
    last: str
    parts: int


def line_numbers(words: Words) -> list[int]:
    """The words that number the lines of running text in the left margin of a page.

    They stand below each other, count up in even steps, and the lines beside them go on in the middle of a sentence.
    The number of a list or of a table's row is none: its text begins anew, or stands in several columns.
    """
    candidates = [row for row in words.starts.tolist() if _is_number(words.said[row])]
    if len(candidates) < _FEWEST:
        return []
    begins = set(words.starts.tolist())
    lines = [_line(words, row, begins) for row in candidates[:_MOST]]
    found: list[int] = []
    for column in _columns(lines):
        for run in _even_runs(column):
            if len(run) >= _FEWEST and _is_running_text(run) and _stands_left(words, run):
                found += [line.row for line in run]
    return found


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= _MOST_DIGITS


def _line(words: Words, row: int, begins: set[int]) -> _Line:
    """The words right of a number on its line, in one segment or in several."""
    x0, top, x1, bottom = words.placed[row].tolist()
    middle = (top + bottom) / 2
    placed = words.placed
    beside = ((placed[:, 1] < middle) & (middle < placed[:, 3]) & (placed[:, 0] >= x1 - 1)).nonzero()[0].tolist()
    beside = sorted((index for index in beside if words.said[index]), key=lambda index: float(placed[index, 0]))
    first = words.said[beside[0]] if beside else ""
    last = words.said[beside[-1]] if beside else ""
    return _Line(row, int(words.said[row]), x0, x1, top, first, last, sum(i in begins for i in beside[1:]))


def _columns(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Numbers below each other, aligned to the left or to the right."""
    rest = list(lines)
    while len(rest) >= _FEWEST:
        by_side = [
            [line for line in rest if abs(getattr(line, side) - getattr(rest[0], side)) <= _ALIGNED]
            for side in ("x0", "x1")
        ]
        column = max(by_side, key=len)
        yield sorted(column, key=lambda line: line.top)
        taken = {line.row for line in column}
        rest = [line for line in rest if line.row not in taken]


def _even_runs(column: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Runs of numbers that count up in even steps."""
    run: list[_Line] = []
    step = 0
    for before, line in itertools.pairwise(column):
        difference = line.number - before.number
        if not run or difference != step:
            yield run
            run, step = ([before, line], difference) if difference in (1, 2, 5, 10) else ([], 0)
        else:
            run.append(line)
    yield run


def _is_running_text(run: Sequence[_Line]) -> bool:
    with_text = [line for line in run if line.first]
    if len(with_text) < _FEWEST:
        return False
    going_on = sum(line.first[0].islower() for line in with_text)
    in_columns = sum(line.parts > 0 for line in with_text)
    return going_on >= max(2, _RUNNING * len(with_text)) and in_columns <= _BESIDE * len(with_text)


def _stands_left(words: Words, run: Sequence[_Line]) -> bool:
    """Whether no text stands left of the numbers on their lines."""
    right = max(line.x1 for line in run)
    top, bottom = run[0].top, run[-1].top
    placed = words.placed
    left = (placed[:, 2] < right - 1) & (top < placed[:, 1]) & (placed[:, 1] < bottom)
    numbers = {line.row for line in run}
    return all(row in numbers or not words.said[row] or _is_number(words.said[row]) for row in left.nonzero()[0])
