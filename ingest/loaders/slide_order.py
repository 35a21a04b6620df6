"""In which order the shapes of a slide are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

_LEVEL = 0.3  # of their height by which shapes of one row begin lower at most
HEAD_WORDS = 8  # of what stands over a column at most


class Box(NamedTuple):
    """A shape in its place on a slide; lengths in EMU. ``texts`` are its paragraphs."""

    shape: Any
    top: int
    left: int
    height: int
    width: int
    texts: tuple[str, ...]

    @property
    def words(self) -> int:
        """How many it says."""
        return sum(len(text.split()) for text in self.texts)


def by_column(boxes: Sequence[Box]) -> list[Any]:
    """The shapes of a slide from above; lists side by side, each after what stands over it.

    Args:
        boxes: the shapes, sorted from above and from the left.
    """
    rows = list(_rows(boxes))
    ordered: list[Any] = []
    at = 0
    while at < len(rows):
        below = rows[at + 1] if at + 1 < len(rows) else []
        if pairs := _pairs(rows[at], below):
            ordered += [box.shape for pair in pairs for box in pair]
            at += 2
        else:
            ordered += [box.shape for box in rows[at]]
            at += 1
    return ordered


def _rows(boxes: Sequence[Box]) -> Iterator[list[Box]]:
    """Shapes with text that begin on one level; any other shape alone."""
    row: list[Box] = []
    for box in boxes:
        if row and not (box.texts and row[0].texts and box.top - row[0].top < _LEVEL * min(box.height, row[0].height)):
            yield row
            row = []
        row.append(box)
    if row:
        yield row


def _pairs(heads: Sequence[Box], lists: Sequence[Box]) -> list[tuple[Box, Box]]:
    """What stands over each of several lists, with it; empty where these are none."""
    if len(heads) < 2 or len(heads) != len(lists):
        return []
    short = all(len(head.texts) == 1 and head.words <= HEAD_WORDS for head in heads)
    if not short or not any(len(one.texts) > 1 or one.words > HEAD_WORDS for one in lists):
        return []
    pairs = list(zip(sorted(heads, key=_left), sorted(lists, key=_left), strict=True))
    return pairs if all(_stands_over(head, one) for head, one in pairs) else []


def _left(box: Box) -> int:
    return box.left


def _stands_over(head: Box, below: Box) -> bool:
    shared = min(head.left + head.width, below.left + below.width) - max(head.left, below.left)
    return shared > 0.5 * min(head.width, below.width)
