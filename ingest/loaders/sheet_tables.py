"""The tables of a sheet: where each begins, which row heads it, and what stands above and below it as text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.limits import Limits
from ingest.structure.grids import Cell, is_number, is_year, told_in_rows
from ingest.structure.pieces import Piece, check_table, table

_NOTE = re.compile(r"(?:sumber|catatan|keterangan|ket\.|source|notes?|remarks?)\b|\*|¹", re.IGNORECASE)
_MOST_LABELS = 6  # rows such as "Tahun | 2025" above a header
_NOTE_WORDS = 6
_FULL = 0.6  # of the width of a table that its header fills


@dataclass(slots=True)
class Row:
    """One row of a sheet, all its columns in place; ``bold`` when all that it shows is."""

    cells: list[Cell]
    bold: bool = False

    @property
    def used(self) -> list[int]:
        """The places of the cells that show something."""
        return [at for at, cell in enumerate(self.cells) if cell.text]

    def texts(self) -> list[str]:
        """What it shows, a merged cell once."""
        seen: set[int] = set()
        found = []
        for cell in self.cells:
            if cell.text and cell.origin not in seen:
                found.append(cell.text)
            if cell.origin:
                seen.add(cell.origin)
        return found


@dataclass(slots=True)
class _Part:
    """Rows that no empty row parts, with the lines above them."""

    lines: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    after: list[str] = field(default_factory=list)


def sheet_pieces(rows: Sequence[Row], limits: Limits) -> Iterator[Piece]:
    """The tables of a sheet and the lines around them.

    Rows that an empty row parts from their header, or from the rows before, stay in their table; a row of labels and
    values above a header, a title and a note below are lines of text.
    """
    held: _Part | None = None
    for part in _parts(rows):
        if held is not None and held.rows and not held.after and not part.lines and _goes_on(held.rows, part.rows):
            again = part.rows[0].texts() == held.rows[0].texts()
            held.rows += part.rows[1:] if again else part.rows
            held.after = part.after
            continue
        if held is not None:
            yield from _told(held, limits)
        held = part
    if held is not None:
        yield from _told(held, limits)


def _parts(rows: Sequence[Row]) -> Iterator[_Part]:
    gathered: list[Row] = []
    for row in [*rows, Row([])]:
        if row.used:
            gathered.append(row)
        elif gathered:
            yield _part(gathered)
            gathered = []


def _part(rows: list[Row]) -> _Part:
    part = _Part()
    rows = list(rows)
    while rows and _is_title(rows):
        part.lines.append(" ".join(rows.pop(0).texts()))
    part.lines += _labels(rows)
    while len(rows) > 1 and _is_note(rows[-1], rows):
        part.after.insert(0, " ".join(rows.pop().texts()))
    part.rows = rows
    return part


def _width(rows: Sequence[Row]) -> int:
    return len({at for row in rows for at in row.used})


def _is_title(rows: Sequence[Row]) -> bool:
    """Whether the first row is one cell above a table, or by itself; a name over the second of two columns whose first
    has none is a header."""
    if len(rows[0].texts()) != 1:
        return False
    first = min(at for row in rows for at in row.used)
    return len(rows) == 1 or rows[0].used[0] == first or _width(rows) != 2 or len(rows[0].used) > 1


def _labels(rows: list[Row]) -> Iterator[str]:
    """Take rows of a label and its value off the top of a wider table."""
    width = _width(rows)
    head = next((at for at, row in enumerate(rows[:_MOST_LABELS]) if len(row.used) >= max(3, _FULL * width)), 0)
    if width < 4 or not head:
        return
    first = min(at for row in rows for at in row.used)
    above = rows[:head]
    alike = all(len(row.texts()) <= 2 and row.used[0] == first and not is_number(row.texts()[0]) for row in above)
    if alike and not _stands_over(above[-1], rows[head]):
        for row in above:
            yield ": ".join(text.rstrip(" :") for text in row.texts())
        del rows[:head]


def _stands_over(row: Row, below: Row) -> bool:
    """Whether a row is the upper part of a header: where it shows something, the row below is empty."""
    return any(at not in below.used for at in row.used)


def _is_note(row: Row, rows: Sequence[Row]) -> bool:
    texts = row.texts()
    if len(texts) != 1 or (_width(rows) < 3 and not _NOTE.match(texts[0])):
        return False
    return bool(_NOTE.match(texts[0])) or len(texts[0].split()) > _NOTE_WORDS


def _goes_on(above: Sequence[Row], rows: Sequence[Row]) -> bool:
    """Whether rows below an empty row belong to the table above it."""
    if not rows or len(rows[0].texts()) < 2:
        return False
    columns = {at for row in above for at in row.used}
    own = {at for row in rows for at in row.used}
    if not own <= set(range(min(columns), max(columns) + 1)) or len(columns) < 2:
        return False
    if rows[0].texts() == above[0].texts():
        return True
    if _heads(rows):
        return False
    if len(above) == 1:  # a header by itself, if it is one
        return not any(is_number(text) and not is_year(text) for text in above[0].texts())
    return any(is_number(text) for row in rows for text in row.texts()) or own == columns


def _heads(rows: Sequence[Row]) -> bool:
    """Whether the first row is the header of those below it: names, and below them figures or another face."""
    first, rest = rows[0], rows[1:]
    if not rest or any(is_number(text) and not is_year(text) for text in first.texts()):
        return False
    if first.bold and not any(row.bold for row in rest):
        return True
    years = any(is_year(text) for text in first.texts())
    figures = any(
        at < len(row.cells) and is_number(row.cells[at].text) and not (years and is_year(row.cells[at].text))
        for row in rest
        for at in first.used
    )
    return figures and (not all(is_year(text) for text in first.texts()))


def _told(part: _Part, limits: Limits) -> Iterator[Piece]:
    for line in part.lines:
        yield Piece("paragraph", line)
    if part.rows:
        used = sorted({at for row in part.rows for at in row.used})
        check_table(len(part.rows), len(used), limits)
        grid = [[row.cells[at] if at < len(row.cells) else Cell("") for at in used] for row in part.rows]
        lines, rows = told_in_rows(grid)
        yield from (Piece("paragraph", line) for line in lines)
        if rows:
            yield table(rows, limits)
    for line in part.after:
        yield Piece("paragraph", line)
