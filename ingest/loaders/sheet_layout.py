"""What a sheet hides and merges, and which of its formulas have no value: told by its XML, not by its cells."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field
from typing import NamedTuple

from defusedxml.ElementTree import XMLParser

from ingest.limits import Limits
from ingest.loaders.zip_files import too_large_unpacked

_BLOCK = 256 * 1024
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")
_MOST_MERGES = 50_000
_ON = ("1", "true")


class Merge(NamedTuple):
    """A merged cell: its rows and columns, counted from 1, the last ones included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Layout:
    """How a sheet looks."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merges: tuple[Merge, ...] = ()
    without_value: list[str] = field(default_factory=list)  # formulas, by the names of their cells
    zeros: dict[tuple[int, int], str] = field(default_factory=dict)  # formulas whose value is 0, by row and column
    computed: bool = False  # whether a formula has another value than 0
    colours_cells: bool = False  # by rules or the styles of tables, which no cell tells of itself
    width: int = 0  # the last column that holds a cell

    def hides_column(self, column: int) -> bool:
        """Whether a column is hidden."""
        return any(first <= column <= last for first, last in self.hidden_columns)


def layout_of(archive: zipfile.ZipFile, part: str, limits: Limits) -> Layout:
    """Read the layout of a sheet.

    Raises:
        DocumentError: it merges more cells than any sheet does.
    """
    reader = _Reader()
    parser = XMLParser(target=reader, forbid_dtd=True)
    with archive.open(part.lstrip("/")) as stream:
        while data := stream.read(_BLOCK):
            parser.feed(data)
    parser.close()
    return reader.layout


class _Reader:
    def __init__(self) -> None:
        self.layout = Layout()
        self._merges: list[Merge] = []
        self._row = self._column = 0
        self._cell = self._kind = ""
        self._formula = self._reads = False
        self._value: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        match tag.rpartition("}")[2]:
            case "row":
                stated = attributes.get("r", "")
                self._row = int(stated) if stated.isdecimal() and len(stated) < 8 else self._row + 1
                self._column = 0
                if _is_hidden(attributes, "ht"):
                    self.layout.hidden_rows.add(self._row)
            case "col" if _is_hidden(attributes, "width"):
                first, last = (attributes.get(name, "0")[:6] for name in ("min", "max"))
                if first.isdecimal() and last.isdecimal():
                    self.layout.hidden_columns.append((int(first), int(last)))
            case "c":
                self._cell, self._kind = attributes.get("r", ""), attributes.get("t", "")
                self._formula, self._value = False, []
                match = _RANGE.fullmatch(self._cell)
                self._column = _column(match[1]) if match else self._column + 1
            case "f":
                self._formula = True
            case "v":
                self._reads = True
            case "mergeCell":
                self._merge(attributes.get("ref", ""))
            case "conditionalFormatting" | "tablePart":
                self.layout.colours_cells = True

    def data(self, text: str) -> None:
        if self._reads:
            self._value.append(text)

    def end(self, tag: str) -> None:
        name = tag.rpartition("}")[2]
        if name == "v":
            self._reads = False
        elif name == "c":
            self.layout.width = max(self.layout.width, self._column)
            if self._formula:
                self._formula_ended("".join(self._value).strip())

    def _formula_ended(self, value: str) -> None:
        if not value and self._kind != "str":
            self.layout.without_value.append(self._cell)
        elif value == "0":
            self.layout.zeros[self._row, self._column] = self._cell
        else:
            self.layout.computed = True

    def _merge(self, reference: str) -> None:
        match = _RANGE.fullmatch(reference)
        if match is None or match[3] is None:
            return
        if len(self._merges) >= _MOST_MERGES:
            raise too_large_unpacked()
        self._merges.append(Merge(int(match[2]), _column(match[1]), int(match[4]), _column(match[3])))

    def close(self) -> None:
        self.layout.merges = tuple(self._merges)


def _is_hidden(attributes: dict[str, str], size: str) -> bool:
    return attributes.get("hidden") in _ON or attributes.get(size) in ("0", "0.0")


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
