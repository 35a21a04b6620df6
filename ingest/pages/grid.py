"""Rows and columns of a table as read from pages, and which of its rows name the columns."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from knowledge.markup import blocks

# "seen": set apart by its face or by what stands below it. "guessed": the first row of a table of words.
Header = Literal["seen", "guessed", "none"]
Row = tuple[str, ...]

_NUMBER = re.compile(r"[^\w()]{0,3}(?:(?:Rp|IDR|USD|US|SGD|RM)(?![A-Za-z])\.?)?[^\w()]{0,4}\d")
_BLANKS = frozenset(("-", "–", "—", "✓", "✔", "✗", "✘", "×", "n/a", "n.a.", "na", "nihil", "…", "..."))
_YEAR = re.compile(r"(?:19|20)\d\d")
_ORDINAL = re.compile(r"\(?(?:\d{1,4}|[a-z])[.)]?|\d{1,3}(?:\.\d{1,3}){1,4}\.?")
_COLUMN_NUMBER = re.compile(r"\(?(\d{1,2})\)?")
_ABBREVIATION = re.compile(r"[A-Z][A-Za-z]?[A-Z&/-]{1,8}[a-z]?")
_GLOSSARY = 5  # abbreviations at least
_SAME_LINE = 3.0  # points within which lines of two pages stand alike
MAX_VALUE_WORDS = 4
_MOST = 0.6


@dataclass(frozen=True, slots=True)
class Table:
    """A table as read; without a header all its rows are data.

    Where lines are drawn it is known how far from the left each column begins (``lefts``, in points), and which
    columns have cells that take several rows (``deep``).
    """

    rows: tuple[Row, ...]
    header: Header
    lefts: tuple[float, ...] = ()
    deep: frozenset[int] = frozenset()

    @property
    def text(self) -> str:
        """Its Markdown. What no row names stays unnamed: a data row is no header."""
        if self.header != "none":
            return blocks.table(self.rows).text
        return blocks.table([[""] * max(map(len, self.rows), default=0), *self.rows]).text


def table_of(rows: Sequence[Sequence[str]], bold: Sequence[bool] = ()) -> Table:
    """A table of cells; ``bold`` tells which rows are all in a bold face."""
    made = tuple(tuple(row) for row in rows)
    return Table(made, _header(made, bold or [False] * len(made)))


def continued(before: Table, table: Table) -> Table:
    """A table that stands at the top of the page after another one: with that one's header when it goes on with it,
    and with what stood in its cells that go on, which are empty on the new page.

    A column that is empty on both pages, as one for signatures is, is none where no header stands.
    """
    wide = _widened(before, table)
    named = _named(before, wide)
    return table if named is wide else _carried(before, named)


def _widened(before: Table, table: Table) -> Table:
    """The table with the columns of the page before that are empty on this one, where the lines of all others stand as
    they did there."""
    if not before.lefts or not table.lefts or len(table.lefts) >= len(before.lefts):
        return table
    places = [
        next((at for at, left in enumerate(before.lefts) if abs(left - own) < _SAME_LINE), -1) for own in table.lefts
    ]
    if -1 in places or places != sorted(set(places)):
        return table
    rows = tuple(
        tuple(row[places.index(at)] if at in places else "" for at in range(len(before.lefts))) for row in table.rows
    )
    header: Header = "none" if table.header == "guessed" else table.header
    return Table(rows, header, before.lefts, frozenset(places[at] for at in table.deep))


def _carried(before: Table, table: Table) -> Table:
    """The table with the groups of the page before told in its first rows: from the left, in columns of deep cells."""
    if not before.lefts or len(before.rows[-1]) != len(table.rows[0]):
        return table
    rows = [list(row) for row in table.rows]
    first = 0 if table.header == "none" else 1
    for column in range(len(before.rows[-1]) - 1):
        if column not in before.deep:
            break
        at = first
        while at < len(rows) and not rows[at][column] and rows[at][:column] == list(before.rows[-1][:column]):
            rows[at][column] = before.rows[-1][column]
            at += 1
    return replace(table, rows=tuple(map(tuple, rows)), deep=table.deep | before.deep)


def _named(before: Table, table: Table) -> Table:
    if not before.rows or not table.rows:
        return table
    if len(before.rows[0]) > len(table.rows[0]) and before.header != "none":
        used = [any(column[1:]) for column in zip(*before.rows, strict=True)]
        before = replace(before, rows=tuple(tuple(itertools.compress(row, used)) for row in before.rows))
    if len(before.rows[0]) != len(table.rows[0]):
        return table
    first, rows = table.rows[0], table.rows
    if before.header != "none" and _plain(first) == _plain(before.rows[0]):
        return replace(table, header=before.header)
    numbers = is_numbering(first)
    if table.header == "seen" and not numbers:
        return table
    if before.header == "none":
        return replace(table, header="none")
    return replace(table, rows=(before.rows[0], *(rows[1:] if numbers else rows)), header=before.header)


def is_value(cell: str) -> bool:
    """Whether a cell holds a number, an amount, a date or a mark for none, rather than words."""
    if cell.lower() in _BLANKS:
        return True
    return _NUMBER.match(cell) is not None and len(cell.split()) <= MAX_VALUE_WORDS


def is_numbering(row: Row) -> bool:
    """Whether a row numbers the columns: ``1 | 2 | 3`` or ``(1) | (2) | (3)``."""
    found = [_COLUMN_NUMBER.fullmatch(cell) for cell in row]
    return len(row) > 1 and [int(match[1]) for match in found if match] == list(range(1, len(row) + 1))


def _header(rows: Sequence[Row], bold: Sequence[bool]) -> Header:
    if not rows:
        return "none"
    first, rest = rows[0], rows[1:]
    if sum(map(bool, first)) < min(2, len(first)):
        return "none"
    if not rest or (bold[0] and sum(bold[1:]) < 0.5 * len(rest)):
        return "seen"
    below = [[cell for cell in column if cell] for column in zip(*rest, strict=False)]
    values = [bool(cells) and sum(map(is_value, cells)) >= _MOST * len(cells) for cells in below]
    if (
        _ORDINAL.fullmatch(first[0])
        or _is_glossary(rows)
        or any(
            is_value(cell) and holds and not _names_a_year(cell, cells)
            for cell, holds, cells in zip(first, values, below, strict=False)
        )
    ):
        return "none"
    named = any(holds and cell and not is_value(cell) for cell, holds in zip(first, values, strict=False))
    years = any(_YEAR.fullmatch(cell) for cell in first)
    if named or years:
        return "seen"
    return "guessed" if all(first) else "none"  # a row that lacks a cell is hardly the names of the columns


def _is_glossary(rows: Sequence[Row]) -> bool:
    """Whether rows are abbreviations with what they stand for, from the first on."""
    short = sum(_ABBREVIATION.fullmatch(row[0]) is not None for row in rows)
    wide = len(rows[0]) == 2 and len(rows) >= _GLOSSARY and _ABBREVIATION.fullmatch(rows[0][0]) is not None
    return wide and short >= 0.8 * len(rows) and len(rows[0][1].split()) > 1


def _names_a_year(cell: str, below: Sequence[str]) -> bool:
    return _YEAR.fullmatch(cell) is not None and not all(_YEAR.fullmatch(value) for value in below)


def _plain(row: Row) -> list[str]:
    return ["".join(cell.lower().split()) for cell in row]
