"""Markdown, and plain text in which people write headings, lists and tables as Markdown does: line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ingest.limits import Limits
from ingest.loaders import html_fragments
from ingest.loaders.markdown_inline import Inline
from ingest.structure.markers import MARKER
from ingest.structure.pieces import Piece, table_piece

_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]++(.*))?$")
_UNDERLINE = re.compile(r" {0,3}(?:(=)=++|(-)-++)[ \t]*+$")
_RULE = re.compile(r" {0,3}(?:-[ \t]*+){3,}+$| {0,3}(?:\*[ \t]*+){3,}+$| {0,3}(?:_[ \t]*+){3,}+$| {0,3}={3,}+[ \t]*+$")
_FENCE = re.compile(r"[ \t]*+(`{3,}+|~{3,}+)([^`]*+)$")
_ITEM = re.compile(r"([ \t]*+)(?:([-*+•▪●◦‣⁃–])|(\d{1,9})([.)]))[ \t]++(\S.*)$")
_QUOTED = re.compile(r" {0,3}(?:>[ ]?){1,20}+")
_DELIMITER = re.compile(r"[ \t]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+$")
_BORDER = re.compile(r"[ \t]*+\+(?:[-=:]++\+)++[ \t]*+$")
_BAR = re.compile(r"(?<!\\)\|")
_DEFINITION = re.compile(r" {0,3}\[[^\[\]^]{1,200}\]:[ \t]*+(?:<[^<>]*+>|(?:https?:|mailto:|[./#])\S*+)")
_NOTE = re.compile(r" {0,3}(\[\^[^\[\]\s]{1,40}\]):[ \t]++")
_LABELLED = re.compile(r"[A-Z][\w./() -]{1,40}?[ \t]*+:[ \t]++\S")
_COLUMNS = re.compile(r"\t++| {2,}+")
_CODE = re.compile(r"(?: {4}|\t)")
_MAX_UNDERLINED = 160  # characters of a heading that a line is drawn under
_MIN_ALIGNED = 3  # lines that stand in columns, for these to be a table


@dataclass(slots=True)
class _List:
    """Numbers of one list, by how far it is indented: what was written last, and what that showed as."""

    written: int
    shown: int


@dataclass(slots=True)
class Reader:
    """Reads lines into pieces.

    ``marked`` is a text in Markdown: HTML in it is read, and a list in which every number is the same is counted. In
    plain text all stands as it is written, and lines in columns are tables. ``quotes`` frees what is quoted of its
    marks.
    """

    limits: Limits
    marked: bool = True
    quotes: bool = True
    inline: Inline = field(init=False)
    _lines: Sequence[str] = ()
    _at: int = 0
    _open: list[str] = field(default_factory=list)
    _lead: str = ""  # what stands before the text of the item in hand
    _kind: Literal["paragraph", "item"] = "paragraph"
    _lists: dict[int, _List] = field(default_factory=dict)
    _reach: html_fragments.Reach = field(default_factory=html_fragments.Reach)
    _not_aligned: int = 0  # the line up to which no table in columns begins

    def __post_init__(self) -> None:
        self.inline = Inline(html=self.marked)

    def pieces(self, text: str) -> Iterator[Piece]:
        """The pieces of a text, in order."""
        self._lines, self._at = text.split("\n"), 0
        if self.marked:
            self.inline.define(self._lines)
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if fence := _FENCE.match(line):
                yield from self._fenced(fence[1])
                continue
            if self.quotes and line.lstrip(" ").startswith(">"):
                line = _QUOTED.sub("", line, count=1)
            self._at += 1
            yield from self._line(line)
        yield from self._close()

    def _line(self, line: str) -> Iterator[Piece]:
        if not line.strip():
            yield from self._close()
        elif heading := _ATX.match(line):
            yield from self._close()
            yield from self._heading(heading[2] or "", len(heading[1]))
        elif (underline := _UNDERLINE.match(line)) and self._is_underlined():
            text = " ".join(part.strip() for part in self._open)
            self._open = []
            yield from self._heading(text, 1 if underline[1] else 2)
        elif _RULE.match(line) or _BORDER.match(line) or (self.marked and _DEFINITION.match(line) and not self._open):
            yield from self._close()
        elif rows := self._table(line):
            yield from self._close()
            yield from table_piece([[self.inline.text(cell) for cell in row] for row in rows], self.limits)
        elif self.marked and html_fragments.opens(line) and not self._open:
            yield from self._html(line)
        elif item := _ITEM.match(line):
            yield from self._item(item)
        else:
            yield from self._text(line)

    def _heading(self, text: str, level: int) -> Iterator[Piece]:
        self._lists.clear()
        if text := self.inline.text(_unclosed(text)):
            yield Piece("heading", text, level)

    def _is_underlined(self) -> bool:
        """Whether what stands above a line is a heading: a paragraph of one line, or two in Markdown, and short."""
        most = 2 if self.marked else 1
        short = sum(map(len, self._open)) <= _MAX_UNDERLINED
        return 0 < len(self._open) <= most and short and not self._lead and self._kind == "paragraph"

    def _fenced(self, fence: str) -> Iterator[Piece]:
        """Lines of code, each for itself and as it stands; a fence that nothing closes holds the rest."""
        yield from self._close()
        self._at += 1
        while self._at < len(self._lines):
            line = self._lines[self._at].strip()
            self._at += 1
            if line.startswith(fence) and not line.strip(fence[0]):
                return
            if line:
                yield Piece("paragraph", line)

    def _html(self, line: str) -> Iterator[Piece]:
        taken = html_fragments.end(self._lines, self._at - 1, self._reach)
        lines = [line, *self._lines[self._at : taken]]
        self._at = taken
        found, struck = html_fragments.pieces("\n".join(lines), self.limits)
        self.inline.struck += struck
        yield from found

    def _item(self, item: re.Match[str]) -> Iterator[Piece]:
        yield from self._close(keep=True)
        indent = len(item[1].expandtabs(4))
        for deeper in [at for at in self._lists if at > indent]:
            del self._lists[deeper]
        self._kind, self._lead = "item", ""
        if item[3]:
            number = self._number(indent, int(item[3]))
            # Those of a list within a list begin anew, and are no clauses.
            self._kind = "item" if indent >= 2 and len(self._lists) > 1 else "paragraph"
            self._lead = f"{number}{item[4]} "
        else:
            self._lists.setdefault(indent, _List(-1, -1))
        self._open = [item[5]]

    def _number(self, indent: int, written: int) -> int:
        """What a number shows as: in Markdown ``1. 1. 1.`` counts."""
        before = self._lists.get(indent)
        lazy = self.marked and before is not None and before.written == written and written <= 1
        shown = before.shown + 1 if lazy and before else written
        self._lists[indent] = _List(written, shown)
        return shown

    def _text(self, line: str) -> Iterator[Piece]:
        if self.marked and not self._open and not self._lists and _CODE.match(line):
            yield Piece("paragraph", line.strip())
            return
        if self._open:
            if MARKER.match(line.strip()) or _LABELLED.match(line.lstrip()) or self._open[-1].endswith(("  ", "\\")):
                yield from self._close(keep=True)
        elif not line.startswith((" ", "\t")):
            self._lists.clear()
        if note := _NOTE.match(line):
            line = f"{note[1]} {line[note.end() :]}"
        self._open.append(line)

    def _close(self, *, keep: bool = False) -> Iterator[Piece]:
        """End the paragraph or item in hand; ``keep`` where its list goes on without an empty line."""
        if self._open:
            text = self.inline.text(" ".join(line.removesuffix("\\").strip() for line in self._open))
            if text:
                yield Piece(self._kind, f"{self._lead}{text}")
        self._open, self._lead, self._kind = [], "", "paragraph"

    def _table(self, line: str) -> list[list[str]]:
        """The rows of the table that begins at a line, or none: of bars, or in columns."""
        following = self._lines[self._at : self._at + 1]
        ruled = bool(following) and "|" in line and "|" in following[0] and _DELIMITER.match(following[0]) is not None
        if line.lstrip().startswith("|") or ruled:
            rows = [_cells(line)]
            if len(rows[0]) > self.limits.columns:
                return []
            while self._at < len(self._lines):
                line = self._lines[self._at]
                if "|" in line and not _DELIMITER.match(line):
                    rows.append(_cells(line))
                elif "|" not in line and not _BORDER.match(line):
                    break
                self._at += 1
            return rows
        return [] if self.marked or self._open else self._aligned(line)

    def _aligned(self, line: str) -> list[list[str]]:
        """The rows of lines that stand in the same columns, parted by tabs or several spaces."""
        rows = [_COLUMNS.split(line.strip())]
        count, at = len(rows[0]), self._at
        if at < self._not_aligned or count < 2 or not line[0].strip() or any(cell.startswith(":") for cell in rows[0]):
            return []
        while at < len(self._lines) and len(cells := _COLUMNS.split(self._lines[at].strip())) == count:
            if not any(cell.strip("-=") for cell in cells) and len(rows) > 1:
                break
            if any(cell.strip("-=") for cell in cells):
                rows.append(cells)
            at += 1
        self._not_aligned = at
        figures = sum(any(character.isdigit() for character in row[-1]) for row in rows[1:])
        if len(rows) < _MIN_ALIGNED or (count == 2 and figures < len(rows) - 1):
            return []
        if any(cell.startswith(":") for row in rows for cell in row) or any(_ITEM.match(" ".join(row)) for row in rows):
            return []
        self._at = at
        return rows


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in _BAR.split(line.strip().removeprefix("|").removesuffix("|"))]


def _unclosed(heading: str) -> str:
    """A heading without the ``#`` that may close it."""
    return heading.rstrip().rstrip("#").rstrip(" \t") or heading
