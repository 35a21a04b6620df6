"""Charts drawn as SVG without any script or style of their own; the table with the same numbers stands beside them.

There is no text in them, so that they can be stretched to any width; colours are those of ``staff.css``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

_CHART: Final = Markup(
    '<svg class="chart" viewBox="0 0 {:g} {:g}" preserveAspectRatio="none" role="img" aria-label="{}">{}</svg>'
)
_COLUMN: Final = Markup("<g><title>{}</title>{}</g>")
_BAR: Final = Markup('<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">{}</svg>')
_BOX: Final = Markup('<rect class="k-{}" x="{:.6g}" y="{:.6g}" width="{:.6g}" height="{:.6g}"/>')
_HEIGHT = 100.0
_STEP = 10.0  # from one column to the next
_GAP = 2.0


def columns(stacks: Sequence[Sequence[int]], kinds: Sequence[str], titles: Sequence[str], label: str) -> Markup:
    """A column for each stack of numbers, the first at the bottom.

    Args:
        stacks: the numbers of each column, one for each kind.
        kinds: names of the classes that colour them.
        titles: what a column tells who points at it.
        label: what the chart shows, for who cannot see it.
    """
    most = max((sum(stack) for stack in stacks), default=0) or 1
    drawn = []
    for number, (stack, title) in enumerate(zip(stacks, titles, strict=True)):
        bottom, boxes = _HEIGHT, []
        for value, kind in zip(stack, kinds, strict=True):
            if value:
                height = _HEIGHT * value / most
                bottom -= height
                boxes.append(_box(number * _STEP + _GAP / 2, bottom, _STEP - _GAP, height, kind))
        drawn.append(_COLUMN.format(title, Markup("").join(boxes)))
    return _CHART.format(max(len(stacks), 1) * _STEP, _HEIGHT, label, Markup("").join(drawn))


def bar(share: float, kind: str) -> Markup:
    """A bar as long as a share, from 0 to 1; the number stands beside it."""
    return _BAR.format(_box(0, 0, 100 * min(max(share, 0.0), 1.0), 10, kind))


def _box(x: float, y: float, width: float, height: float, kind: str) -> Markup:
    return _BOX.format(kind, x, y, width, height)
