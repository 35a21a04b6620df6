"""What every format is read into before headings and clauses are made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


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
