"""How wide texts are on a screen: in a monospaced table, and on a button."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

Lines = list[str]
_GAP = 2  # blanks between two columns
_MOST_COLUMNS, _MOST_LINES = 3, 2


def width(text: str) -> int:
    """Columns that a text takes: two for wide characters such as emoji, none for marks that join another."""
    return sum(_columns_of(character) for character in text)


def shortened(text: str, most: int) -> str:
    """A text of that width at most, cut between words where it can be."""
    if width(text) <= most:
        return text
    head = text
    while width(head) > most - 1:
        head = head[:-1]
    if not text[len(head) :].startswith(" "):
        words, _, rest = head.rpartition(" ")
        head = words if len(words) > len(rest) else head
    return head.rstrip(" ,;:–-") + "…"


def aligned(rows: Sequence[Sequence[str]], room: int) -> Lines | None:
    """The lines of a table in columns, a rule below its first row; cells that are too wide go on in the next line.

    Args:
        rows: the header, then the others, with as many cells each.
        room: the most columns of the screen that a line may take.

    Returns:
        The lines; None where the table has more than three columns or would be read with pains.
    """
    if len(rows[0]) > _MOST_COLUMNS:
        return None
    widths = _widths(rows, room - _GAP * (len(rows[0]) - 1))
    if widths is None:
        return None
    rule = [tuple("─" * size for size in widths)]
    lines: Lines = []
    for row in (*rows[:1], *rule, *rows[1:]):
        cells = [_wrapped(cell, size) for cell, size in zip(row, widths, strict=True)]
        height = max(len(cell) for cell in cells)
        if height > _MOST_LINES:
            return None
        for position in range(height):
            line = [cell[position] if position < len(cell) else "" for cell in cells]
            lines.append(_joined(line, widths))
    return lines


def _columns_of(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _widths(rows: Sequence[Sequence[str]], room: int) -> list[int] | None:
    """The width of each column, the first as wide as they like; None where not even single words have room."""
    columns = list(zip(*rows, strict=True))
    least = [max(width(word) for cell in column for word in cell.split() or [""]) for column in columns]
    spare = room - sum(least)
    if spare < 0:
        return None
    widths = []
    for column, needed in zip(columns, least, strict=True):
        gained = min(max(width(" ".join(cell.split())) for cell in column) - needed, spare)
        widths.append(needed + gained)
        spare -= gained
    return widths


def _wrapped(cell: str, size: int) -> Lines:
    lines = [""]
    for word in cell.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if width(longer) <= size:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _joined(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell + " " * (size - width(cell)) for cell, size in zip(cells, widths, strict=True))
    return (" " * _GAP).join(padded).rstrip()
