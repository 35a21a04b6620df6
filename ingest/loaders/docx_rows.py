"""Rows and cells of a table in a Word document, as its markup states them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

MOST_DEPTH = 30
PASSED = ("customXml", "ins", "moveTo", "smartTag", "sdtContent")  # what holds is read as if it stood there itself


def rows_of(element: Any, depth: int = 0) -> Iterator[Any]:
    """The rows of a table, also those in content controls, without those that were deleted or are hidden."""
    for child in element if depth < MOST_DEPTH else ():
        if not isinstance(child.tag, str):
            continue
        if child.tag == qn("w:tr"):
            properties = child.find(qn("w:trPr"))
            gone = properties is not None and any(
                properties.find(qn(name)) is not None for name in ("w:del", "w:hidden")
            )
            if not gone:
                yield child
        elif child.tag in (qn("w:sdt"), *(qn(f"w:{name}") for name in PASSED)):
            yield from rows_of(child, depth + 1)


def cells_of(row: Any, depth: int = 0) -> list[Any]:
    """The cells of a row, without those that were deleted."""
    cells: list[Any] = []
    for child in row if depth < MOST_DEPTH else ():
        if not isinstance(child.tag, str):
            continue
        if child.tag == qn("w:tc"):
            if child.find(f"{qn('w:tcPr')}/{qn('w:cellDel')}") is None:
                cells.append(child)
        elif child.tag in (qn("w:sdt"), *(qn(f"w:{name}") for name in PASSED)):
            cells += cells_of(child, depth + 1)
    return cells


def span_of(cell: Any) -> int:
    """How many columns a cell spans."""
    stated = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    value = stated.get(qn("w:val"), "1") if stated is not None else "1"
    return max(int(value[:7]), 1) if value.isdecimal() else 1


def skipped(row: Any, name: str) -> int:
    """How many columns a row leaves out at its beginning or its end."""
    stated = row.find(f"{qn('w:trPr')}/{qn(name)}")
    value = stated.get(qn("w:val"), "0") if stated is not None else "0"
    return int(value[:7]) if value.isdecimal() else 0


def merge_of(cell: Any, name: str) -> str:
    """Whether a cell begins a merged one or continues it; empty for one that stands for itself."""
    found = cell.find(f"{qn('w:tcPr')}/{qn(name)}")
    return str(found.get(qn("w:val"), "continue")) if found is not None else ""


def is_coloured(cell: Any) -> bool:
    """Whether the paper of a cell is coloured."""
    found = cell.find(f"{qn('w:tcPr')}/{qn('w:shd')}")
    return found is not None and str(found.get(qn("w:fill"), "auto")).upper() not in ("AUTO", "FFFFFF", "")
