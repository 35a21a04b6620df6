"""Words that are struck out on a page: by lines drawn through them, or by marks of an annotation."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pypdfium2.raw as raw

from ingest.pages.page_objects import PageObjects, Rectangle, strokes

if TYPE_CHECKING:
    from ingest.pages.text_layer import Frame, Words

_THIN = 2.6  # points, and
_THIN_SHARE = 0.22  # of the letters' size
_SHORT = 3.0
_MAX_STROKES = 600
_MAX_PATHS = 6_000  # a page with more is a map or a drawing
_WHOLE = 0.7  # of a word's width: a word so far struck is struck
_COVERED = 0.7  # of a line's length: a line that goes on where no words are is a rule of the page
_LOW, _HIGH = 0.1, 0.5  # of the letters' size above the line they stand on: where a line goes through them
_SHORTEST_PART, _FEWEST_LETTERS = 1.2, 2  # of a line over a part of a word: its length, by their height; its letters
_SPACE = 0.5  # of the size of letters: how much of a line between two words


class Stroke(NamedTuple):
    """A thin line across a page as read, or a mark over words (``through``), which is as high as they are."""

    x0: float
    top: float
    x1: float
    bottom: float
    through: bool = False


def thin_lines(objects: PageObjects, frame: Frame) -> list[Stroke]:
    """The lines drawn along the lines of text."""
    found: list[Stroke] = []
    if len(objects.paths) > _MAX_PATHS:
        return found
    for path in objects.paths:
        if _is_thick(path.bounds, frame):
            continue
        for left, bottom, right, top in strokes(path):
            stroke = Stroke(*frame.place(left, bottom, right, top))
            if stroke.bottom - stroke.top <= _THIN and stroke.x1 - stroke.x0 >= _SHORT:
                found.append(stroke)
        if len(found) > _MAX_STROKES:
            return found[:_MAX_STROKES]
    return found


def _is_thick(bounds: Rectangle, frame: Frame) -> bool:
    """Whether no part of a path can be a line along the text, which spares most paths a closer look."""
    x0, _, x1, _ = frame.place(*bounds)
    return bool(x1 - x0 < _SHORT)


def without_struck(words: Words, textpage: Any, frame: Frame, drawn: Sequence[Stroke]) -> list[Rectangle]:
    """Take what is struck out from the words of a page; where it stood, as read."""
    letters = _Letters(textpage, frame)
    placed = words.placed
    highest, lowest = float(placed[:, 1].min()), float(placed[:, 3].max())
    struck: list[Rectangle] = []
    for stroke in drawn[:_MAX_STROKES]:
        if stroke.bottom < highest or stroke.top > lowest:
            continue
        rows = _crossed(words, stroke)
        if not stroke.through:
            rows = [row for row in rows if letters.are_crossed(words.firsts[row], stroke)]
            if not rows or _crossing(words, rows, stroke) < _COVERED * (stroke.x1 - stroke.x0):
                continue
        for row in rows:
            left = _left(words, row, stroke, letters)
            if left != words.said[row]:
                x0, top, x1, bottom = words.placed[row].tolist()
                struck.append((max(x0, stroke.x0), top, min(x1, stroke.x1), bottom))
            words.said[row] = left
    return struck


def _crossed(words: Words, stroke: Stroke) -> list[int]:
    """The words that a stroke may go through."""
    x0, top, x1, bottom = words.placed.T
    height = np.maximum(bottom - top, 3.0)
    y = (stroke.top + stroke.bottom) / 2
    shared = np.minimum(x1, stroke.x1) - np.maximum(x0, stroke.x0)
    wide = np.minimum(0.5 * (x1 - x0), 2.0)
    if stroke.through:
        middle = (top + bottom) / 2
        return _found((shared > wide) & (stroke.top < middle) & (middle < stroke.bottom))
    return _found((shared > wide) & (top - 0.5 * height < y) & (y < bottom + 0.5 * height))


def _found(mask: Any) -> list[int]:
    rows: list[int] = np.flatnonzero(mask).tolist()
    return rows


def _crossing(words: Words, rows: Sequence[int], stroke: Stroke) -> float:
    """How much of a line goes through words and the spaces between them."""
    spans = sorted((max(words.placed[row, 0], stroke.x0), min(words.placed[row, 2], stroke.x1)) for row in rows)
    heights = [words.placed[row, 3] - words.placed[row, 1] for row in rows]
    space = _SPACE * max(*heights, 8.0)
    length, end = 0.0, spans[0][0]
    for low, high in spans:
        length += max(high - max(low, end), 0.0) + min(max(low - end, 0.0), space)
        end = max(end, high)
    return length


def _left(words: Words, row: int, stroke: Stroke, letters: _Letters) -> str:
    """What is left of a word."""
    x0, x1 = words.placed[row, 0], words.placed[row, 2]
    word = words.said[row]
    if min(x1, stroke.x1) - max(x0, stroke.x0) >= _WHOLE * (x1 - x0):
        return ""
    if stroke.x1 - stroke.x0 < _SHORTEST_PART * (words.placed[row, 3] - words.placed[row, 1]):
        return word
    first = words.firsts[row]
    middles = [letters.middle(first + place) for place in range(len(word))]
    left = "".join(c for c, x in zip(word, middles, strict=True) if not stroke.x0 <= x <= stroke.x1)
    return left if len(word) - len(left) >= _FEWEST_LETTERS else word


class _Letters:
    """Where single characters stand."""

    def __init__(self, textpage: Any, frame: Frame) -> None:
        self._textpage, self._frame = textpage, frame
        self._loose = raw.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def are_crossed(self, index: int, stroke: Stroke) -> bool:
        """Whether a line runs through the middle of the letters of a word, neither under nor over them."""
        loose, frame = self._loose, self._frame
        raw.FPDFText_GetLooseCharBox(self._textpage, index, loose)
        raw.FPDFText_GetCharOrigin(self._textpage, index, self._x, self._y)
        _, top, _, bottom = frame.place(loose.left, loose.bottom, loose.right, loose.top)
        _, base, _, _ = frame.place(self._x.value, self._y.value, self._x.value, self._y.value)
        size = bottom - top
        above = base - (stroke.top + stroke.bottom) / 2
        return bool(stroke.bottom - stroke.top <= _THIN_SHARE * size and _LOW * size <= above <= _HIGH * size)

    def middle(self, index: int) -> float:
        """The middle of a character from the left of the page as read."""
        raw.FPDFText_GetLooseCharBox(self._textpage, index, self._loose)
        loose = self._loose
        x0, _, x1, _ = self._frame.place(loose.left, loose.bottom, loose.right, loose.top)
        return float((x0 + x1) / 2)
