"""The sentences of a message as people type it, by the shape of its punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.understanding.shapes import words

_ENDS = re.compile(r"(?<=[.?!…])[\"”')]{0,3}\s+|(?<=[?!])(?=[A-Za-z])")
_NUMBERED = re.compile(r"^\(?\d{1,2}[.)]$")
_CLAUSE = re.compile(r"(?:[,;:]|(?<=\s)[-–—])\s+")
_SHORTEST = 3  # characters of a piece that is looked at by itself


def sentences(text: str) -> list[str]:
    """The sentences of a message, in order; an abbreviation or the number of a list's item ends none."""
    return _with_their_neighbour([sentence for line in text.splitlines() for sentence in _of_line(line)])


def _of_line(line: str) -> Iterator[str]:
    begun = ""
    for piece in _ENDS.split(line):
        begun = f"{begun} {piece}".strip()
        last = piece.rsplit(maxsplit=1)[-1].casefold() if piece.strip() else ""
        open_end = last.endswith(".") and last.rstrip(".") in words("abbreviations")
        if begun and not open_end and not _NUMBERED.match(last):
            yield begun
            begun = ""
    if begun:
        yield begun


def clauses(sentence: str) -> list[str]:
    """The pieces of a sentence between commas, colons and dashes, in order; numbers are not torn apart."""
    return [piece.strip() for piece in _CLAUSE.split(sentence) if piece.strip()]


def _with_their_neighbour(found: list[str]) -> list[str]:
    """What is too short to be a sentence (``?!``, ``:)``) goes with the one before."""
    joined: list[str] = []
    for sentence in found:
        if joined and sum(character.isalnum() for character in sentence) < _SHORTEST - 1:
            joined[-1] = f"{joined[-1]} {sentence}"
        else:
            joined.append(sentence)
    return joined
