"""What every format is read into before headings and clauses are made of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.formats.limits import Limits, Meter
from knowledge import blocks

# What looks like a citation mark of ours: "[7]" in an answer, "[@tor, cl. 4]" in the starter corpus.
_MARK = re.compile(r"[\[［](\s*+(?:@[^\[\]［］]*+|\d[\d\s,;–-]*+))[\]］]")
OVERHEAD = 50  # characters: what a piece costs besides its text
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")


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


def clean(text: str) -> str:
    """Text in composed form without control, private and invisible characters, its ``[7]`` written ``{7}``.

    Invisible characters can hide instructions from a reader, and lone surrogates cannot be stored. A number in square
    brackets is a citation mark in answers: a document's own would be taken for one of ours.
    """
    composed = unicodedata.normalize("NFC", text)
    if not composed.replace("\n", "").replace("\t", "").isprintable():
        composed = "".join(c for c in composed if c in "\n\t" or unicodedata.category(c) not in _UNSEEN)
    return _MARK.sub(r"{\1}", composed)
