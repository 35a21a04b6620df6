"""The Markdown subset in which sections are written: paragraphs, lists and tables, separated by blank lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

Kind = Literal["paragraph", "list", "table"]

_ITEM = re.compile(r"\s*(?:[-*•]|\d{1,3}[.)])\s+\S")
_BULLET = re.compile(r"(?<!\s)\s*[*•]\s+")
_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?$")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (one line), a list (one line per item, marker included) or a table (one line per row)."""

    kind: Kind
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """The block as it stands in a section."""
        if self.kind == "table" and self.lines:
            return "\n".join((self.lines[0], _rule(self.lines[0]), *self.lines[1:]))
        return "\n".join(self.lines)

    @property
    def words(self) -> int:
        """Its length in whitespace-separated words, table bars not counted."""
        return count_words("\n".join(self.lines))


def parse(text: str) -> list[Block]:
    """Read a text in the subset; hard-wrapped lines of a paragraph or an item are joined."""
    blocks: list[Block] = []
    for part in re.split(r"\n[ \t]*\n", text.strip("\n")):
        blocks += _parse_part([line.rstrip() for line in part.split("\n") if line.strip()])
    return _join_lists(blocks)


def render(blocks: Iterable[Block]) -> str:
    """Write blocks as the text of a section."""
    return "\n\n".join(block.text for block in blocks)


def table(rows: Sequence[Sequence[str]]) -> Block:
    """A table from cells; short rows are filled, bars and line breaks within cells replaced."""
    width = max((len(row) for row in rows), default=0)
    lines = ("| " + " | ".join(_cell(row, at) for at in range(width)) + " |" for row in rows)
    return Block("table", tuple(lines))


def count_words(text: str) -> int:
    """Whitespace-separated words, table bars and rules not counted."""
    return sum(1 for word in text.split() if word.strip("|-"))


def _cell(row: Sequence[str], at: int) -> str:
    return " ".join(row[at].replace("|", "/").split()) if at < len(row) else ""


def _rule(header: str) -> str:
    return "|" + " --- |" * max(header.strip().strip("|").count("|") + 1, 1)


def _parse_part(lines: list[str]) -> list[Block]:
    blocks: list[Block] = []
    kind: Kind = "paragraph"
    open_lines: list[list[str]] = []  # the hard-wrapped parts of each

    def close() -> None:
        if open_lines:
            blocks.append(Block(kind, tuple(map(" ".join, open_lines))))
            open_lines.clear()

    for line in lines:
        found: Kind = "table" if line.lstrip().startswith("|") else "list" if _ITEM.match(line) else "paragraph"
        if found == "table" and kind == "table" and _RULE.fullmatch(line.strip()):
            continue
        if found == "paragraph" and open_lines and kind != "table":
            open_lines[-1].append(line.strip())
            continue
        if found != kind:
            close()
            kind = found
        open_lines.append([_BULLET.sub("- ", line.strip()) if found == "list" else line.strip()])
    close()
    return blocks


def _join_lists(blocks: list[Block]) -> list[Block]:
    """Lists that only blank lines part, as one."""
    joined: list[Block] = []
    for is_list, run in groupby(blocks, key=lambda block: block.kind == "list"):
        if is_list:
            joined.append(Block("list", tuple(line for block in run for line in block.lines)))
        else:
            joined += run
    return joined
