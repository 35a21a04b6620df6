"""Slides (PPTX): one section per slide, its number as the page, notes included."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pptx.opc.package import PartFactory
from pptx.oxml.ns import qn
from pptx.package import Package
from pptx.parts.presentation import PresentationPart

from ingest.errors import DocumentError
from ingest.limits import DEFAULT, Limits, Meter
from ingest.loaders import charts, office_packages, zip_files
from ingest.loaders.drawing_text import chosen, is_choice, paragraphs
from ingest.loaders.left_out import LeftOut
from ingest.loaders.loaded import Loaded
from ingest.loaders.pictures import Picture, recognised
from ingest.loaders.slide_order import Box, by_column
from ingest.structure.grids import Cell, told_in_rows
from ingest.structure.metadata import guess
from ingest.structure.pieces import OVERHEAD, Piece, gathered, table_piece
from ingest.structure.sections import sections

# The library does not know these; they hold the same.
for _kind in ("slideshow", "template"):
    PartFactory.part_type_for[f"application/vnd.ms-powerpoint.{_kind}.macroEnabled.main+xml"] = PresentationPart

MAX_GROUPS = 20  # groups within groups
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_COMMENTS = ("comments", "comment")
_FURNITURE = ("sldNum", "dt", "ftr", "hdr")  # what stands on every slide
_SHAPES = ("p:sp", "p:grpSp", "p:graphicFrame", "p:pic", "p:cxnSp")
_TITLES = ("title", "ctrTitle")
_OFF = ("0", "false")
_EMU = 914_400  # in an inch

_Item = Piece | Picture


def load(path: Path, limits: Limits = DEFAULT) -> Loaded:
    """Load a PPTX file, also a show, a template or one with macros, which are not looked at.

    Raises:
        DocumentError: it is damaged, hostile, too long or without text.
    """
    zip_files.check_office(path, limits)
    left_out = LeftOut()
    try:
        presentation = Package.open(str(path)).presentation_part.presentation
        slides = list(presentation.slides)
        _check_count(slides, limits)
        items = list(_items(slides, limits, left_out))
        stated = office_packages.stated(path, limits)
    except DocumentError:
        raise
    except Exception as error:  # the library raises many kinds for a malformed package
        raise DocumentError(
            "Presentasi ini rusak dan tidak dapat dibuka.", "This presentation is damaged and cannot be opened."
        ) from error
    found = gathered(_with_titles(recognised(items, limits, left_out)), limits)
    if not found:
        raise DocumentError("Presentasi ini tidak memuat teks.", "This presentation holds no text.")
    document = guess(path, found, title=stated.title, date=stated.date)
    coverage = left_out.coverage(found, {number: f"slide {number}" for number in range(1, len(slides) + 1)})
    return Loaded(document, sections(document.title, found), left_out.notices(), len(slides), coverage)


def _check_count(slides: list[Any], limits: Limits) -> None:
    if len(slides) > limits.pages:
        raise DocumentError(
            f"Presentasi ini memiliki lebih dari {limits.pages} salindia.",
            f"This presentation has more than {limits.pages} slides.",
        )


def _with_titles(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """The pieces of all slides, a title with nothing below it told as text of its own slide.

    A heading over nothing is taken for text of the section before it, which here is another slide.
    """
    for _, slide in itertools.groupby(pieces, key=lambda piece: piece.page):
        found = list(slide)
        yield from found
        if len(found) == 1 and found[0].kind == "heading":
            yield Piece("paragraph", found[0].text, page=found[0].page)


def _items(slides: list[Any], limits: Limits, left_out: LeftOut) -> Iterator[_Item]:
    meter = Meter(limits)
    for number, slide in enumerate(slides, 1):
        if slide._element.get("show") in _OFF:
            left_out.add("hidden_slide", f"slide {number}")
        else:
            yield from _Slide(slide, number, meter, limits, left_out).items()


class _Slide:
    """One slide, its shapes read from above."""

    def __init__(self, slide: Any, number: int, meter: Meter, limits: Limits, left_out: LeftOut) -> None:
        self._slide = slide
        self._number = number
        self._meter = meter
        self._limits = limits
        self._left_out = left_out
        self._place = f"slide {number}"
        # The library knows where a shape lies that takes its place from its layout.
        self._places = {
            shape.shape_id: (shape.top or 0, shape.left or 0, shape.height or 0, shape.width or 0)
            for shape in slide.shapes
        }

    def items(self) -> Iterator[_Item]:
        """Its title, what it shows, its notes."""
        shapes = list(_flat(self._slide._element.spTree, self._order))
        title = next((shape for shape in shapes if _placeholder(shape) in _TITLES), None)
        heading = " ".join(self._texts(title)) if title is not None else ""
        yield Piece("heading", self._meter.text(heading) or f"Slide {self._number}", 1, self._number)
        shown = [shape for shape in shapes if shape is not title and _placeholder(shape) not in _FURNITURE]
        for shape in by_column([self._box(shape) for shape in shown]):
            yield from self._shape(shape)
        yield from self._pictures(self._slide._element.find(f"{qn('p:cSld')}/{qn('p:bg')}"))
        if self._slide.has_notes_slide and self._slide.notes_slide.notes_text_frame is not None:
            yield from self._text(self._slide.notes_slide.notes_text_frame._txBody)
        self._tell_others()

    def _order(self, shape: Any) -> tuple[int, int]:
        return self._place_of(shape)[:2]

    def _box(self, shape: Any) -> Box:
        lines = shape.iter(qn("a:p")) if shape.tag == qn("p:sp") else ()
        texts = ("".join(run.text or "" for run in line.iter(qn("a:t"))) for line in lines)
        return Box(shape, *self._place_of(shape), tuple(text for text in texts if text.strip()))

    def _place_of(self, shape: Any) -> tuple[int, int, int, int]:
        """How far from above and from the left a shape stands, its height and its width."""
        name = _properties(shape).get("id", "")
        if name.isdecimal() and (known := self._places.get(int(name))) is not None:
            return known
        offset = next(shape.iter(qn("a:off")), None)
        if offset is None:
            return 0, 0, 0, 0
        extent = next(shape.iter(qn("a:ext")), None)
        size = [_whole(extent.get(side, "")) for side in ("cy", "cx")] if extent is not None else [0, 0]
        return _whole(offset.get("y", "")), _whole(offset.get("x", "")), size[0], size[1]

    def _texts(self, shape: Any) -> Iterator[str]:
        for body in shape.iter(qn("p:txBody")):
            yield from paragraphs(body, self._left_out, self._place)

    def _shape(self, shape: Any) -> Iterator[_Item]:
        if shape.tag == qn("p:graphicFrame"):
            yield from self._frame(shape)
            return
        for body in shape.iter(qn("p:txBody")):
            yield from self._text(body)
        yield from self._pictures(shape)

    def _text(self, body: Any) -> Iterator[Piece]:
        texts = [self._meter.text(text, OVERHEAD) for text in paragraphs(body, self._left_out, self._place)]
        for text in texts:
            yield Piece("item" if len(texts) > 1 else "paragraph", text, page=self._number)

    def _frame(self, frame: Any) -> Iterator[_Item]:
        """A table, chart, diagram or embedded file."""
        found = next(frame.iter(qn("a:tbl")), None)
        if found is not None:
            yield from self._table(found)
            return
        part = self._slide.part
        for element in frame.iter(_CHART, _DIAGRAM):
            name = element.get(qn("r:id")) or element.get(qn("r:dm")) or ""
            relation = part.rels.get(name)
            if relation is None or relation.is_external:
                self._left_out.add("chart", self._place)
            elif element.tag == _CHART:
                read = list(charts.chart(relation.target_part.blob, self._meter, self._limits, self._number))
                if not any(piece.kind == "table" for piece in read):
                    self._left_out.add("chart", self._place)
                yield from read
            else:
                lines = charts.diagram(relation.target_part.blob)
                yield from (Piece("item", self._meter.text(line, OVERHEAD), page=self._number) for line in lines)
            return
        if next(frame.iter(qn("p:oleObj")), None) is not None:
            self._left_out.add("embedded", self._place)
        elif any("chartex" in str(child.tag) for child in frame.iter()):
            self._left_out.add("chart", self._place)

    def _table(self, element: Any) -> Iterator[Piece]:
        grid: list[list[Cell]] = []
        origins = itertools.count(1)
        for row in element.findall(qn("a:tr")):
            cells = row.findall(qn("a:tc"))
            self._meter.cells(len(cells))
            made: list[Cell] = []
            for at, cell in enumerate(cells):
                if cell.get("hMerge") in ("1", "true") and made:
                    made.append(self._again(made[-1]))
                elif cell.get("vMerge") in ("1", "true") and grid and at < len(grid[-1]):
                    made.append(self._again(grid[-1][at]))
                else:
                    merged = cell.get("gridSpan", "1") != "1" or cell.get("rowSpan", "1") != "1"
                    text = self._meter.text(" ".join(paragraphs(cell, self._left_out, self._place)))
                    made.append(Cell(text, next(origins) if merged else 0))
            grid.append(made)
        lines, rows = told_in_rows(grid)
        yield from (Piece("paragraph", line, page=self._number) for line in lines)
        yield from (Piece(piece.kind, piece.text, page=self._number) for piece in table_piece(rows, self._limits))

    def _again(self, cell: Cell) -> Cell:
        return cell._replace(text=self._meter.text(cell.text))

    def _pictures(self, element: Any) -> Iterator[Picture]:
        """The pictures of a shape, also those that fill it."""
        if element is None:
            return
        if next(element.iter(qn("a:videoFile"), qn("a:audioFile")), None) is not None:
            self._left_out.add("media", self._place)
            return
        extent = next(element.iter(qn("a:ext")), None)
        width = _whole(extent.get("cx", "")) / _EMU if extent is not None else 0.0
        for blip in element.iter(qn("a:blip")):
            relation = self._slide.part.rels.get(blip.get(qn("r:embed"), ""))
            if relation is not None and not relation.is_external:
                part = relation.target_part
                yield Picture(str(part.partname), _blob(part), width, self._number, self._place)
            elif blip.get(qn("r:link")):
                self._left_out.add("picture", self._place)

    def _tell_others(self) -> None:
        for relation in self._slide.part.rels.values():
            if not relation.is_external and relation.reltype.rpartition("/")[2] in _COMMENTS:
                count = sum(1 for _ in charts.parsed(relation.target_part.blob).iter("{*}cm"))
                self._left_out.add("comment", self._place, max(count, 1))


def _flat(tree: Any, order: Callable[[Any], tuple[int, int]], depth: int = 0) -> Iterator[Any]:
    """The shapes of a slide that are seen, from above; those of a group stay together."""
    shapes = [shape for child in tree for shape in _seen(child)]
    for shape in sorted(shapes, key=order):
        if shape.tag == qn("p:grpSp"):
            if depth < MAX_GROUPS:
                yield from _flat(shape, order, depth + 1)
        else:
            yield shape


def _seen(child: Any, depth: int = 0) -> Iterator[Any]:
    if not isinstance(child.tag, str) or depth > MAX_GROUPS:
        return
    if is_choice(child):
        branch = chosen(child)
        for shape in branch if branch is not None else ():
            yield from _seen(shape, depth + 1)
    elif child.tag in map(qn, _SHAPES) and _properties(child).get("hidden") not in ("1", "true"):
        yield child


def _properties(shape: Any) -> Any:
    """The name, number and visibility of a shape."""
    for child in shape:
        if isinstance(child.tag, str) and child.tag.startswith(qn("p:nv")):
            found = child.find(qn("p:cNvPr"))
            return found.attrib if found is not None else {}
    return {}


def _placeholder(shape: Any) -> str:
    """What a shape is to its layout; empty for a shape of the slide's own."""
    for child in shape:
        if isinstance(child.tag, str) and child.tag.startswith(qn("p:nv")):
            found = child.find(f"{qn('p:nvPr')}/{qn('p:ph')}")
            return str(found.get("type", "obj")) if found is not None else ""
    return ""


def _blob(part: Any) -> Callable[[], bytes]:
    return lambda: bytes(part.blob)


def _whole(text: str) -> int:
    return int(text) if text.removeprefix("-").isdecimal() and len(text) < 15 else 0
