"""Tables drawn with lines or filled cells on a PDF page."""

from __future__ import annotations

import ctypes
import itertools
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pypdfium2.raw as raw

from ingest.pages.broken_words import rejoined
from ingest.pages.grid import Table, is_value, table_of
from ingest.pages.reading_order import Segment, lines, middle
from ingest.pages.ruling import NEAR, Box, Cell, Ruling, is_thin
from ingest.pages.text_layer import Frame
from ingest.structure.markers import MARKER
from knowledge.markup import blocks

MAX_PATHS = 6000  # a page with more is a map or a drawing
MAX_COLUMNS = 100
MAX_ROWS = 1_000
MAX_CELL_WORDS = 150
MAX_HEADER_ROWS = 3
_RECTANGLE_POINTS = 6
_FORM_COLUMNS = 3
_FORM_WORDS = 12  # across the head of a form
_FILLED = 0.5  # of its cells at least
_DRAWN = 0.6  # of the lines above its cells at least
_WIDE = 0.3  # of its cells run over several columns at most


def with_tables(page: Any, frame: Frame, segments: Sequence[Segment]) -> list[Segment]:
    """The segments, those inside a drawn grid replaced by one segment that holds the table.

    A grid counts as a table when its lines part the text into at least two columns and two rows and most cells are
    filled. A cell of several rows or columns is told in each of them; one that runs across all columns is told once,
    and above the first row it is a caption, which stays text.
    """
    rest = list(segments)
    for cluster in _clusters(_without_underlines(_boxes(page, frame), segments)):
        area = _around(cluster)
        inside = [s for s in rest if s.table is None and _holds(area, s)]
        made = _table(cluster, inside) if len(inside) >= 4 else None
        if made is not None:
            found, top = made
            # What stands above the first row, such as a caption in the frame, stays text.
            rest = [s for s in rest if not (s.table is None and _holds(area, s) and middle(s) > top)]
            rest.append(found)
    return rest


def _boxes(page: Any, frame: Frame) -> list[Box]:
    count = raw.FPDFPage_CountObjects(page)
    if count > MAX_PATHS * 4:
        return []
    width, height = frame.size()
    values = [ctypes.c_float() for _ in range(4)]
    left, bottom, right, top = values
    pointers = [ctypes.byref(value) for value in values]
    found = []
    for index in range(count):
        item = raw.FPDFPage_GetObject(page, index)
        if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_PATH:
            continue
        if raw.FPDFPath_CountSegments(item) > _RECTANGLE_POINTS:
            continue
        if raw.FPDFPageObj_GetBounds(item, *pointers):
            box = Box(*frame.place(left.value, bottom.value, right.value, top.value))
            if (box.x1 - box.x0) * (box.bottom - box.top) < 0.5 * width * height:
                found.append(box)
    return found if len(found) <= MAX_PATHS else []


def _without_underlines(boxes: list[Box], segments: Sequence[Segment]) -> list[Box]:
    """The boxes that are no line under words, as below the address of a link."""
    beginning: dict[int, list[Segment]] = {}
    for segment in segments:
        for place in (-1, 0, 1):
            beginning.setdefault(round(segment.x0) + place, []).append(segment)
    return [box for box in boxes if not any(_underlines(box, s) for s in beginning.get(round(box.x0), ()))]


def _underlines(box: Box, segment: Segment) -> bool:
    level = box.bottom - box.top < NEAR and abs(box.x1 - segment.x1) < NEAR
    return level and abs((box.top + box.bottom) / 2 - segment.bottom) < 0.35 * segment.size


def _clusters(boxes: list[Box]) -> list[list[Box]]:
    """Boxes that touch, found by cutting at empty strips, downwards and across in turn."""
    parts = [boxes] if boxes else []
    for _ in range(2):
        parts = [piece for part in parts for piece in _cut(part, lambda b: (b.top, b.bottom))]
        parts = [piece for part in parts for piece in _cut(part, lambda b: (b.x0, b.x1))]
    return [part for part in parts if len(part) >= 4]


def _cut(boxes: list[Box], span: Callable[[Box], tuple[float, float]]) -> list[list[Box]]:
    parts: list[list[Box]] = []
    end = float("-inf")
    for box in sorted(boxes, key=span):
        low, high = span(box)
        if not parts or low > end + NEAR:
            parts.append([])
        parts[-1].append(box)
        end = max(end, high)
    return parts


