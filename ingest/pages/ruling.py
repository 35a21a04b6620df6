"""The lines drawn for a table, and the cells that they part: a cell may take several rows or columns."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ingest.pages.reading_order import Segment, middle

NEAR = 3.0  # points within which two lines are one
_THIN = 2.5
_TIGHT = 0.5  # sizes of the text between the lines of one cell at most

Span = tuple[int, int]


class Box(NamedTuple):
    """A line, or a filled or framed rectangle, from the top left corner of the page."""

    x0: float
    top: float
    x1: float
    bottom: float


class Cell(NamedTuple):
    """Which rows and columns of the grid a cell takes, the last ones not counted."""

    top: int
    left: int
    bottom: int
    right: int

    def covers(self, row: int, column: int) -> bool:
        """Whether the cell takes a place of the grid."""
        return self.top <= row < self.bottom and self.left <= column < self.right


class Ruling:
    """Where the lines of a table stand. What is drawn for some rows parts the columns of these rows only."""

    def __init__(self, boxes: Sequence[Box]) -> None:
        self._boxes = boxes
        self._xs = _edges([side for box in boxes for side in _sides(box.x0, box.x1)])
        self._ys = _edges([side for box in boxes for side in _sides(box.top, box.bottom)])
        self._upright: list[list[bool]] = []  # [row][edge]: whether a line is drawn there
        self._level: list[list[bool]] = []  # [column][edge]
        self._spans: list[list[Span]] = []

    @property
    def columns(self) -> int:
        """How many columns all its upright lines make."""
        return max(len(self._xs) - 1, 0)

    @property
    def lefts(self) -> Sequence[float]:
        """How far from the left of the page each of them begins."""
        return self._xs

    @property
    def rows(self) -> int:
        """How many rows all its level lines make."""
        return max(len(self._ys) - 1, 0)

    def cells(self, texts: Sequence[Segment]) -> dict[Cell, list[Segment]]:
        """The cells that hold text, with it, from the top. Text that a line runs through between its words is cut."""
        self._mark_lines()
        texts = [part for text in texts for part in text.cut(self._uprights_at(text))]
        self._leave_out(texts)
        held: dict[tuple[int, Span], list[Segment]] = {}
        for text in texts:
            row, column = _index(self._ys, middle(text)), _index(self._xs, (text.x0 + text.x1) / 2)
            span = next(part for part in self._spans[row] if part[0] <= column < part[1])
            held.setdefault((row, span), []).append(text)
        deep: dict[Cell, list[tuple[int, list[Segment]]]] = {}
        for (row, span), inside in sorted(held.items(), key=lambda entry: entry[0]):
            deep.setdefault(self._deep(row, span), []).append((row, inside))
        return dict(sorted(part for cell, rows in deep.items() for part in _parted(cell, rows)))

    def share_drawn(self, cells: Iterable[Cell]) -> float:
        """Of how many cells below the first row the line above is drawn, as a share; boxes set loosely have none."""
        below = [cell for cell in cells if cell.top > 0]
        drawn = sum(
            2 * sum(self._level[column][cell.top] for column in range(cell.left, cell.right)) >= cell.right - cell.left
            for cell in below
        )
        return drawn / len(below) if below else 1.0

    def _mark_lines(self) -> None:
        self._upright = [[False] * len(self._xs) for _ in range(self.rows)]
        self._level = [[False] * len(self._ys) for _ in range(self.columns)]
        for box in self._boxes:
            _mark(self._upright, self._xs, self._ys, _sides(box.x0, box.x1), (box.top, box.bottom))
            _mark(self._level, self._ys, self._xs, _sides(box.top, box.bottom), (box.x0, box.x1))

    def _uprights_at(self, text: Segment) -> list[float]:
        row = self._upright[_index(self._ys, middle(text))]
        inside = range(bisect_right(self._xs, text.x0), bisect_left(self._xs, text.x1))
        return [self._xs[edge] for edge in inside if row[edge]]

    def _leave_out(self, texts: Sequence[Segment]) -> None:
        """Unmark the lines that run through text."""
        through: Counter[int] = Counter()
        for text in texts:
            row = self._upright[_index(self._ys, middle(text))]
            for edge in range(bisect_right(self._xs, text.x0 + NEAR), bisect_left(self._xs, text.x1 - NEAR)):
                through[edge] += row[edge]
                row[edge] = False
        # A line through one text in twenty is a slip of the layout; one through more parts no columns.
        for edge in (edge for edge, times in through.items() if times > len(texts) // 20):
            for row in self._upright:
                row[edge] = False
        self._spans = [self._parts(row) for row in self._upright]

    def _parts(self, drawn: Sequence[bool]) -> list[Span]:
        """The columns of a row that no line parts, from each first one to the one after the last."""
        cuts = [0, *(edge for edge in range(1, self.columns) if drawn[edge]), self.columns]
        return list(itertools.pairwise(cuts))

    def _deep(self, row: int, span: Span) -> Cell:
        """The cell that a span of columns is of, over all the rows that no line parts."""
        top, bottom = row, row + 1
        while top > 0 and span in self._spans[top - 1] and not self._is_parted(top, span):
            top -= 1
        while bottom < self.rows and span in self._spans[bottom] and not self._is_parted(bottom, span):
            bottom += 1
        return Cell(top, span[0], bottom, span[1])

    def _is_parted(self, edge: int, span: Span) -> bool:
        return any(self._level[column][edge] for column in range(*span))


def is_thin(box: Box) -> bool:
    """Whether a box is a line rather than an area."""
    return min(box.x1 - box.x0, box.bottom - box.top) < _THIN


def _sides(low: float, high: float) -> tuple[float, ...]:
    return ((low + high) / 2,) if high - low < _THIN else (low, high)


def _edges(places: Sequence[float]) -> list[float]:
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > NEAR:
            edges.append(place)
    return edges


def _mark(
    drawn: Sequence[list[bool]],
    edges: list[float],
    others: list[float],
    sides: Sequence[float],
    span: tuple[float, float],
) -> None:
    low, high = bisect_left(others, span[0] - NEAR), bisect_right(others, span[1] + NEAR) - 1
    for side in sides:
        edge = min(bisect_left(edges, side - NEAR), len(edges) - 1)
        for at in range(low, high):
            drawn[at][edge] = True


def _index(edges: list[float], place: float) -> int:
    return min(max(bisect_right(edges, place) - 1, 0), len(edges) - 2)


def _parted(cell: Cell, rows: Sequence[tuple[int, list[Segment]]]) -> Iterator[tuple[Cell, list[Segment]]]:
    """A cell as one, or cut where its texts stand apart as those of several rows: lines between them are left out."""
    tops = [cell.top]
    parts: list[list[Segment]] = [list(rows[0][1])]
    for row, inside in rows[1:]:
        gap = min(s.top for s in inside) - max(s.bottom for s in parts[-1])
        if gap > _TIGHT * inside[0].size:
            tops.append(row)
            parts.append([])
        parts[-1] += inside
    for top, bottom, part in zip(tops, [*tops[1:], cell.bottom], parts, strict=True):
        yield Cell(top, cell.left, bottom, cell.right), part
