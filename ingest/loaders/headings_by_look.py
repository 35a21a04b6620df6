"""Headings that no style tells: short lines in bold or large letters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.loaders.pictures import Picture
from ingest.structure.pieces import Piece

_MAX_WORDS = 14
_LOOK_LEVEL = 8  # below headings by style
_LARGER = 1.2  # times the size of the text
_NO_END = ".,;:"
_MARKER = re.compile(
    r"(?:(BAB|CHAPTER|BAGIAN|LAMPIRAN) [IVXLC\d]+\b|([IVXLC]{1,6})[.)]\s|([A-Z])[.)]\s|([a-z])[.)]\s"
    r"|(\d{1,2}(?:\.\d{1,2}){0,4})[.)]?\s)"
)


@dataclass(frozen=True, slots=True)
class Look:
    """A line that may be a heading by its look; which level it has is known when all are."""

    text: str
    bold: bool
    size: float
    kind: str


def may_head(text: str) -> bool:
    """Whether a line is short enough for a heading and does not end as a sentence does."""
    short = len(text.split()) <= _MAX_WORDS and text[-1] not in _NO_END
    return short and any(character.isalpha() for character in text)


def kind_of(text: str) -> str:
    """What a line begins with: lines of one kind head parts of one level."""
    match = _MARKER.match(text)
    if match is None:
        return "upper" if text.isupper() else ""
    part, roman, _, small, decimal = match.groups()
    if decimal:
        return f"decimal {decimal.count('.')}"
    if part or small:
        return "part" if part else "small"
    return "roman" if roman and roman not in ("C", "D", "L") else "capital"


def with_levels(items: Sequence[Piece | Picture | Look], sizes: Counter[float]) -> list[Piece | Picture]:
    """What a document holds, lines that may head read as headings where they look so: the larger above the smaller,
    of one size in the order in which their kinds come.

    Args:
        items: in reading order.
        sizes: how many characters the text has in each size.
    """
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    larger = _LARGER * body or float("inf")
    heads = [one for one in items if isinstance(one, Look) and (one.bold or one.size >= larger)]
    order = dict.fromkeys((-one.size, one.kind) for one in heads)
    levels = {key: _LOOK_LEVEL + at for at, key in enumerate(sorted(order, key=lambda key: key[0]))}
    known = set(map(id, heads))

    def read(item: Piece | Picture | Look) -> Piece | Picture:
        if not isinstance(item, Look):
            return item
        if id(item) in known:
            return Piece("heading", item.text, levels[-item.size, item.kind])
        return Piece("paragraph", item.text)

    return [read(item) for item in items]
