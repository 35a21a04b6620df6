"""Sections as statements: each sentence, item or table with the marks of the sources it stands on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from knowledge.markup import blocks
from knowledge.markup.citation_marks import Mark, find_marks, marked_stretches, strip_marks

_ITEM_MARKER = re.compile(r"^(?:-|(\d{1,3})[.)])\s+")


@dataclass(frozen=True, slots=True)
class Statement:
    """A stretch of text that stands on the same marks. ``marks`` is empty where the document itself is the source;
    ``number`` is that of an item as the text gives it, 0 where it has none."""

    text: str
    marks: tuple[Mark, ...] = ()
    number: int = 0


@dataclass(frozen=True, slots=True)
class StatedBlock:
    """A paragraph, list or table as statements: one for each sentence group, item or row.

    ``ordered`` tells a numbered list. For a table ``header`` are its cells and each statement is one row with its
    cells joined by a tab.
    """

    kind: Literal["paragraph", "list", "table"]
    statements: tuple[Statement, ...]
    ordered: bool = False
    header: tuple[str, ...] = ()

    @property
    def marks(self) -> tuple[Mark, ...]:
        """All marks of the block, each once, in order."""
        return tuple(dict.fromkeys(mark for statement in self.statements for mark in statement.marks))


def parse_section(text: str) -> list[StatedBlock]:
    """Read a section. Items and rows without marks of their own stand on those of the lead-in before them."""
    parsed: list[StatedBlock] = []
    lead: tuple[Mark, ...] = ()
    for block in blocks.parse(text):
        match block.kind:
            case "paragraph":
                stated = StatedBlock("paragraph", tuple(_statements(block.text)))
                lead = stated.statements[-1].marks if stated.statements else ()
            case "list":
                ordered = block.lines[0][0].isdigit()
                stated = StatedBlock("list", tuple(_item(line, lead) for line in block.lines), ordered)
            case "table":
                header, *rows = (_cells(line) for line in block.lines)
                stated = StatedBlock(
                    "table", tuple(_joined("\t".join(row), lead) for row in rows), header=tuple(header)
                )
        parsed.append(stated)
    return parsed


def _statements(text: str) -> Iterator[Statement]:
    """Cut a paragraph after each run of marks; what follows the last marks stands on none of its own."""
    for body, marks in marked_stretches(text):
        if body.strip(" "):
            yield Statement(body.strip(), marks)


def _item(line: str, lead: tuple[Mark, ...]) -> Statement:
    marker = _ITEM_MARKER.match(line)
    number = int(marker[1]) if marker and marker[1] else 0
    return _joined(line[marker.end() :] if marker else line, lead, number)


def _joined(text: str, lead: tuple[Mark, ...], number: int = 0) -> Statement:
    return Statement(strip_marks(text).strip(), find_marks(text) or lead, number)


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