def _around(boxes: Sequence[Box] | Sequence[Segment]) -> Box:
    return Box(
        min(b.x0 for b in boxes), min(b.top for b in boxes), max(b.x1 for b in boxes), max(b.bottom for b in boxes)
    )


def _holds(area: Box, segment: Segment) -> bool:
    x, y = (segment.x0 + segment.x1) / 2, (segment.top + segment.bottom) / 2
    return area.x0 <= x <= area.x1 and area.top <= y <= area.bottom


def _table(cluster: list[Box], inside: list[Segment]) -> tuple[Segment, float] | None:
    """The table, and how far down the page it begins; None when the grid is none of a table.

    Where lines alone part as many columns as they do with what is filled, they alone part the rows: the paper of a cell
    may be filled line by line.
    """
    drawn = [box for box in cluster if is_thin(box)]
    whole = _body(cluster, inside)
    ruled = _body(drawn, inside) if len(drawn) < len(cluster) else None
    body = ruled if ruled and (whole is None or ruled.width >= whole.width) else whole
    if body is None:
        return None
    held = body.segments
    found = Segment("", *_around(held), size=held[0].size, table=body.table())
    return found, found.top


def _body(boxes: list[Box], inside: list[Segment]) -> _Body | None:
    """The cells between these lines, if they are those of a table."""
    if len(boxes) < 4:
        return None
    ruling = Ruling(boxes)
    if min(ruling.columns, ruling.rows) < 2 or ruling.columns > MAX_COLUMNS or ruling.rows > MAX_ROWS:
        return None
    cells = _without_form(_without_captions(ruling.cells(inside), ruling.columns), ruling.columns)
    body = _Body(cells, ruling)
    if not body.is_table() or ruling.share_drawn(cells) < _DRAWN or any(map(_holds_columns, cells.values())):
        return None
    return body


def _without_captions(cells: Mapping[Cell, list[Segment]], columns: int) -> dict[Cell, list[Segment]]:
    """The cells below the rows at the top that run across all columns, as a title does."""
    left = dict(cells)
    for cell in cells:
        if cell.right - cell.left < columns:
            break
        del left[cell]
    return left


def _without_form(cells: Mapping[Cell, list[Segment]], columns: int) -> dict[Cell, list[Segment]]:
    """The cells from the first row of columns on, where what stands above it in the same frame runs across: the head
    of a form, such as minutes with their list of who was there, is text."""
    tops = sorted({cell.top for cell in cells})
    first = next((top for top in tops if sum(c.top <= top < c.bottom for c in cells) >= _FORM_COLUMNS), 0)
    above = [cell for cell in cells if cell.top < first]
    across = [cell for cell in above if cell.right - cell.left >= columns]
    words = sum(blocks.count_words(_cell_text(cells[cell])) for cell in across)
    if len(across) < 2 or words < _FORM_WORDS or any(cell.bottom > first for cell in above):
        return dict(cells)
    return {cell: held for cell, held in cells.items() if cell.top >= first}


