"""The marks that tie a statement to its sources: ``[@tor, cl. 4; @asean]`` in a text, ``[1][2]`` in an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# No bracket stands inside a mark: one that nothing closes is read once, not again from every bracket in it.
_MARK = r"\[@([^\[\]]+)\]"
_FOUND = re.compile(_MARK)
_SPACED = re.compile(rf"(?<!\s)\s*{_MARK}")
_RUN = re.compile(r"((?:(?<!\s)\s*\[@[^\[\]]+\])+)")
_AT_END = re.compile(rf"{_MARK}[\s.;|]*$")
_AFTER_RUN = re.compile(r"(?<=\])\s+(?!\[@)")
_NUMBERS = re.compile(r"(?:\[\d+\])+")


@dataclass(frozen=True, slots=True)
class Mark:
    """A citation mark: the id of a source, and where in it (``cl. 17(d)``, ``p. 12`` or free text)."""

    source: str
    locator: str = ""


def find_marks(text: str) -> tuple[Mark, ...]:
    """The marks of a text, each once, in order; ``[@a, p. 3; @b]`` are two."""
    found: list[Mark] = []
    for group in _FOUND.findall(text):
        for mark in group.split(";"):
            source, _, locator = mark.strip().lstrip("@").partition(",")
            found.append(Mark(source.strip(), locator.strip()))
    return tuple(dict.fromkeys(found))


def has_marks(text: str) -> bool:
    """Whether a text holds a mark."""
    return _FOUND.search(text) is not None


def ends_with_mark(text: str) -> bool:
    """Whether the last statement of a text has a mark behind it; a full stop or a table's bar may follow."""
    return _AT_END.search(text) is not None


def strip_marks(text: str) -> str:
    """A text without its marks and the blanks before them, as it is embedded, indexed and quoted."""
    return _SPACED.sub("", text)


def marked_stretches(text: str) -> Iterator[tuple[str, tuple[Mark, ...]]]:
    """Each stretch of a text with the run of marks behind it; none for what follows the last run."""
    pieces = _RUN.split(text)
    for body, marks in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        yield body, find_marks(marks)


def split_after_marks(text: str) -> list[str]:
    """A text cut behind each run of marks, its marks left in."""
    return [part for part in _AFTER_RUN.split(text) if part]


def written_numbers(numbers: Sequence[int]) -> str:
    """The marks of an answer as text: ``[1][2]``; empty without numbers."""
    return "".join(f"[{number}]" for number in numbers)


def strip_numbers(text: str) -> str:
    """An answer's text without its marks."""
    return _NUMBERS.sub("", text)
