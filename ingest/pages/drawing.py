"""A page drawn small, to see what a reader of it sees."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pypdfium2 as pdfium
from numpy.typing import NDArray

_MAX_PIXELS = 4_000_000

Pixels = NDArray[Any]


class Drawing(NamedTuple):
    """The pixels of a page, not turned, and what it takes to find a place of the page in them."""

    pixels: Pixels
    left: float
    top: float
    scale: float

    def part(self, bounds: Sequence[float], around: int = 1) -> Pixels:
        """The pixels within bounds (left, bottom, right, top, in points of the page) and a few around them."""
        left, bottom, right, top = bounds
        x0, x1 = (left - self.left) * self.scale, (right - self.left) * self.scale
        y0, y1 = (self.top - top) * self.scale, (self.top - bottom) * self.scale
        height, width = self.pixels.shape
        rows = slice(_within(math.floor(y0) - around, height), _within(math.ceil(y1) + around, height))
        return self.pixels[rows, _within(math.floor(x0) - around, width) : _within(math.ceil(x1) + around, width)]


def _within(place: int, size: int) -> int:
    return min(max(place, 0), size)


def drawn(page: pdfium.PdfPage, scale: float = 1.0) -> Drawing:
    """A page without its annotations, in grey, as it lies before it is turned."""
    left, bottom, right, top = page.get_bbox()
    area = max((right - left) * (top - bottom), 1.0)
    scale = min(scale, math.sqrt(_MAX_PIXELS / area))
    turn = (360 - page.get_rotation()) % 360
    bitmap: Any = page.render(scale=scale, rotation=turn, grayscale=True, draw_annots=False, may_draw_forms=False)
    return Drawing(bitmap.to_numpy().squeeze().astype(np.int16), left, top, scale)
