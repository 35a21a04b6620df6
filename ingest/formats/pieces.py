"""What every format is read into before headings and clauses are made of it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

# What looks like a citation mark of ours: "[7]" in an answer, "[@tor, cl. 4]" in the starter corpus.
_MARK = re.compile(r"[\[［](\s*+(?:@[^\[\]［］]*+|\d[\d\s,;–-]*+))[\]］]")
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


def clean(text: str) -> str:
    """Text in composed form without control, private and invisible characters, its ``[7]`` written ``{7}``.

    Invisible characters can hide instructions from a reader, and lone surrogates cannot be stored. A number in square
    brackets is a citation mark in answers: a document's own would be taken for one of ours.
    """
    composed = unicodedata.normalize("NFC", text)
    if not composed.replace("\n", "").replace("\t", "").isprintable():
        composed = "".join(c for c in composed if c in "\n\t" or unicodedata.category(c) not in _UNSEEN)
    return _MARK.sub(r"{\1}", composed)
