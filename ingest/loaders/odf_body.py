"""What an OpenDocument file holds, in order: headings, lists, tables, boxes, pictures, objects."""

from __future__ import annotations

import itertools
import posixpath
import zipfile
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ingest.limits import Limits, Meter
from ingest.loaders.charts import parsed
from ingest.loaders.equations import written_mathml
from ingest.loaders.headings_by_look import may_head
from ingest.loaders.listing import written
from ingest.loaders.odf_sheets import grid
from ingest.loaders.odf_text import DRAW, OFFICE, STYLE, TEXT, Anchor, OdfText
from ingest.loaders.pictures import Picture
from ingest.structure.grids import told_in_rows
from ingest.structure.pieces import OVERHEAD, Piece, check_table, table_piece

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_SKIPPED = ("tracked-changes", "table-of-content", "sequence-decls", "forms", "index-title-template")
_PASSED = ("section", "index-body", "list-header", "numbered-paragraph", "text-box", "a", "bibliography")
_KINDS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_VALUES = ("string-value", "date-value", "time-value", "value")
_MAX_LEVELS = 10
_MOST_DEPTH = 30
_BULLET = "•"

_Item = Piece | Picture


class OdfBody:
    """Walks one file. ``page`` is the slide in hand."""

    def __init__(self, text: OdfText, archive: zipfile.ZipFile, roots: Sequence[Any], limits: Limits) -> None:
        self.text = text
        self.meter = Meter(limits)
        self.page: int | None = None
        self._archive = archive
        self._limits = limits
        self._lists = {
            style.get(f"{STYLE}name", ""): {level.get(f"{TEXT}level", "1"): level for level in style}
            for root in roots
            for style in root.iter(f"{TEXT}list-style")
        }
        self._counts: dict[str, list[int | None]] = {}
        self._origins = itertools.count(1)

    def origin(self) -> int:
        """A number that no merged cell has yet."""
        return next(self._origins)

    def blocks(self, container: Any, depth: int = 0, label: str = "") -> Iterator[_Item]:
        """The paragraphs, lists, tables and frames of a part of the file."""
        for child in container if depth < _MOST_DEPTH else ():
            if not isinstance(child.tag, str):
                continue
            name = child.tag.rpartition("}")[2]
            if child.tag in (f"{TEXT}p", f"{TEXT}h"):
                yield from self._paragraph(child, label, depth)
                label = ""
            elif child.tag == f"{TEXT}list":
                yield from self._list(child, 0, "", depth)
            elif child.tag == f"{_TABLE}table":
                yield from self._table(child, depth)
            elif child.tag.startswith(DRAW) and name not in _PASSED:
                yield from self.frames([child], depth)
            elif name in _PASSED:
                yield from self.blocks(child, depth + 1)

    def words(self, element: Any) -> Iterator[str]:
        """The lines of a frame, without what hangs on them."""
        yield from filter(None, (self.text.line(one) for one in _paragraphs(element)))

    def cell(self, cell: Any, sheet: str) -> str:
        """What a cell shows: its paragraphs, or its value where a program wrote no paragraph."""
        style = cell.get(f"{_TABLE}style-name", "")
        outer, self.text.dark = self.text.dark, True
        lines = [self.text.line(one, None, sheet, style) for one in _paragraphs(cell)]
        self.text.dark = outer
        for _ in cell.iter(f"{OFFICE}annotation"):
            self.text.left_out.add("comment", sheet)
        if next(_paragraphs(cell), None) is None:
            return next((value for name in _VALUES if (value := cell.get(f"{OFFICE}{name}"))), "")
        return " ".join(filter(None, lines))

    def frames(self, frames: Sequence[Any], depth: int = 0) -> Iterator[_Item]:
        """What boxes, shapes, pictures and objects show."""
        for frame in frames if depth < _MOST_DEPTH else ():
            if not isinstance(frame.tag, str):
                continue
            name = frame.tag.rpartition("}")[2]
            if name in ("g", "a"):
                yield from self.frames(list(frame), depth + 1)
            elif name == "frame":
                yield from self._frame(frame, depth)
            else:
                yield from self._shape(frame, depth)

    def _shape(self, shape: Any, depth: int) -> Iterator[_Item]:
        outer, self.text.dark = self.text.dark, True
        items = list(self.blocks(shape, depth + 1))
        self.text.dark = outer
        several = sum(isinstance(item, Piece) and item.kind == "paragraph" for item in items) > 1
        for item in items:
            if isinstance(item, Piece) and item.kind in ("paragraph", "heading") and self.page is not None:
                yield Piece("item" if several else "paragraph", item.text, page=self.page)
            else:
                yield item

    def _frame(self, frame: Any, depth: int) -> Iterator[_Item]:
        """One of the ways in which a frame tells its content: the first is the best."""
        for child in frame:
            name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
            if name == "text-box":
                yield from self._shape(child, depth)
                return
            if child.tag == f"{_TABLE}table":
                yield from self._table(child, depth)
                return
            if name == "object":
                yield from self._object(child, depth)
                return
            if name == "object-ole":
                self.text.left_out.add("embedded", self._place())
                return
            if name == "plugin":
                self.text.left_out.add("media", self._place())
                return
            if name == "image":
                yield from self._picture(child.get(_LINK, ""))
                return

    def _place(self) -> str:
        return f"slide {self.page}" if self.page is not None else ""

    def _picture(self, link: str) -> Iterator[Picture]:
        part = posixpath.normpath(link)
        if part not in self._archive.NameToInfo:
            self.text.left_out.add("picture", self._place())
            return
        yield Picture(part, _reader(self._archive.read(part)), page=self.page, place=self._place())

    def _object(self, element: Any, depth: int) -> Iterator[_Item]:
        """An equation, the figures of a chart; of other objects it is told that they are there."""
        part = posixpath.normpath(posixpath.join(element.get(_LINK, ""), "content.xml"))
        root = next(iter(element), None)
        if root is None and part in self._archive.NameToInfo:
            root = parsed(self._archive.read(part))
        if root is not None and root.tag.endswith("}math"):
            yield from self._said(written_mathml(root))
            return
        tables = list(root.iter(f"{_TABLE}table")) if root is not None else []
        if not tables:
            self.text.left_out.add("embedded", self._place())
        for table in tables[:1]:
            yield from self._table(table, depth + 1)

    def _said(self, text: str) -> Iterator[Piece]:
        if text:
            yield Piece("paragraph", self.meter.text(text, OVERHEAD), page=self.page)

    def _paragraph(self, element: Any, label: str, depth: int) -> Iterator[_Item]:
        anchor = Anchor()
        text = self.text.line(element, anchor, self._place())
        if text:
            self.meter.text(text, OVERHEAD)
            yield self._piece(element, text, label)
        for note in anchor.notes:
            yield from self._said(note)
        yield from self.frames(anchor.frames, depth + 1)

    def _piece(self, element: Any, text: str, label: str) -> Piece:
        numbered = f"{label} {text}" if label and label != _BULLET else text
        if element.tag == f"{TEXT}h":
            level = element.get(f"{TEXT}outline-level", "1")
            return Piece("heading", numbered, int(level[:2]) + 1 if level.isdecimal() else 2, self.page)
        names = [one.get(f"{STYLE}name", "") for one in self.text.styles.chain(self._style(element), "paragraph")]
        if "Title" in names:
            return Piece("heading", numbered, 1, self.page)
        if label == _BULLET:
            return Piece("item", text, page=self.page)
        if may_head(text) and self.page is None and self.text.is_bold(element):
            return Piece("heading", numbered, 12)
        return Piece("paragraph", numbered, page=self.page)

    def _style(self, element: Any) -> str:
        return str(element.get(f"{TEXT}style-name", ""))

    def _list(self, element: Any, level: int, outer: str, depth: int) -> Iterator[_Item]:
        style = element.get(f"{TEXT}style-name", "") or outer
        goes_on = element.get(f"{TEXT}continue-numbering") == "true" or element.get(f"{TEXT}continue-list")
        counts = self._counts.setdefault(style, [None] * _MAX_LEVELS)
        if level == 0 and not goes_on:
            counts[:] = [None] * _MAX_LEVELS
        for item in element if depth < _MOST_DEPTH else ():
            if not isinstance(item.tag, str) or not item.tag.startswith(TEXT):
                continue
            label = self._label(item, style, level, counts) if item.tag == f"{TEXT}list-item" else ""
            for child in item:
                if child.tag == f"{TEXT}list":
                    yield from self._list(child, level + 1, style, depth + 1)
                elif child.tag in (f"{TEXT}p", f"{TEXT}h"):
                    yield from self._paragraph(child, label, depth + 1)
                    label = ""

    def _label(self, item: Any, style: str, level: int, counts: list[int | None]) -> str:
        if level >= _MAX_LEVELS or all(one.tag == f"{TEXT}list" for one in item):
            return ""
        form = self._lists.get(style, {}).get(str(level + 1))
        if form is None or not form.tag.endswith("number"):
            return _BULLET
        start = item.get(f"{TEXT}start-value") or (form.get(f"{TEXT}start-value", "1") if counts[level] is None else "")
        before = counts[level] or 0
        counts[level] = int(start[:4]) if start and start.isdecimal() else before + 1
        counts[level + 1 :] = [None] * (_MAX_LEVELS - level - 1)
        shown = form.get(f"{TEXT}display-levels", "1")
        first = max(level + 1 - (int(shown[:2]) if shown.isdecimal() else 1), 0)
        numbers = []
        for at in range(first, level + 1):
            own = self._lists[style].get(str(at + 1), form)
            kind = own.get(f"{STYLE}num-format", "1")
            numbers.append(written(counts[at] or 1, _KINDS.get(kind, "decimal")) if kind else "")
        inner = ".".join(filter(None, numbers))
        return (
            f"{form.get(f'{STYLE}num-prefix', '')}{inner}{form.get(f'{STYLE}num-suffix', '')}".strip() if inner else ""
        )

    def _table(self, element: Any, depth: int) -> Iterator[_Item]:
        outer, self.text.dark = self.text.dark, True
        rows = grid(element, self)
        self.text.dark = outer
        check_table(len(rows), max((len(row) for row in rows), default=0), self._limits)
        lines, told = told_in_rows(rows)
        for line in lines:
            yield from self._said(line)
        yield from (Piece(piece.kind, piece.text, page=self.page) for piece in table_piece(told, self._limits))
        for frame in element.iter(f"{DRAW}frame"):
            if next(frame.iterancestors(f"{DRAW}frame"), None) is None and depth < _MOST_DEPTH:
                yield from self._frame(frame, depth + 1)


def _paragraphs(element: Any, depth: int = 0) -> Iterator[Any]:
    """The paragraphs of a cell or a frame, without those of comments."""
    for child in element if depth < _MOST_DEPTH else ():
        if child.tag in (f"{TEXT}p", f"{TEXT}h"):
            yield child
        elif isinstance(child.tag, str) and child.tag != f"{OFFICE}annotation":
            yield from _paragraphs(child, depth + 1)


def _reader(data: bytes) -> Callable[[], bytes]:
    return lambda: data
