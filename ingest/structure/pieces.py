"""What every format is read into before headings and clauses are made of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.limits import Limits, Meter
from knowledge.markup import blocks

OVERHEAD = 50  # characters: what a piece costs besides its text


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading, paragraph, list item or table in reading order.

    ``level`` of a heading counts from 1 (the highest). Text of an item has no bullet; numbers and letters stay in the
    text of every kind, because clauses are recognised by them. ``text`` of a table is its Markdown. ``indent`` tells in
    points how far from the left a line begins, where pages tell it.
    """

    kind: Literal["heading", "paragraph", "item", "table"]
    text: str
    level: int = 0
    page: int | None = None
    confidence: float | None = None
    indent: float | None = None


def gathered(pieces: Iterable[Piece], limits: Limits) -> list[Piece]:
    """The pieces of a file as a list; every loader makes its list by this.

    Raises:
        DocumentError: they hold more characters than the limit.
    """
    meter = Meter(limits)
    kept = []
    for piece in pieces:
        meter.text(piece.text, OVERHEAD)
        kept.append(piece)
    return kept


def table(rows: Sequence[Sequence[str]], limits: Limits) -> Piece:
    """A table of cells, in which short rows are filled up.

    Raises:
        DocumentError: it has more cells or columns than the limit.
    """
    check_table(len(rows), max((len(row) for row in rows), default=0), limits)
    return Piece("table", blocks.table(rows).text)


def check_table(rows: int, columns: int, limits: Limits) -> None:
    """See that a table keeps the limits when all its rows are as long as the longest.

    Raises:
        DocumentError: it has more cells or columns than the limit.
    """
    meter = Meter(limits)
    for _ in range(rows):
        meter.cells(columns)


def table_piece(rows: list[list[str]], limits: Limits) -> Iterator[Piece]:
    """A table of cells; one with a single column is read as paragraphs, as pages laid out by tables are."""
    rows = [row for row in rows if any(row)]
    if max((len(row) for row in rows), default=0) < 2:
        yield from (Piece("paragraph", row[0]) for row in rows)
    else:
        yield table(rows, limits)
