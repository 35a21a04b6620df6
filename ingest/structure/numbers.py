"""Under which number a document is registered: a letter, a regulation, a standard."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.structure.pieces import Piece

_LETTER = re.compile(
    r"(?:nomor|number|no\.?|ref(?:erence)?\.?)\s{0,3}:?\s{0,3}(?P<number>[\w.()-]{1,20}(?:/[\w.()-]{1,30}){1,6})\b",
    re.IGNORECASE,
)
_REGULATION = re.compile(r"\bnomor (?P<number>\d{1,4}[\w.-]{0,20}) tahun (?P<year>\d{4})\b", re.IGNORECASE)
_STANDARD = re.compile(r"\b(?:SNI(?: ISO)?|ISO(?:/IEC)?) \d{3,6}(?:-\d{1,2})?:\d{4}\b")
_OPENING = 25  # pieces in which a document says its number


def number_of(title: str, pieces: Sequence[Piece]) -> str:
    """The number that a document states of itself; empty where it states none.

    That of a regulation or standard stands in its title; that of a letter on a line of its own above its text.
    """
    if found := _REGULATION.search(title):
        return f"Nomor {found['number']} Tahun {found['year']}"
    if standard := _STANDARD.search(title):
        return standard[0]
    for piece in pieces[:_OPENING]:
        if letter := _LETTER.match(piece.text.lstrip()):
            return letter["number"]
    return ""
