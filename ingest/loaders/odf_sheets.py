"""Tables of OpenDocument files: rows and cells that repeat, are merged, or hidden."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ingest.loaders.odf_text import OFFICE, TEXT
from ingest.loaders.sheet_tables import Row
from ingest.structure.grids import Cell

if TYPE_CHECKING:
    from ingest.loaders.odf_body import OdfBody

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_GROUPS = ("table-header-rows", "table-rows", "table-row-group")
_COLUMN_GROUPS = ("table-columns", "table-header-columns", "table-column-group")
_HIDDEN = ("collapse", "filter")
_MAX_COLUMNS = 200
_MOST_REPEATED = 1_000  # times that a row that holds something is told again
_VALUES = ("string-value", "date-value", "time-value", "boolean-value", "value")


def table_rows(table: Any) -> Iterator[Any]:
    """The rows of a table, also those in groups."""
    for child in table:
        if child.tag == f"{TABLE}table-row":
            yield child
        elif isinstance(child.tag, str) and child.tag.rpartition("}")[2] in _GROUPS:
            yield from table_rows(child)


def sheet_rows(table: Any, body: OdfBody, name: str) -> Iterator[Row]:
    """The rows of a sheet that are seen, an empty one where others are empty."""
    hidden = _hidden_columns(table)
    spans: dict[int, tuple[int, Cell]] = {}
    gap = False
    hidden_rows = 0
    for row in table_rows(table):
        cells = _cells(row, spans, body, name)
        if not any(cell.text for cell in cells):
            gap = True
            continue
        if row.get(f"{TABLE}visibility") in _HIDDEN:
            hidden_rows += 1
            continue
        if gap:
            yield Row([])
        gap = False
        shown = [cell for at, cell in enumerate(cells, 1) if not any(first <= at <= last for first, last in hidden)]
        for _ in range(min(_repeated(row, "rows"), _MOST_REPEATED)):
            body.meter.cells(len(shown))
            yield Row(shown)
    if hidden_rows:
        body.text.left_out.add("hidden_row", name, hidden_rows)
    if hidden:
        body.text.left_out.add(
            "hidden_column", name, sum(min(last, _MAX_COLUMNS) - first + 1 for first, last in hidden)
        )


def grid(table: Any, body: OdfBody) -> list[list[Cell]]:
    """The cells of a table of a text or a slide, row by row."""
    spans: dict[int, tuple[int, Cell]] = {}
    rows = []
    for row in table_rows(table):
        cells = _cells(row, spans, body, "")
        body.meter.cells(len(cells))
        rows.append(cells)
    return rows


def _repeated(element: Any, what: str) -> int:
    stated = element.get(f"{TABLE}number-{what}-repeated", "1")
    return int(stated[:7]) if stated.isdecimal() else 1


def _spanned(cell: Any, what: str) -> int:
    stated = cell.get(f"{TABLE}number-{what}-spanned", "1")
    return max(int(stated[:7]), 1) if stated.isdecimal() else 1


def _hidden_columns(table: Any) -> list[tuple[int, int]]:
    at, found = 1, []
    for column in _columns(table):
        count = _repeated(column, "columns")
        if column.get(f"{TABLE}visibility") in _HIDDEN and at <= _MAX_COLUMNS:
            found.append((at, at + count - 1))
        at += count
    return found


def _columns(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == f"{TABLE}table-column":
            yield child
        elif isinstance(child.tag, str) and child.tag.rpartition("}")[2] in _COLUMN_GROUPS:
            yield from _columns(child)


def _cells(row: Any, spans: dict[int, tuple[int, Cell]], body: OdfBody, sheet: str) -> list[Cell]:
    """The cells of a row, those merged with others told again; ``spans`` are the merged cells that reach further
    down, by column."""
    cells: list[Cell] = []
    beside: tuple[int, Cell] | None = None  # how many columns the merged cell on the left still spans
    for element in row:
        kind = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if kind not in ("table-cell", "covered-table-cell"):
            continue
        made = body.cell(element, sheet) if kind == "table-cell" else ""
        if not made and kind == "table-cell":
            _tell_of_formula(element, body, sheet)
        for _ in range(min(_repeated(element, "columns"), _MAX_COLUMNS - len(cells))):
            at = len(cells)
            if kind == "covered-table-cell":
                cell, beside = _covered(at, spans, beside, body)
            else:
                wide, high = _spanned(element, "columns"), _spanned(element, "rows")
                cell = Cell(body.meter.text(made), body.origin() if wide > 1 or high > 1 else 0)
                beside = (wide - 1, cell) if wide > 1 else None
                if high > 1:
                    for column in range(at, min(at + wide, _MAX_COLUMNS)):
                        spans[column] = high, cell
            cells.append(cell)
    for column, (left, cell) in list(spans.items()):
        if left <= 1:
            del spans[column]
        else:
            spans[column] = left - 1, cell
    while cells and not cells[-1].text:
        cells.pop()
    return cells


def _covered(
    at: int, spans: dict[int, tuple[int, Cell]], beside: tuple[int, Cell] | None, body: OdfBody
) -> tuple[Cell, tuple[int, Cell] | None]:
    if beside is not None:
        left, cell = beside
        return cell._replace(text=body.meter.text(cell.text)), (left - 1, cell) if left > 1 else None
    if at in spans:
        cell = spans[at][1]
        return cell._replace(text=body.meter.text(cell.text)), None
    return Cell(""), None


def _tell_of_formula(cell: Any, body: OdfBody, sheet: str) -> None:
    valued = any(cell.get(f"{OFFICE}{name}") for name in _VALUES) or next(cell.iter(f"{TEXT}p"), None) is not None
    if cell.get(f"{TABLE}formula") and not valued:
        body.text.left_out.add("formula", sheet)
