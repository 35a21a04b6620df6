"""Tables as people draw them, with merged cells and headers of several rows, made into rows that each tell all."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

_NUMBER = re.compile(r"[(+-]?(?:Rp\.?|IDR|USD|US\$|S\$|RM|\$|€|£)?\s?[(+-]?\d[\d.,\s/:-]*+(?:%|‰)?\)?", re.IGNORECASE)
_BETWEEN = " – "
_MOST_HEADER_ROWS = 4
_YEAR = re.compile(r"(?:19|20)\d\d")


class Cell(NamedTuple):
    """What a cell shows. Cells of one merged cell have the same ``origin``; 0 is a cell of its own."""

    text: str
    origin: int = 0


Grid = Sequence[Sequence[Cell]]


def is_number(text: str) -> bool:
    """Whether a cell is a figure (also with a currency or a percent sign), a date or a time."""
    return _NUMBER.fullmatch(text.strip()) is not None


def is_year(text: str) -> bool:
    """Whether a cell is a year, which may head a column."""
    return _YEAR.fullmatch(text.strip()) is not None


def told_in_rows(grid: Grid) -> tuple[list[str], list[list[str]]]:
    """The lines above a table, and its rows, the first of which is the header.

    A cell merged over several rows or columns is told in each of them; one over the whole width only once: above the
    table it is a line, within it a row that heads a group. A header of several rows becomes one, its parts joined by a
    dash. Labels written once at the beginning of a group are told in each row of it.
    """
    rows = [list(row) for row in _even(grid) if any(cell.text for cell in row)]
    lines: list[str] = []
    while len(rows) > 1 and _is_across(rows[0]):
        lines.append(next(cell.text for cell in rows.pop(0) if cell.text))
    if not rows:
        return lines, []
    height = _header_rows(rows)
    header = [_BETWEEN.join(dict.fromkeys(filter(None, parts))) for parts in _columns(_spread(rows[:height]))]
    body = [_across_once(row) for row in rows[height:]]
    return lines, [header, *with_groups_filled(body)]


def told_by_colour(rows: Sequence[AbstractSet[int]]) -> int:
    """How many cells say something by their colour alone, as the months of a plan do.

    Args:
        rows: of each row that says something, the columns of its empty cells with coloured paper.

    Rows that are coloured in the same places, or all across, are coloured for the eye.
    """
    held = [row for row in rows if row]
    columns = frozenset[int]().union(*held)
    if len({frozenset(row) for row in held}) < 2 or len(columns) < 2:
        return 0
    return sum(len(row) for row in held if len(row) < len(columns))


def with_groups_filled(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """Labels that stand once above the empty cells of their group told in each of its rows.

    Only in the first columns, where there are several labels, each once, and at least as many empty cells, and where
    something stands beside the empty ones: an empty cell elsewhere is one that nobody filled in.
    """
    filled = [list(row) for row in rows]
    width = max((len(row) for row in filled), default=0)
    empty = [{at for at, row in enumerate(filled) if not _at(row, column)} for column in range(min(2, width - 1))]
    names = [column for column, places in enumerate(empty) if _is_grouped(filled, column, places)]
    # A number beside a name, as in the columns "No" and "Kecamatan", belongs to the group.
    if names == [1] and empty[0] == empty[1]:
        names = [0, 1]
    elif names and names[0] != 0:
        names = []
    for column in names:
        for at in sorted(empty[column]):
            filled[at][column] = filled[at - 1][column]
    return filled


def _is_grouped(rows: Sequence[Sequence[str]], column: int, empty: set[int]) -> bool:
    labels = [_at(row, column) for at, row in enumerate(rows) if at not in empty]
    once = len(set(labels)) == len(labels) and not all(map(is_number, labels))
    beside = all(any(_at(rows[at], other) for other in range(column + 1, len(rows[at]))) for at in empty)
    return 0 not in empty and once and len(empty) >= max(len(labels), 2) > 1 and len(labels) > 1 and beside


def _at(row: Sequence[str], column: int) -> str:
    return row[column] if column < len(row) else ""


def _even(grid: Grid) -> list[list[Cell]]:
    """All rows as long as the longest, without columns that are empty throughout."""
    width = max((len(row) for row in grid), default=0)
    even = [[*row, *[Cell("")] * (width - len(row))] for row in grid]
    used = [at for at in range(width) if any(row[at].text for row in even)]
    return [[row[at] for at in used] for row in even] if len(used) < width else even


def _is_across(row: Sequence[Cell]) -> bool:
    """Whether a row is one merged cell over the whole width."""
    return len(row) > 1 and bool(row[0].origin) and all(cell.origin == row[0].origin for cell in row)


def _across_once(row: Sequence[Cell]) -> list[str]:
    return [row[0].text, *[""] * (len(row) - 1)] if _is_across(row) else [cell.text for cell in row]


def _columns(rows: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    return list(zip(*rows, strict=True))


def _header_rows(rows: Sequence[Sequence[Cell]]) -> int:
    height = 1
    while height < min(_MOST_HEADER_ROWS, len(rows) - 1):
        if not (_is_parted(rows[height - 1], rows[height]) or (height == 1 and _is_parted_unmerged(rows))):
            break
        height += 1
    return height


def _is_parted(above: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Whether a merged cell of the header stands over several names of columns."""
    wide = [
        at
        for at, cell in enumerate(above)
        if cell.text and cell.origin and sum(other.origin == cell.origin for other in above) > 1
    ]
    if _is_across(above) or not wide or len({above[at].origin for at in wide} & {cell.origin for cell in below}):
        return False
    own = [cell.text for at, cell in enumerate(below) if not cell.origin or cell.origin != above[at].origin]
    named = [below[at].text for at in wide]
    return all(named) and len(set(named)) > 1 and not any(is_number(text) and not is_year(text) for text in own)


def _is_parted_unmerged(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the first two rows are a header whose cells nobody merged: a name, empty cells to its right, and below
    it the names of its parts; figures follow."""
    above, below, first = ([cell.text for cell in row] for row in rows[:3])
    parted = [at for at, text in enumerate(above) if not text]
    single = [at for at, text in enumerate(below) if not text]
    if not parted or not single or 0 in parted or any(not above[at] for at in single):
        return False
    if any(is_number(text) and not is_year(text) for text in below if text):
        return False
    own = [at for at, text in enumerate(below) if text]
    return all(below[at] and below[at - 1] for at in parted) and any(is_number(first[at]) for at in own)


def _spread(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """The rows of a header, a name told over each of its parts."""
    spread = [[cell.text for cell in row] for row in rows]
    for row, below in itertools.pairwise(spread):
        for at in range(1, len(row)):
            if not row[at] and below[at] and below[at - 1]:
                row[at] = row[at - 1]
    return spread
