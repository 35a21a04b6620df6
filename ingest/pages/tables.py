"""Tables drawn with lines or filled cells on a PDF page."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pypdfium2.raw as raw

from ingest.pages.reading_order import Segment, lines
from ingest.pages.text_layer import Frame
from knowledge.markup import blocks

MAX_PATHS = 6000  # a page with more is a map or a drawing
_THIN = 2.5
_NEAR = 3.0
_RECTANGLE_POINTS = 6


class _Box(NamedTuple):
    x0: float
    top: float
    x1: float
    bottom: float


def with_tables(page: Any, frame: Frame, segments: Sequence[Segment]) -> list[Segment]:
    """The segments, those inside a drawn grid replaced by one segment that holds the table.

    A grid counts as a table when its edges part the text into at least two columns and two rows, most cells are
    filled and no edge runs through text.
    """
    rest = list(segments)
    for cluster in _clusters(_boxes(page, frame)):
        area = _around(cluster)
        inside = [s for s in rest if s.table is None and _holds(area, s)]
        found = _table(cluster, inside) if len(inside) >= 4 else None
        if found is not None:
            taken = {id(segment) for segment in inside}
            rest = [s for s in rest if id(s) not in taken]
            rest.append(found)
    return rest


def _boxes(page: Any, frame: Frame) -> list[_Box]:
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
            box = _Box(*frame.place(left.value, bottom.value, right.value, top.value))
            if (box.x1 - box.x0) * (box.bottom - box.top) < 0.5 * width * height:
                found.append(box)
    return found if len(found) <= MAX_PATHS else []


def _clusters(boxes: list[_Box]) -> list[list[_Box]]:
    """Boxes that touch, found by cutting at empty strips, downwards and across in turn."""
    parts = [boxes] if boxes else []
    for _ in range(2):
        parts = [piece for part in parts for piece in _cut(part, lambda b: (b.top, b.bottom))]
        parts = [piece for part in parts for piece in _cut(part, lambda b: (b.x0, b.x1))]
    return [part for part in parts if len(part) >= 4]


def _cut(boxes: list[_Box], span: Callable[[_Box], tuple[float, float]]) -> list[list[_Box]]:
    parts: list[list[_Box]] = []
    end = float("-inf")
    for box in sorted(boxes, key=span):
        low, high = span(box)
        if not parts or low > end + _NEAR:
            parts.append([])
        parts[-1].append(box)
        end = max(end, high)
    return parts


def _around(boxes: Sequence[_Box] | Sequence[Segment]) -> _Box:
    return _Box(
        min(b.x0 for b in boxes), min(b.top for b in boxes), max(b.x1 for b in boxes), max(b.bottom for b in boxes)
    )


def _holds(area: _Box, segment: Segment) -> bool:
    x, y = (segment.x0 + segment.x1) / 2, (segment.top + segment.bottom) / 2
    return area.x0 <= x <= area.x1 and area.top <= y <= area.bottom


def _table(cluster: list[_Box], inside: list[Segment]) -> Segment | None:
    columns = _edges([(b.x0, b.x1) for b in cluster], [(s.x0, s.x1) for s in inside])
    rows = _edges([(b.top, b.bottom) for b in cluster], [(_middle(s), _middle(s)) for s in inside])
    if len(columns) < 2 or len(rows) < 2:
        return None
    cells: dict[tuple[int, int], list[Segment]] = {}
    for segment in inside:
        at = (_index(rows, _middle(segment)), _index(columns, (segment.x0 + segment.x1) / 2))
        cells.setdefault(at, []).append(segment)
    across, down = sorted({c for _, c in cells}), sorted({r for r, _ in cells})
    full_rows = sum(sum((r, c) in cells for c in across) >= 2 for r in down)
    if full_rows < 2 or len(cells) < 0.7 * len(across) * len(down):
        return None
    grid = [[_cell_text(cells.get((r, c), [])) for c in across] for r in down]
    if max(blocks.count_words(cell) for row in grid for cell in row) > 150:
        return None
    area = _around(inside)
    return Segment("", *area, size=inside[0].size, table=blocks.table(grid))


def _middle(segment: Segment) -> float:
    return (segment.top + segment.bottom) / 2


def _edges(sides: list[tuple[float, float]], texts: list[tuple[float, float]]) -> list[float]:
    """Where the grid is cut along one axis: starts of cells, in order, those through text left out."""
    places: list[float] = []
    for low, high in sides:
        places += [(low + high) / 2] if high - low < _THIN else [low, high]
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > _NEAR:
            edges.append(place)
    tolerated = len(texts) // 20
    return [e for e in edges[:-1] if sum(low + _NEAR < e < high - _NEAR for low, high in texts) <= tolerated]


def _index(edges: list[float], place: float) -> int:
    return max(sum(edge <= place for edge in edges) - 1, 0)


def _cell_text(segments: list[Segment]) -> str:
    return " ".join(line.text.replace("•", "·") for line in lines(segments))
