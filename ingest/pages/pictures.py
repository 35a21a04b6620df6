"""Pictures on a page whose letters its text layer does not tell: which they are, and what was recognised in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ingest.pages.drawing import Drawing
from ingest.pages.ink import covered, edges
from ingest.pages.ocr import Recognised
from ingest.pages.page_objects import Area, PageObjects, Rectangle
from ingest.pages.reading_order import Segment
from ingest.pages.text_layer import Frame

_SIDE = 40.0  # points; smaller pictures are signs and logos
_SHARE = 0.015  # of the page
_MAX_PARTS = 8  # of one page
_GAP = 4.0  # points between the strips of one picture
_OUTLINES = 60  # drawn shapes of the size of letters that may be a text
_LETTER = 45.0  # points: no higher letters are drawn as outlines in a text
_STRAIGHT = 6  # segments; the outline of a letter has more
_FEW_EDGES = 150
_UNREAD = 0.5  # of a picture's ink
_MOST, _LITTLE = 0.5, 400  # of a page; characters: a stamp of an electronic signature
_SURE = 0.7  # of 1: how sure a line of a picture must be
_WORD = re.compile(r"[^\W\d_]{3,}")
_SAID = re.compile(r"[^\W_]{2,}|\d")


def unread_parts(
    view: Drawing, box: Rectangle, objects: PageObjects, frame: Frame, segments: Sequence[Segment]
) -> list[Rectangle]:
    """The parts of a page that hold pictures, or letters drawn as outlines, most of whose ink no read text covers.

    Args:
        view: the page as it is drawn.
        box: its bounds.
        objects: what is painted on it.
        frame: how it lies.
        segments: what was read of it.
    """
    areas = _areas(objects, box)
    read = covered(view, placed(frame, segments)) if areas else None
    return [area for area in areas if read is not None and _is_unread(view, read, area)][:_MAX_PARTS]


def digest_of(view: Drawing, area: Rectangle) -> bytes:
    """What tells whether a part of a page shows the same as another."""
    return blake2b(view.part(area, around=0).tobytes(), digest_size=16).digest()


def placed(frame: Frame, segments: Iterable[Segment]) -> list[Rectangle]:
    """Where text that was read stands, in points of the page."""
    return [frame.unplace(segment.x0, segment.top, segment.x1, segment.bottom) for segment in segments]


def is_plain(objects: PageObjects, box: Rectangle) -> bool:
    """Whether a page shows hardly more than text and lines: no picture but a sign, no drawing."""
    if sum(path.segments > _STRAIGHT for path in objects.paths) >= _OUTLINES:
        return False
    page = (box[2] - box[0]) * (box[3] - box[1])
    return sum(map(_size, _on_page(objects.pictures, box))) < _SHARE * page


def _areas(objects: PageObjects, box: Rectangle) -> list[Rectangle]:
    """Where pictures lie on a page, their strips joined, the largest first."""
    page = (box[2] - box[0]) * (box[3] - box[1])
    outlines = [p for p in objects.paths if p.segments > _STRAIGHT and p.bounds[3] - p.bounds[1] < _LETTER]
    shapes = _joined(_on_page(objects.pictures, box), _GAP)
    if len(outlines) >= _OUTLINES:
        shapes += _joined(_on_page(outlines, box), 3 * _GAP)
    large = [a for a in shapes if min(a[2] - a[0], a[3] - a[1]) >= _SIDE and _size(a) >= _SHARE * page]
    return sorted(large, key=_size, reverse=True)


def _size(area: Rectangle) -> float:
    return (area[2] - area[0]) * (area[3] - area[1])


def _on_page(areas: Iterable[Area], box: Rectangle) -> list[Rectangle]:
    found: list[Rectangle] = []
    for area in areas:
        left, bottom, right, top = area.bounds
        clipped = (max(left, box[0]), max(bottom, box[1]), min(right, box[2]), min(top, box[3]))
        if clipped[2] > clipped[0] and clipped[3] > clipped[1]:
            found.append(clipped)
    return found


def _joined(areas: Sequence[Rectangle], gap: float) -> list[Rectangle]:
    """The areas around those that touch, found by cutting at empty strips, across and downwards in turn."""
    parts = [list(areas)] if areas else []
    for _ in range(2):
        for low in (1, 0):
            parts = [piece for part in parts for piece in _cut(part, low, gap)]
    return [
        (min(a[0] for a in part), min(a[1] for a in part), max(a[2] for a in part), max(a[3] for a in part))
        for part in parts
    ]


def _cut(areas: list[Rectangle], low: int, gap: float) -> list[list[Rectangle]]:
    parts: list[list[Rectangle]] = []
    end = float("-inf")
    for area in sorted(areas, key=lambda a: a[low]):
        if not parts or area[low] > end + gap:
            parts.append([])
        parts[-1].append(area)
        end = max(end, area[low + 2])
    return parts


def _is_unread(view: Drawing, read: NDArray[np.bool_], area: Rectangle) -> bool:
    part = view.part(area, around=0)
    if min(part.shape) < 2:
        return False
    ink = edges(part)
    under = view._replace(pixels=read).part(area, around=0)[:, 1:]
    every, unread = int(ink.sum()), int((ink & ~under).sum())
    return unread >= _FEW_EDGES * view.scale and unread >= _UNREAD * every


def cut_out(picture: Image.Image, area: Rectangle, box: Rectangle, scale: float, frame: Frame) -> Image.Image:
    """A part of a page drawn as it lies (``scale`` pixels for a point), turned as its text is read."""
    left, bottom, right, top = area
    corners = (left - box[0], box[3] - top, right - box[0], box[3] - bottom)
    x0, y0, x1, y1 = (round(scale * value) for value in corners)
    part = picture.crop((x0, y0, max(x1, x0 + 1), max(y1, y0 + 1)))
    return part.rotate(-frame.angle, expand=True) if frame.angle else part


def told(result: Recognised, area: Rectangle, frame: Frame, segments: Sequence[Segment]) -> list[Segment]:
    """What was recognised in a part of a page and is not read already, in its place on the page; nothing where
    nothing is sure, as in a photograph."""
    x0, top, _, _ = frame.place(*area)
    found = [
        replace(s, x0=s.x0 + x0, x1=s.x1 + x0, top=s.top + top, bottom=s.bottom + top)
        for s in result.segments
        if (s.confidence or 0.0) >= _SURE and _SAID.search(s.text)
    ]
    sure = sum(len(s.text) for s in found)
    if not any(_WORD.search(s.text) for s in found) or sure < 0.4 * sum(len(s.text) for s in result.segments):
        return []
    is_read = _among(segments)
    return [segment for segment in found if not is_read(segment)]


def is_scan(area: Rectangle, frame: Frame, segments: Sequence[Segment]) -> bool:
    """Whether a part of a page is the page's own text, scanned, beside which its text layer tells little."""
    width, height = frame.size()
    return _size(area) >= _MOST * width * height and sum(len(segment.text) for segment in segments) < _LITTLE


def _among(segments: Sequence[Segment]) -> Callable[[Segment], bool]:
    boxes = np.array([(s.x0, s.top, s.x1, s.bottom) for s in segments] or [(-1.0, -1.0, -1.0, -1.0)])

    def is_read(segment: Segment) -> bool:
        x, y = (segment.x0 + segment.x1) / 2, (segment.top + segment.bottom) / 2
        inside = (boxes[:, 0] - 1 <= x) & (x <= boxes[:, 2] + 1) & (boxes[:, 1] - 1 <= y) & (y <= boxes[:, 3] + 1)
        return bool(inside.any())

    return is_read
