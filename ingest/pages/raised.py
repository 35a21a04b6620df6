"""Raised and lowered digits: a power stays with its number (10⁶, m², CO₂), the mark of a footnote stands apart."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pypdfium2.raw as raw

from ingest.pages.page_objects import plainly

if TYPE_CHECKING:
    from ingest.pages.text_layer import Frame, Words

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"
_LOWERED = "₀₁₂₃₄₅₆₇₈₉₊₋"
_PLAIN = "0123456789+-"
_RAISE = str.maketrans(_PLAIN, RAISED) | {ord("−"): "⁻", ord("–"): "⁻", ord("("): "", ord(")"): ""}
_TELL = str.maketrans(RAISED, _PLAIN)
_LOWER = str.maketrans(_PLAIN, _LOWERED) | {ord("−"): "₋", ord("–"): "₋"}
_RUN = re.compile(r"[()+\-−–,*]{0,4}[0-9][0-9()+\-−–,*]*+")
_DIGIT = re.compile(r"[0-9¹²³⁰⁴-⁹]")
_AFTER_DIGIT = re.compile(r"[^0-9]{1,4}$")
_MARK = re.compile(r"\(?[0-9]{1,2}\)?[,.;:]?")  # what may be a mark that stands alone
_TOLD = re.compile(f"[{RAISED}]+")  # digits that the file itself says are raised
_UNIT = re.compile(r"(?:^|[\d/·.(])(?:[kcdmµn]?m|hm|dam|ft|in|yd|mi|kaki|inci|mil|s|det|detik|dtk)$")
_VARIABLE = re.compile(r"(?:^|[^\w])[A-Za-zα-ωΑ-Ω]$")
_TEN = re.compile(r"(?:^|[^\d.,])10$")
_TIMES = re.compile(r"[×x·*⋅.]$")
_SMALL = 0.86  # of the height of the letters beside it
_UP, _DOWN = 0.12, 0.03  # of that height: how far a smaller digit stands off their line
_TOUCHING = 0.15  # of their height: how near what follows digits is to be one word with them
_MOST = 0.75
_FAR = 0.22  # a digit of full size


_read_box = plainly(raw.FPDFText_GetCharBox, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, *[ctypes.c_void_p] * 4)


class _Place(NamedTuple):
    """The height of a character's line, and how far down the page it stands."""

    height: float
    base: float


def set_raised(words: Words, textpage: Any, frame: Frame) -> None:
    """Write raised and lowered digits in the words of a page as what they are."""
    rows = _candidates(words, textpage, frame)
    places = _Places(textpage, frame)
    for row, beside in rows:
        word, before = words.said[row], words.said[row - 1] if row else ""
        if len(word) > 40:
            continue
        first = words.firsts[row]
        levels = places.levels(first, len(word), None if beside is None else words.firsts[beside])
        levels = [1 if character in RAISED else level for character, level in zip(word, levels, strict=True)]
        word = word.translate(_TELL)
        if beside is not None and beside < row and all(level > 0 for level in levels):
            earlier = words.said[row - 2] if row > 1 else ""
            if _is_power(before, word, earlier):
                words.said[row - 1], words.said[row] = before + word.translate(_RAISE), ""
                continue
        words.said[row] = _written(word, levels, before if beside is None else "")
    for row, _ in reversed(rows):
        _join(words, row)


def _join(words: Words, row: int) -> None:
    """Put what directly follows raised or lowered digits to them: pdfium takes it for the beginning of a new line."""
    said, after = words.said, row + 1
    if not said[row] or said[row][-1] not in RAISED + _LOWERED or after >= len(said) or not said[after]:
        return
    _, top, end, bottom = words.placed[row]
    touches = abs(words.placed[after, 0] - end) < _TOUCHING * (bottom - top)
    if touches and after not in words.starts and (said[row][-1] in _LOWERED or not said[after][0].isalnum()):
        said[row], said[after] = said[row] + said[after], ""


