"""How much of what a page shows is read: its ink, told by edges, and what of it lies under text that was read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.pages.drawing import Drawing, Pixels
from ingest.pages.page_objects import Rectangle

_EDGE = 45  # of 255, from one pixel to the next: where ink begins
_RULE = 30  # pixels: no stroke of a letter is as long; the lines of a table are
_FEW = 60  # edges: specks

Mask = NDArray[np.bool_]


def edges(pixels: Pixels) -> Mask:
    """Where ink begins or ends from one pixel to the next of its row; a column less than there are pixels."""
    found: Mask = np.abs(np.diff(pixels, axis=1)) > _EDGE
    return found


def covered(view: Drawing, areas: Iterable[Sequence[float]], around: int = 2) -> Mask:
    """Which pixels lie in these areas of the page, and a few around them."""
    mask = np.zeros(view.pixels.shape, dtype=bool)
    over = view._replace(pixels=mask)
    for area in areas:
        over.part(area, around=around)[:] = True
    return mask


def unread_share(view: Drawing, read: Iterable[Rectangle]) -> float:
    """The share (0..1) of the ink of a page that lies under none of the areas that were read. Lines of tables and
    frames are not counted.

    Args:
        view: the page as it is drawn, about a pixel for a point.
        read: left, bottom, right and top of what was read, in points of the page.
    """
    if min(view.pixels.shape) < 2:
        return 0.0
    ink = _without_rules(edges(view.pixels))
    every = int(ink.sum())
    return int((ink & ~covered(view, read)[:, 1:]).sum()) / every if every >= _FEW else 0.0


def _without_rules(ink: Mask) -> Mask:
    """Without what goes straight down for long."""
    height = ink.shape[0]
    if height <= _RULE:
        return ink
    down = np.zeros((height + 1, ink.shape[1]), dtype=np.int32)
    np.cumsum(ink, axis=0, out=down[1:])
    begins = down[_RULE:] - down[:-_RULE] == _RULE
    if not begins.any():
        return ink
    rule = np.zeros_like(ink)
    rows, columns = np.nonzero(begins)
    for offset in range(_RULE):
        rule[rows + offset, columns] = True
    return ink & ~rule