class _Body:
    """The cells of a grid in the rows and columns that say something of their own."""

    def __init__(self, cells: Mapping[Cell, list[Segment]], ruling: Ruling) -> None:
        self._texts = {cell: _cell_text(segments) for cell, segments in cells.items()}
        self._cells = cells
        self._lefts = ruling.lefts
        rows = [{cell for cell in cells if cell.top <= row < cell.bottom} for row in range(ruling.rows)]
        columns = [{cell for cell in cells if cell.left <= at < cell.right} for at in range(ruling.columns)]
        self._down, self._across = _kept(rows), _kept(columns)
        self._whole = {cell for cell in cells if len(self._columns(cell)) == len(self._across)}
        self._grid = [
            [next((cell for cell in rows[row] & columns[at]), None) for at in self._across] for row in self._down
        ]

    @property
    def width(self) -> int:
        """How many columns say something."""
        return len(self._across)

    @property
    def segments(self) -> list[Segment]:
        """All that stands in its cells."""
        return [segment for segments in self._cells.values() for segment in segments]

    def is_table(self) -> bool:
        """Whether the cells are those of a table rather than boxes around texts."""
        if len(self._down) < 2 or len(self._across) < 2:
            return False
        if max(map(blocks.count_words, self._texts.values())) > MAX_CELL_WORDS:
            return False
        parted = [row for row in self._grid if row[0] is None or row[0] not in self._whole]
        single = {cell for cell in self._texts if len(self._columns(cell)) == 1}
        wide = len(self._texts) - len(single) - len(self._whole)
        full = sum(len({cell for cell in row if cell}) >= 2 for row in parted)
        filled = sum(cell is not None for row in parted for cell in row)
        return (
            full >= 2
            and filled >= _FILLED * len(parted) * len(self._across)
            and wide <= _WIDE * len(self._texts)
            and len(single) >= _FILLED * len(parted)
        )

    def table(self) -> Table:
        """The rows, each with all its cells."""
        if (cut := self._cut_by_lines()) is not None:
            return table_of(*cut)
        rows = [[self._told(cell, at) for at, cell in enumerate(row)] for row in self._grid]
        bold = [all(s.bold for cell in row if cell for s in self._cells[cell]) for row in self._grid]
        height = self._header_rows()
        names = [" – ".join(dict.fromkeys(filter(None, column))) for column in zip(*rows[:height], strict=True)]
        table = table_of([names, *rows[height:]], [all(bold[:height]), *bold[height:]])
        deep = {at for at, column in enumerate(zip(*self._grid[height:], strict=True)) if _is_deep(column)}
        return replace(table, lefts=tuple(self._lefts[at] for at in self._across), deep=frozenset(deep))

    def _columns(self, cell: Cell) -> list[int]:
        return [at for at in self._across if cell.left <= at < cell.right]

    def _told(self, cell: Cell | None, place: int) -> str:
        if cell is None or (cell in self._whole and place > 0):
            return ""
        return self._texts[cell]

    def _header_rows(self) -> int:
        """How many rows name the columns: several where one name stands over others, beside names as deep as both."""
        first = {cell for cell in self._grid[0] if cell and cell not in self._whole}
        depths = [sum(cell.top <= row < cell.bottom for row in self._down) for cell in first]
        over = any(len(self._columns(cell)) > 1 for cell in first)
        height = max(depths, default=1)
        return height if over and 1 < height <= min(MAX_HEADER_ROWS, len(self._down) - 1) else 1

    def _cut_by_lines(self) -> tuple[list[list[str]], list[bool]] | None:
        """The rows of a table whose columns alone are ruled: cut where the lines of its cells stand side by side."""
        rows: list[list[Segment]] = []
        for row in self._grid:
            columns = [list(lines(self._cells[cell])) if cell else [] for cell in row]
            if _stand_level(columns):
                rows += map(list, zip(*columns, strict=True))
            elif all(len(column) == 1 for column in columns):
                rows.append([column[0] for column in columns])
            else:
                return None
        if len(rows) == len(self._grid):
            return None
        return [[line.text for line in row] for row in rows], [all(line.bold for line in row) for row in rows]


def _is_deep(column: Sequence[Cell | None]) -> bool:
    """Whether a cell of a column takes several rows."""
    return any(one is not None and one == other for one, other in itertools.pairwise(column))


def _kept(held: Sequence[set[Cell]]) -> list[int]:
    """Rows or columns that hold a cell with text which no fuller one holds too."""
    kept: list[int] = []
    for at, cells in enumerate(held):
        if cells and not any(cells < other or (cells == other and n < at) for n, other in enumerate(held)):
            kept.append(at)
    return kept


def _stand_level(columns: Sequence[Sequence[Segment]]) -> bool:
    """Whether cells of three lines or more stand line beside line, numbers among them."""
    if len(set(map(len, columns))) != 1 or len(columns[0]) < 3:
        return False
    level = all(
        abs(middle(line) - middle(row[0])) < 0.4 * line.size for row in zip(*columns, strict=True) for line in row
    )
    return level and any(all(is_value(line.text) for line in column) for column in columns)


def _holds_columns(segments: Sequence[Segment]) -> bool:
    """Whether a cell holds columns of its own, as a page in a frame does; the numbers of its points are none."""
    return sum("\t" in MARKER.sub("", line.text, count=1) for line in lines(segments)) >= 4


def _cell_text(segments: Sequence[Segment]) -> str:
    text = "\n".join(line.text.replace("•", "·").replace("\t", " ") for line in lines(segments))
    return rejoined(text, Counter())
