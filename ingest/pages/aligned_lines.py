"""Lines one below the other whose cells stand in columns."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from ingest.pages.reading_order import Segment

ALIGNED = 3.0  # points within which two sides are level
FAR = 2.5  # sizes of the text beyond which the next line is not of the same table
MAX_COLUMNS = 40


def joined(one: Segment, other: Segment, gap: str = " ") -> Segment:
    """Two texts of one line as one."""
    sure = [c for c in (one.confidence, other.confidence) if c is not None]
    return replace(
        one,
        text=f"{one.text}{gap}{other.text}",
        x0=min(one.x0, other.x0),
        top=min(one.top, other.top),
        x1=max(one.x1, other.x1),
        bottom=max(one.bottom, other.bottom),
        bold=one.bold and other.bold,
        confidence=min(sure) if sure else None,
    )


@dataclass(slots=True)
class _Column:
    x0: float
    x1: float


@dataclass(slots=True)
class Line:
    """The cells of one line, each with the number of its column."""

    cells: dict[int, Segment]
    top: float
    bottom: float
    wrapped: bool = False  # the rest of the first cell of the line above

    @property
    def size(self) -> float:
        return max(cell.size for cell in self.cells.values())


@dataclass(slots=True)
class Run:
    """Lines one below the other whose cells stand in columns."""

    columns: list[_Column] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def take(self, cells: Sequence[Segment], below: Sequence[Segment]) -> bool:
        """Take the next line when its cells fit, ``below`` being the one after; False when it is not of the run."""
        top, bottom = min(cell.top for cell in cells), max(cell.bottom for cell in cells)
        size = max(cell.size for cell in cells)
        if self.lines:
            last = self.lines[-1]
            if top - last.bottom > FAR * max(size, last.size) or not 0.75 < size / last.size < 1.35:
                return False
        placed = self._placed(cells)
        alone = len(cells) == 1 and not (placed == [0] and (_is_begun(cells[0], below) or self._heads(top, below)))
        if placed is None or (alone and not self._goes_on(cells[0], placed[0], top)):
            return False
        wrapped = len(cells) == 1 and placed == [0] and self._is_wrapped(cells[0])
        for cell, at in zip(cells, placed, strict=True):
            if at >= 0 and not self._spans(cell, at):
                column = self.columns[at]
                column.x0, column.x1 = min(column.x0, cell.x0), max(column.x1, cell.x1)
        # A new column moves those on its right.
        for cell, at in zip(cells, placed, strict=True):
            if at < 0:
                self._insert(cell)
        held: dict[int, Segment] = {}
        for cell in cells:
            at = self._column(cell)
            held[at] = joined(held[at], cell) if at in held else cell
        self.lines.append(Line(held, top, bottom, wrapped))
        return len(self.columns) <= MAX_COLUMNS

    def _placed(self, cells: Sequence[Segment]) -> list[int] | None:
        """The column of each cell, -1 for a new one; None when a cell stands in two."""
        placed: list[int] = []
        for place, cell in enumerate(cells):
            found = [n for n, c in enumerate(self.columns) if min(c.x1, cell.x1) - max(c.x0, cell.x0) > 1]
            if len(found) > 1:
                right = cells[place + 1].x0 if place + 1 < len(cells) else float("inf")
                begins = abs(cell.x0 - self.columns[found[0]].x0) < ALIGNED and (found[0] > 0 or len(cells) > 1)
                if not begins or self.columns[found[-1]].x1 > right:
                    return None
            placed.append(found[0] if found else -1)
        known = [at for at in placed if at >= 0]
        return placed if known == sorted(set(known)) else None

    def _goes_on(self, cell: Segment, at: int, top: float) -> bool:
        """Whether a text alone on its line is the rest of the cell above it, or names the rows that follow."""
        if at < 0 or not self.lines:
            return False
        gap = top - self.lines[-1].bottom
        column = self.columns[at]
        level = (cell.x0 - column.x0, cell.x1 - column.x1, (cell.x0 + cell.x1 - column.x0 - column.x1) / 2)
        if abs(level[0]) > 1.5 * cell.size and min(map(abs, level)) > ALIGNED:
            return False
        small = cell.text[:1].islower()
        # Lines set wide apart throughout go on no nearer than rows do, but in the middle of a sentence.
        near = gap < 0.8 * cell.size or (at > 0 and small and gap < self._usual_gap() + 0.2 * cell.size)
        return near and (at > 0 or small or self._is_wrapped(cell))

    def _usual_gap(self) -> float:
        gaps = [below.top - above.bottom for above, below in itertools.pairwise(self.lines)]
        return median(gaps) if gaps else 0.0

    def _heads(self, top: float, below: Sequence[Segment]) -> bool:
        """Whether a text alone on its line heads further rows, as the name of a district does."""
        if len(self.lines) < 2 or top - self.lines[-1].bottom > 0.8 * self.lines[-1].size:
            return False
        placed = self._placed(below)
        return placed is not None and -1 not in placed and len(placed) >= max(2, 0.75 * len(self.columns))

    def _is_wrapped(self, cell: Segment) -> bool:
        """Whether the first word of a cell had no room on the line above it."""
        above = self.lines[-1].cells.get(0)
        if above is None or len(self.columns) < 2:
            return False
        word = len(cell.text.split()[0]) / max(len(cell.text), 1) * (cell.x1 - cell.x0)
        return above.x1 + 0.3 * cell.size + word > self.columns[1].x0 - 0.5 * cell.size

    def _spans(self, cell: Segment, at: int) -> bool:
        return at + 1 < len(self.columns) and cell.x1 > self.columns[at + 1].x0

    def _insert(self, cell: Segment) -> None:
        at = sum(column.x0 < cell.x0 for column in self.columns)
        self.columns.insert(at, _Column(cell.x0, cell.x1))
        for line in self.lines:
            line.cells = {n + (n >= at): held for n, held in line.cells.items()}

    def _column(self, cell: Segment) -> int:
        return max(sum(column.x0 <= cell.x0 + 0.1 for column in self.columns) - 1, 0)


def _is_begun(cell: Segment, below: Sequence[Segment]) -> bool:
    """Whether a text alone on its line is the first line of a cell whose row stands beside it, set lower."""
    if not below:
        return False
    gap = min(other.top for other in below) - cell.bottom
    if gap < -0.2 * cell.size:
        return all(other.x0 > cell.x1 for other in below)
    first = min(below, key=lambda other: other.x0)
    return len(below) > 1 and gap < 0.3 * cell.size and first.x0 < cell.x1 and first.text[:1].islower()