def _candidates(words: Words, textpage: Any, frame: Frame) -> list[tuple[int, int | None]]:
    """The words whose digits may be raised or lowered, and the word to compare with where it is another one."""
    said, boxes = words.said, words.boxes
    rows = [row for row, word in enumerate(said) if not word.isalpha() and _DIGIT.search(word)]
    if not rows:
        return []
    ends = boxes[rows]
    box = np.zeros(4)
    handle, at = ctypes.cast(textpage, ctypes.c_void_p).value, box.ctypes.data
    for place, row in enumerate(rows):
        # What comes after a digit, a full stop or a bracket, says nothing of it.
        if after := _AFTER_DIGIT.search(said[row]):
            index = words.firsts[row] + after.start() - 1
            if index >= words.firsts[row] and _read_box(handle, index, at, at + 16, at + 8, at + 24):
                ends[place, 4:] = box
    first = np.stack(frame.place(*ends[:, :4].T), axis=1)
    last = np.stack(frame.place(*ends[:, 4:].T), axis=1)
    high = np.maximum(np.maximum(first[:, 3] - first[:, 1], last[:, 3] - last[:, 1]), 0.1)
    tops, bottoms = np.abs(first[:, 1] - last[:, 1]) / high, np.abs(first[:, 3] - last[:, 3]) / high
    off = ((tops > 0.1) & (bottoms > 0.04)) | (bottoms > 0.12)
    begins = set(words.starts.tolist())
    heights = words.placed[:, (1, 3)].tolist()
    found: list[tuple[int, int | None]] = []
    for place, row in enumerate(rows):
        word = said[row]
        if _MARK.fullmatch(word):
            beside = _beside(words, row, begins)
            if beside is not None and _stands_off(heights[row], heights[beside]):
                found.append((row, beside))
                continue
        if off[place] or _TOLD.search(word):
            found.append((row, None))
    return found


def _beside(words: Words, row: int, begins: set[int]) -> int | None:
    """The word before, or where there is none on the line, the word after; None where there is neither."""
    if row not in begins and words.said[row - 1]:
        return row - 1
    if row + 1 < len(words.said) and row + 1 not in begins and words.said[row + 1]:
        return row + 1
    return None


def _stands_off(word: Sequence[float], beside: Sequence[float]) -> bool:
    """Whether a word is smaller than the one beside it or stands on another line, as far as their tops and bottoms
    tell."""
    (top, bottom), (other_top, other_bottom) = word, beside
    height, other = bottom - top, other_bottom - other_top
    return height < 0.9 * other or abs(bottom - other_bottom) > 0.12 * max(height, other)


def _written(word: str, levels: list[int], before: str) -> str:
    """A word with its raised and lowered digits written as such. ``levels`` is 1, 0 or -1 for each character."""
    written = ""
    place = 0
    while place < len(word):
        end = place + 1
        while end < len(word) and levels[end] == levels[place]:
            end += 1
        part = word[place:end]
        if levels[place] and _RUN.fullmatch(part):
            written = _with_raised(written, part, before) if levels[place] > 0 else written + part.translate(_LOWER)
        elif written and written[-1] in RAISED and part[0].isalnum():
            written += " " + part
        else:
            written += part
        place = end
    return written


def _with_raised(written: str, part: str, before: str) -> str:
    raised = part.translate(_RAISE)
    if not written or _is_power(written, part, before):
        return written + raised
    return f"{written} {raised}"


def _is_power(base: str, part: str, before: str) -> bool:
    """Whether raised digits after ``base`` belong to it, rather than mark a footnote."""
    if part[0] in "+-−–" and len(part) > 1:
        return True
    if _TEN.search(base):
        times = _TIMES.search(base[:-2]) or (base == "10" and _TIMES.search(before))
        return bool(times) or not part.isdigit() or int(part) >= 3
    if _UNIT.search(base):
        return part in ("2", "3")
    return part.isdigit() and len(part) == 1 and bool(_VARIABLE.search(base))


class _Places:
    """How characters stand to each other."""

    def __init__(self, textpage: Any, frame: Frame) -> None:
        self._textpage, self._frame = textpage, frame
        self._loose = raw.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def levels(self, first: int, count: int, beside: int | None) -> list[int]:
        """For each of a word's characters 1 where it is raised, -1 where it is lowered, else 0.

        Args:
            first: index of the word's first character.
            count: how many it has.
            beside: index of a character of another word to compare with; else the highest of its own is taken.
        """
        places = [self._place(first + index) for index in range(count)]
        usual = max(places, key=lambda place: place.height) if beside is None else self._place(beside)
        return [self._level(place, usual) for place in places]

    def _place(self, index: int) -> _Place:
        loose, frame = self._loose, self._frame
        raw.FPDFText_GetLooseCharBox(self._textpage, index, loose)
        raw.FPDFText_GetCharOrigin(self._textpage, index, self._x, self._y)
        _, top, _, bottom = frame.place(loose.left, loose.bottom, loose.right, loose.top)
        _, base, _, _ = frame.place(self._x.value, self._y.value, self._x.value, self._y.value)
        return _Place(bottom - top, base)

    @staticmethod
    def _level(place: _Place, usual: _Place) -> int:
        up = (usual.base - place.base) / max(usual.height, 1.0)
        small = place.height <= _SMALL * usual.height
        if abs(up) > _MOST:
            return 0  # it stands on another line
        if up >= (_UP if small else _FAR):
            return 1
        return -1 if up <= -(_DOWN if small else _FAR) else 0
