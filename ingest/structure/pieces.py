"""What every format is read into before headings and clauses are made of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from knowledge.markup import blocks


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading, paragraph, list item or table in reading order.

    ``level`` of a heading counts from 1 (the highest). Text of an item has no bullet; numbers and letters stay in the
    text of every kind, because clauses are recognised by them. ``text`` of a table is its Markdown.
    """

    kind: Literal["heading", "paragraph", "item", "table"]
    text: str
    level: int = 0
    page: int | None = None
    confidence: float | None = None


def table_piece(rows: list[list[str]]) -> Iterator[Piece]:
    """A table of cells; one with a single column is read as paragraphs, as pages laid out by tables are."""
    rows = [row for row in rows if any(row)]
    if max((len(row) for row in rows), default=0) < 2:
        yield from (Piece("paragraph", row[0]) for row in rows)
    else:
        yield Piece("table", blocks.table(rows).text)
