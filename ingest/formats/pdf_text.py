"""The text layer of a PDF page as segments, read with pdfium."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as raw

from ingest.formats.layout import Segment

SOFT_HYPHEN = "\u00ad"
_WORD = re.compile(r"[^\s\ufffe]+\ufffe?")
_BOLD = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
_BOLD_WEIGHT = 600
SAMPLE = 1_500  # characters from which a text layer is judged
_ODD = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_SYMBOLS = dict.fromkeys((61623, 61607, 61558, 61656, 61485, 61692, 9642, 9679, 8226), "•")
_SYMBOLS |= {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xA0: " "}


class Frame(NamedTuple):
    """How a page lies: its crop box in PDF points and the angle (0, 90, 180, 270) its text runs at."""

    left: float
    bottom: float
    right: float
    top: float
    angle: int

    def size(self) -> tuple[float, float]:
        """Width and height as read."""
        width, height = self.right - self.left, self.top - self.bottom
        return (width, height) if self.angle in (0, 180) else (height, width)

    def place(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """A box of the page as (x0, top, x1, bottom) from the top left corner when the text stands upright."""
        x0, x1 = left - self.left, right - self.left
        y0, y1 = bottom - self.bottom, top - self.bottom
        width, height = self.right - self.left, self.top - self.bottom
        match self.angle:
            case 90:
                return y0, x0, y1, x1
            case 180:
                return width - x1, y0, width - x0, y1
            case 270:
                return height - y1, width - x1, height - y0, width - x0
            case _:
                return x0, height - y1, x1, height - y0


class _Word(NamedTuple):
    text: str
    first: int
    x0: float
    top: float
    x1: float
    bottom: float


def has_usable_text(text: str) -> bool:
    """Whether a text layer holds words rather than nothing, or glyphs without a meaning."""
    text = text[:SAMPLE]
    solid = [c for c in text if not c.isspace()]
    letters = sum(c.isalnum() for c in solid)
    return letters >= 20 and letters >= 0.5 * len(solid) and len(_ODD.findall(text)) <= 0.1 * len(solid)


def text_angle(textpage: Any, characters: int) -> int:
    """The direction most of the text runs in, in degrees, judged from some fifty characters."""
    step = max(characters // 50, 1)
    angles = Counter(_angle(textpage, index) for index in range(0, characters, step))
    return angles.most_common(1)[0][0] if angles else 0


def page_segments(textpage: Any, text: str, frame: Frame) -> list[Segment]:
    """The text of a page that runs in the frame's direction, in segments.

    Args:
        textpage: handle of the pdfium text page.
        text: its whole text, one character per character index.
        frame: how the page lies.
    """
    runs = _runs(_words(textpage, text, frame))
    return [_segment(textpage, run, frame) for run in runs if _angle(textpage, run[0].first) == frame.angle]


def _angle(textpage: Any, index: int) -> int:
    # pdfium counts clockwise.
    return -round(math.degrees(raw.FPDFText_GetCharAngle(textpage, index)) / 90) * 90 % 360


def _words(textpage: Any, text: str, frame: Frame) -> Iterator[_Word]:
    values = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = values
    pointers = [ctypes.byref(value) for value in values]
    read = raw.FPDFText_GetCharBox
    for match in _WORD.finditer(text):
        first, last = match.start(), match.end() - 1
        if match[0].endswith("\ufffe"):
            last = max(last - 1, first)
        if not read(textpage, first, *pointers):
            continue
        start = frame.place(left.value, bottom.value, right.value, top.value)
        read(textpage, last, *pointers)
        end = frame.place(left.value, bottom.value, right.value, top.value)
        if not math.isfinite(sum(start) + sum(end)):
            continue
        word = match[0] if match[0].isascii() else match[0].replace("\ufffe", SOFT_HYPHEN).translate(_SYMBOLS)
        if start[3] - end[1] < 0 or end[2] < start[0]:
            end = start
        yield _Word(word, first, start[0], min(start[1], end[1]), end[2], max(start[3], end[3]))


def _runs(words: Iterator[_Word]) -> Iterator[list[_Word]]:
    run: list[_Word] = []
    for word in words:
        if run and not _continues(run[-1], word):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _continues(one: _Word, other: _Word) -> bool:
    height = max(one.bottom - one.top, other.bottom - other.top, 4.0)
    level = min(one.bottom, other.bottom) - max(one.top, other.top) > -0.35 * height
    return level and -0.5 * height < other.x0 - one.x1 < 0.9 * height


def _segment(textpage: Any, run: list[_Word], frame: Frame) -> Segment:
    loose = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(textpage, run[0].first, loose)
    _, top, _, bottom = frame.place(loose.left, loose.bottom, loose.right, loose.top)
    if not (math.isfinite(top) and math.isfinite(bottom)):
        top, bottom = min(word.top for word in run), max(word.bottom for word in run)
    return Segment(
        text=" ".join(word.text for word in run),
        x0=run[0].x0,
        top=top,
        x1=max(word.x1 for word in run),
        bottom=bottom,
        size=max(round(2 * (bottom - top)) / 2, 1.0),
        bold=_is_bold(textpage, run[0].first) and _is_bold(textpage, run[-1].first),
    )


def _is_bold(textpage: Any, index: int) -> bool:
    if raw.FPDFText_GetFontWeight(textpage, index) >= _BOLD_WEIGHT:
        return True
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(textpage, index, name, 128, ctypes.byref(flags))
    return _BOLD.search(name.value) is not None
