"""The text layer of a PDF page as segments, read with pdfium."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

import numpy as np
import pypdfium2.raw as raw
from numpy.typing import NDArray

from ingest.pages.broken_words import SOFT_HYPHEN
from ingest.pages.line_numbers import line_numbers
from ingest.pages.page_objects import PageObjects, Rectangle, font_name, plainly
from ingest.pages.raised import RAISED, set_raised
from ingest.pages.reading_order import Segment
from ingest.pages.struck import Stroke, without_struck
from ingest.pages.symbol_fonts import shown, symbols_of

Boxes = NDArray[np.float64]
Place = TypeVar("Place", float, Boxes)

_BULLETS = frozenset("−■◆❖➢➤►")  # of a symbol font, at the beginning of a line
_PRIVATE = re.compile("[\uf000-\uf0ff]")
_WORD = re.compile(r"[^\s\ufffe]+\ufffe?")
_BOLD = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
_BOLD_WEIGHT = 600
SAMPLE = 1_500  # characters from which a text layer is judged
_TINY = 2.0  # points, and
_TINY_SHARE = 0.0025  # of the page's height: no reader reads smaller letters
_FEW_ODD = 3
_ODD = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")
_STRUCK = re.compile("[^\u0335-\u0338][\u0335-\u0338]")  # a letter and a line laid over it
_SYMBOLS = dict.fromkeys((9642, 9679, 8226), "•")
_SYMBOLS |= {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xA0: " "}


# Addresses are for where left, right, bottom and top go.
_read_box = plainly(raw.FPDFText_GetCharBox, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, *[ctypes.c_void_p] * 4)
_text_object = plainly(raw.FPDFText_GetTextObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)


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

    def place(self, left: Place, bottom: Place, right: Place, top: Place) -> tuple[Place, Place, Place, Place]:
        """A box of the page, or arrays of them, as (x0, top, x1, bottom) from the top left when the text is upright."""
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

    def unplace(self, x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
        """A box as read as (left, bottom, right, top) of the page."""
        width, height = self.right - self.left, self.top - self.bottom
        match self.angle:
            case 90:
                box = (top, x0, bottom, x1)
            case 180:
                box = (width - x1, top, width - x0, bottom)
            case 270:
                box = (width - bottom, height - x1, width - top, height - x0)
            case _:
                box = (x0, height - bottom, x1, height - top)
        return box[0] + self.left, box[1] + self.bottom, box[2] + self.left, box[3] + self.bottom


def has_usable_text(text: str) -> bool:
    """Whether a text layer holds words rather than nothing, or glyphs without a meaning."""
    text = text[:SAMPLE]
    solid = "".join(text.split())
    letters = sum(map(str.isalnum, solid))
    return letters >= 20 and letters >= 0.5 * len(solid) and not is_odd(text)


def is_odd(text: str) -> bool:
    """Whether many characters of a text layer have no meaning."""
    text = text[:SAMPLE]
    odd = len(_ODD.findall(text))
    return odd > _FEW_ODD and odd > 0.1 * len("".join(text.split()))


def with_symbols(textpage: Any, text: str, objects: PageObjects) -> str:
    """The text of a page with what its symbol fonts show, and without letters that are struck out by characters; as
    many characters as before."""
    if not text.isascii() and _STRUCK.search(text):
        text = _STRUCK.sub("  ", text)
    tables = {font: table for font in {t.font for t in objects.texts} if (table := symbols_of(font_name(font)))}
    of_run = {t.handle: tables[t.font] for t in objects.texts if t.font in tables}
    if of_run:
        handle = ctypes.cast(textpage, ctypes.c_void_p).value
        run = ((_text_object(handle, index), character) for index, character in enumerate(text))
        text = "".join(c if c.isspace() else shown(c, of_run.get(at)) for at, c in run)
    elif not text.isascii() and _PRIVATE.search(text):
        text = "".join(shown(c, None) for c in text)
    return text


def text_angle(textpage: Any, characters: int) -> int:
    """The direction most of the text runs in, in degrees, judged from some fifty characters."""
    step = max(characters // 50, 1)
    angles = Counter(_angle(textpage, index) for index in range(0, characters, step))
    return angles.most_common(1)[0][0] if angles else 0


class Words(NamedTuple):
    """The words of a page in the order of its text, and where they lie.

    What is no longer to be read of a word is taken out of ``said``; its place stays, so that the line stays one.
    """

    said: list[str]
    firsts: list[int]  # the index of the first character of each
    boxes: Boxes  # (n, 8): left, bottom, right, top of the first and of the last character, in points of the page
    placed: Boxes  # (n, 4): x0, top, x1, bottom as read
    starts: NDArray[np.intp]  # the words that begin a segment


class TextLayer(NamedTuple):
    """The segments of a page, and where words are struck out (x0, top, x1, bottom), which are left out."""

    segments: list[Segment]
    struck: list[Rectangle]


def page_segments(textpage: Any, text: str, frame: Frame, strokes: Sequence[Stroke] = ()) -> TextLayer:
    """The text of a page that runs in the frame's direction and lies within it, in segments.

    Args:
        textpage: handle of the pdfium text page.
        text: its whole text, one character per character index.
        frame: how the page lies.
        strokes: what may strike words out.
    """
    said, firsts, boxes = _words(textpage, text)
    if not said:
        return TextLayer([], [])
    placed = _placed(boxes, frame)
    starts = np.flatnonzero(np.concatenate(([True], ~_continues(placed))))
    words = Words(said, firsts, boxes, placed, starts)
    for row in (*_outside(placed, frame), *_tiny(words, textpage, frame)):
        said[row] = ""
    struck = without_struck(words, textpage, frame, strokes) if strokes else []
    set_raised(words, textpage, frame)
    for row in line_numbers(words):
        said[row] = ""
    return TextLayer(_segments(words, textpage, frame), struck)


def _outside(placed: Boxes, frame: Frame) -> list[int]:
    """The words whose middle lies outside the frame."""
    width, height = frame.size()
    x, y = (placed[:, 0] + placed[:, 2]) / 2, (placed[:, 1] + placed[:, 3]) / 2
    found: list[int] = np.flatnonzero((x < 0) | (x > width) | (y < 0) | (y > height)).tolist()
    return found


def _tiny(words: Words, textpage: Any, frame: Frame) -> list[int]:
    """The words of letters so small that nobody reads them."""
    tiny = min(_TINY, _TINY_SHARE * frame.size()[1])
    low = np.flatnonzero(words.placed[:, 3] - words.placed[:, 1] < tiny).tolist()
    if not low:
        return []
    fonts = _Fonts(textpage)
    spans = ((row, fonts.span(words.firsts[row], frame)) for row in low)
    return [row for row, span in spans if span is not None and span[1] - span[0] < tiny]


def _segments(words: Words, textpage: Any, frame: Frame) -> list[Segment]:
    starts, placed = words.starts, words.placed
    tops = np.minimum.reduceat(placed[:, 1], starts).tolist()
    bottoms = np.maximum.reduceat(placed[:, 3], starts).tolist()
    lefts = placed[starts, 0].tolist()
    rights = np.maximum.reduceat(placed[:, 2], starts).tolist()
    sides = list(zip(placed[:, 0].tolist(), placed[:, 2].tolist(), strict=True))
    ends = [*starts[1:].tolist(), len(words.said)]
    fonts = _Fonts(textpage)
    found = []
    for row, (start, end) in enumerate(zip(starts.tolist(), ends, strict=True)):
        if _angle(textpage, words.firsts[start]) != frame.angle:
            continue
        said, x0, x1 = words.said[start:end], lefts[row], rights[row]
        first, last = start, end - 1
        spans = sides[start:end]
        if "" in said:
            kept = [index for index in range(start, end) if words.said[index]]
            if not kept:
                continue
            said, spans = [word for word in said if word], [sides[index] for index in kept]
            first, last = kept[0], kept[-1]
            x0, x1 = float(placed[first, 0]), float(placed[kept, 2].max())
        if said[0][0] in RAISED:
            # The mark of a footnote is smaller than the line it begins.
            first = next((index for index in range(first, last) if words.said[index][:1] not in RAISED), first)
        if said[0] in _BULLETS and len(said) > 1 and not said[1][0].isdigit():
            said[0] = "•"
        top, bottom = fonts.span(words.firsts[first], frame) or (tops[row], bottoms[row])
        found.append(
            Segment(
                text=" ".join(said),
                x0=x0,
                top=top,
                x1=x1,
                bottom=bottom,
                size=max(round(2 * (bottom - top)) / 2, 1.0),
                bold=fonts.is_bold(words.firsts[first]) and fonts.is_bold(words.firsts[last]),
                words=tuple(spans),
            )
        )
    return found


def _angle(textpage: Any, index: int) -> int:
    # pdfium counts clockwise.
    return -round(math.degrees(raw.FPDFText_GetCharAngle(textpage, index)) / 90) * 90 % 360


def _words(textpage: Any, text: str) -> tuple[list[str], list[int], Boxes]:
    """Words, the index of the first character of each, and (n, 8): left, bottom, right, top of its first and last one.

    Only these two of a word's characters are asked for, and pdfium writes their boxes into the array itself: half the
    time of reading a page went into it.
    """
    spans = [match.span() for match in _WORD.finditer(text)]
    boxes = np.full((len(spans), 8), np.nan)
    handle, at, step = ctypes.cast(textpage, ctypes.c_void_p).value, boxes.ctypes.data, boxes.strides[0]
    for first, end in spans:
        last = end - 2 if text[end - 1] == "\ufffe" else end - 1
        _read_box(handle, first, at, at + 16, at + 8, at + 24)
        _read_box(handle, last if last > first else first, at + 32, at + 48, at + 40, at + 56)
        at += step
    rows = np.flatnonzero(np.isfinite(boxes).all(axis=1))
    kept = spans if len(rows) == len(spans) else [spans[row] for row in rows.tolist()]
    said = [text[first:end] for first, end in kept]
    if not text.isascii():
        said = [word if word.isascii() else _plain(word) for word in said]
    return said, [first for first, _ in kept], boxes[rows]


def _plain(word: str) -> str:
    # Browsers print the hyphen that they break a word by as one of typography.
    word = re.sub("\u2010$", SOFT_HYPHEN, word).replace("\u2010", "-")
    return word.replace("\ufffe", SOFT_HYPHEN).translate(_SYMBOLS)


def _placed(boxes: Boxes, frame: Frame) -> Boxes:
    """The boxes of whole words as (n, 4): x0, top, x1, bottom as read."""
    start = np.stack(frame.place(*boxes[:, :4].T), axis=1)
    end = np.stack(frame.place(*boxes[:, 4:].T), axis=1)
    # A word that seems to end before or above its start runs in another direction; its first character must do.
    astray = (start[:, 3] < end[:, 1]) | (end[:, 2] < start[:, 0])
    end[astray] = start[astray]
    tops, bottoms = np.minimum(start[:, 1], end[:, 1]), np.maximum(start[:, 3], end[:, 3])
    return np.stack((start[:, 0], tops, end[:, 2], bottoms), axis=1)


def _continues(placed: Boxes) -> NDArray[np.bool_]:
    """(n - 1): whether a word stands on one line with the word before it, without a wide gap."""
    heights = placed[:, 3] - placed[:, 1]
    height = np.maximum(np.maximum(heights[:-1], heights[1:]), 4.0)
    shared = np.minimum(placed[:-1, 3], placed[1:, 3]) - np.maximum(placed[:-1, 1], placed[1:, 1])
    gap = placed[1:, 0] - placed[:-1, 2]
    found: NDArray[np.bool_] = (shared > -0.35 * height) & (-0.5 * height < gap) & (gap < 0.9 * height)
    return found


class _Fonts:
    """What the fonts of a page's characters tell."""

    def __init__(self, textpage: Any) -> None:
        self._textpage = textpage
        self._loose = raw.FS_RECTF()
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.byref(ctypes.c_int())
        self._bold: dict[bytes, bool] = {}

    def span(self, index: int, frame: Frame) -> tuple[float, float] | None:
        """Top and bottom of a line in the font of a character."""
        loose = self._loose
        raw.FPDFText_GetLooseCharBox(self._textpage, index, loose)
        _, top, _, bottom = frame.place(loose.left, loose.bottom, loose.right, loose.top)
        return (top, bottom) if math.isfinite(top) and math.isfinite(bottom) else None

    def is_bold(self, index: int) -> bool:
        """Whether a character is bold, by the weight or the name of its font."""
        if raw.FPDFText_GetFontWeight(self._textpage, index) >= _BOLD_WEIGHT:
            return True
        self._name[0] = b"\0"
        raw.FPDFText_GetFontInfo(self._textpage, index, self._name, 128, self._flags)
        name = self._name.value
        if name not in self._bold:
            self._bold[name] = _BOLD.search(name) is not None
        return self._bold[name]
