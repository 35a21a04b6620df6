"""Word documents (DOCX). They have no real pages, so sections are found by heading and clause."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.opc.part import PartFactory
from docx.oxml.ns import qn
from docx.package import Package
from docx.parts.document import DocumentPart

from ingest.errors import DocumentError
from ingest.limits import DEFAULT, Limits, Meter
from ingest.loaders import charts, office_packages, zip_files
from ingest.loaders.docx_numbering import BULLET, Numbers
from ingest.loaders.docx_rows import MOST_DEPTH, PASSED, cells_of, is_coloured, merge_of, rows_of, skipped, span_of
from ingest.loaders.docx_styles import Styles
from ingest.loaders.docx_text import Anchored, Line, NoteMark, TextReader
from ingest.loaders.drawing_text import chosen, is_choice
from ingest.loaders.headings_by_look import Look, kind_of, may_head, with_levels
from ingest.loaders.left_out import LeftOut
from ingest.loaders.loaded import Loaded
from ingest.loaders.pictures import Picture, recognised
from ingest.structure.grids import Cell, told_by_colour, told_in_rows
from ingest.structure.metadata import guess
from ingest.structure.pieces import OVERHEAD, Piece, check_table, gathered, table
from ingest.structure.sections import sections

# The library opens documents only; templates and documents with macros hold the same.
for _type in (
    "application/vnd.ms-word.document.macroEnabled.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
):
    PartFactory.part_type_for[_type] = DocumentPart

_INLINE_WORDS = 80  # of a table inside a cell; a longer one stands below its row


def load(path: Path, limits: Limits = DEFAULT) -> Loaded:
    """Load a DOCX file, also a template or one with macros: these are not looked at, and nothing it refers to is
    fetched.

    Raises:
        DocumentError: it is damaged, hostile or without text.
    """
    zip_files.check_office(path, limits)
    left_out = LeftOut()
    try:
        part = Package.open(str(path)).main_document_part
        found = _Body(part, limits, left_out).items()
        stated = office_packages.stated(path, limits)
    except DocumentError:
        raise
    except Exception as error:  # the library raises many kinds for a malformed package
        raise DocumentError(
            "Dokumen Word ini rusak dan tidak dapat dibuka.", "This Word document is damaged and cannot be opened."
        ) from error
    read = gathered(recognised(found, limits, left_out), limits)
    if not read:
        raise DocumentError("Dokumen Word ini tidak memuat teks.", "This Word document holds no text.")
    guessed = guess(path, read, title=stated.title, date=stated.date)
    return Loaded(guessed, sections(guessed.title, read), left_out.notices(), coverage=left_out.coverage(read))


_Item = Piece | Picture | Look


class _Body:
    """The body of one document, walked from top to bottom."""

    def __init__(self, part: Any, limits: Limits, left_out: LeftOut) -> None:
        self._part = part
        self._limits = limits
        self._left_out = left_out
        self._meter = Meter(limits)
        self._styles = Styles(part.document.styles.element)
        self._numbers = Numbers(part.document, self._styles)
        background = part.element.find(qn("w:background"))
        dark = background is not None and background.get(qn("w:color"), "FFFFFF").upper() not in ("FFFFFF", "AUTO")
        self._reader = TextReader(self._styles, left_out, dark=dark)
        self._notes = {"footnote": self._notes_of(RELATION.FOOTNOTES), "endnote": self._notes_of(RELATION.ENDNOTES)}
        self._note_texts: dict[tuple[str, str], str] = {}
        self._sizes: Counter[float] = Counter()
        self._origins = itertools.count(1)

    def items(self) -> list[Piece | Picture]:
        """What the document holds, in reading order."""
        items = list(self._blocks(self._part.element.body, 0))
        if comments := self._comments():
            self._left_out.add("comment", count=comments)
        return with_levels(items, self._sizes)

    def _related(self, kind: str) -> Any:
        return next(
            (rel.target_part for rel in self._part.rels.values() if rel.reltype == kind and not rel.is_external), None
        )

    def _notes_of(self, kind: str) -> dict[str, Any]:
        part = self._related(kind)
        return {note.get(qn("w:id"), ""): note for note in charts.parsed(part.blob)} if part is not None else {}

    def _comments(self) -> int:
        part = self._related(RELATION.COMMENTS)
        return len(charts.parsed(part.blob).findall(qn("w:comment"))) if part is not None else 0

    def _blocks(self, container: Any, depth: int, *, dark: bool = False) -> Iterator[_Item]:
        """The paragraphs, tables and what else a part of the document holds."""
        if depth > MOST_DEPTH:
            return
        carried: list[Line] = []
        for child in container:
            if not isinstance(child.tag, str):
                continue
            name = child.tag.rpartition("}")[2]
            if child.tag == qn("w:p"):
                line = self._reader.line(child, dark=dark)
                if line.runs_on:
                    carried.append(line)
                    continue
                yield from self._paragraph(child, _joined(carried, line), depth)
                carried = []
            elif child.tag == qn("w:tbl"):
                yield from self._table(child, depth)
            elif child.tag == qn("w:sdt"):
                yield from self._control(child, depth, dark=dark)
            elif child.tag == qn("w:altChunk"):
                self._left_out.add("chunk")
            elif is_choice(child):
                branch = chosen(child)
                if branch is not None:
                    yield from self._blocks(branch, depth + 1, dark=dark)
            elif child.tag == qn(f"w:{name}") and name in PASSED:
                yield from self._blocks(child, depth + 1, dark=dark)
        for line in carried:
            yield from self._text(line.text)
            yield from self._after(line, depth)

    def _control(self, element: Any, depth: int, *, dark: bool) -> Iterator[_Item]:
        properties, content = element.find(qn("w:sdtPr")), element.find(qn("w:sdtContent"))
        gallery = properties.find(f".//{qn('w:docPartGallery')}") if properties is not None else None
        placeholder = properties is not None and properties.find(qn("w:showingPlcHdr")) is not None
        contents = gallery is not None and gallery.get(qn("w:val")) == "Table of Contents"
        if content is not None and not placeholder and not contents:
            yield from self._blocks(content, depth + 1, dark=dark)

    def _text(self, text: str) -> Iterator[Piece]:
        if text:
            yield Piece("paragraph", self._meter.text(text, OVERHEAD))

    def _paragraph(self, element: Any, line: Line, depth: int) -> Iterator[_Item]:
        # Word counts numbered paragraphs without text, but not those that are hidden or deleted.
        label = "" if line.unseen else self._numbers.label(element)
        if line.text and not self._styles.is_contents(element):
            self._meter.text(line.text, OVERHEAD)
            yield self._piece(element, line, label)
        yield from self._after(line, depth)

    def _piece(self, element: Any, line: Line, label: str) -> _Item:
        numbered = f"{label} {line.text}" if label and label != BULLET else line.text
        if level := self._styles.heading_level(element):
            return Piece("heading", numbered, level)
        if label == BULLET:
            return Piece("item", line.text)
        self._sizes[line.size] += len(line.text)
        if may_head(line.text):
            return Look(numbered, line.bold, line.size, kind_of(numbered))
        return Piece("paragraph", numbered)

    def _after(self, line: Line, depth: int) -> Iterator[_Item]:
        """What hangs on a paragraph: its notes, boxes, pictures, charts."""
        for note in line.notes:
            yield from self._note(note)
        for anchored in line.anchored:
            yield from self._anchored(anchored, depth)

    def _note(self, note: NoteMark) -> Iterator[Piece]:
        element = self._notes[note.kind].get(note.name)
        if element is None:
            return
        key = note.kind, note.name
        if key not in self._note_texts:
            lines = (self._reader.line(paragraph).text for paragraph in element.iter(qn("w:p")))
            self._note_texts[key] = " ".join(filter(None, lines))
        if text := self._note_texts[key]:
            yield from self._text(f"{note.mark} {text}" if note.mark else text)

    def _anchored(self, anchored: Anchored, depth: int) -> Iterator[_Item]:
        if anchored.kind == "box":
            yield from self._blocks(anchored.element, depth + 1, dark=True)
            return
        relation = self._part.rels.get(anchored.relation)
        if relation is None or relation.is_external:
            self._left_out.add("picture" if anchored.kind == "picture" else "chart")
            return
        part = relation.target_part
        if anchored.kind == "picture":
            yield Picture(str(part.partname), _blob(part), anchored.width)
        elif anchored.kind == "chart":
            read = list(charts.chart(part.blob, self._meter, self._limits))
            if not any(piece.kind == "table" for piece in read):
                self._left_out.add("chart")
            yield from read
        else:
            yield from (Piece("item", self._meter.text(text, OVERHEAD)) for text in charts.diagram(part.blob))

    def _table(self, element: Any, depth: int) -> Iterator[_Item]:
        rows = [(row, cells_of(row)) for row in rows_of(element)]
        if max((len(cells) for _, cells in rows), default=0) < 2:  # a page laid out by a table
            for _, cells in rows:
                self._meter.cells(len(cells))
                for cell in cells:
                    yield from self._blocks(cell, depth + 1, dark=True)
            return
        grid, hanging = self._grid(rows, depth)
        check_table(len(grid), max(len(row) for row in grid), self._limits)
        # What hangs on cells stands after the table, but a table within a cell stands where the cell does.
        after: list[_Item] = []
        start, header = 0, list[str]()
        for at, items in hanging.items():
            if any(isinstance(item, Piece) and item.kind == "table" for item in items):
                header = yield from self._rows(grid[start : at + 1], header)
                yield from items
                start = at + 1
            else:
                after += items
        yield from self._rows(grid[start:], header)
        yield from after

    def _rows(self, grid: list[list[Cell]], header: list[str]) -> Generator[_Item, None, list[str]]:
        """Rows as a table, or the next ones of a table with this header; returns its header."""
        lines, told = told_in_rows(grid)
        yield from (Piece("paragraph", line) for line in lines)
        if told and len(told[0]) < 2:
            yield from (Piece("paragraph", row[0]) for row in told if row[0])
        elif told:
            yield table([header, *told] if len(header) == len(told[0]) else told, self._limits)
        return header or (told[0] if told else [])

    def _grid(self, rows: list[tuple[Any, list[Any]]], depth: int) -> tuple[list[list[Cell]], dict[int, list[_Item]]]:
        """The cells of a table, merged ones in each of their places, and what hangs on those of each row."""
        grid: list[list[Cell]] = []
        hanging: dict[int, list[_Item]] = {}
        coloured: list[set[int]] = []
        above: list[Cell] = []
        for row, cells in rows:
            before, behind = skipped(row, "w:gridBefore"), skipped(row, "w:gridAfter")
            # Before cells are made, because a cell is made for each column that one says it spans.
            self._meter.cells(before + sum(map(span_of, cells)) + behind)
            made = [Cell("")] * before
            below: list[_Item] = []
            empty: set[int] = set()
            for cell in cells:
                made += self._cell(cell, len(made), above, made, below, depth)
                if not made[-1].text and is_coloured(cell):
                    empty.add(len(made) - 1)
            coloured.append(empty)
            if below:
                label = next((one.text for one in made if one.text), "")
                hanging[len(grid)] = [*([Piece("paragraph", label)] if label else []), *below]
            above = [*made, *[Cell("")] * behind]
            grid.append(above)
        if count := told_by_colour(coloured):
            self._left_out.add("coloured", count=count)
        return grid, hanging

    def _cell(
        self, cell: Any, at: int, above: list[Cell], row: list[Cell], below: list[_Item], depth: int
    ) -> list[Cell]:
        span = span_of(cell)
        merge, beside = merge_of(cell, "w:vMerge"), merge_of(cell, "w:hMerge")
        if merge == "continue" and at < len(above):
            return [above[at]._replace(text=self._meter.text(above[at].text)) for _ in range(span)]
        if beside == "continue" and row:
            return [row[-1]._replace(text=self._meter.text(row[-1].text))]
        text = " ".join(filter(None, self._cell_texts(cell, below, depth)))
        origin = next(self._origins) if span > 1 or merge or beside else 0
        return [Cell(self._meter.text(text), origin) for _ in range(span)]

    def _cell_texts(self, cell: Any, below: list[_Item], depth: int) -> Iterator[str]:
        """The paragraphs of a cell with their numbers; what hangs on them, and long tables, go below the table."""
        if depth > MOST_DEPTH:
            return
        for child in cell:
            if not isinstance(child.tag, str):
                continue
            name = child.tag.rpartition("}")[2]
            if child.tag == qn("w:p"):
                line = self._reader.line(child, dark=True)
                label = "" if line.unseen else self._numbers.label(child)
                yield f"{label} {line.text}".strip() if label != BULLET or line.text else ""
                below += self._after(line, depth)
            elif child.tag == qn("w:tbl"):
                yield from self._inner_table(child, below, depth)
            elif child.tag == qn("w:sdt"):
                placeholder = child.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is not None
                content = child.find(qn("w:sdtContent"))
                if content is not None and not placeholder:
                    yield from self._cell_texts(content, below, depth + 1)
            elif child.tag == qn(f"w:{name}") and name in PASSED:
                yield from self._cell_texts(child, below, depth + 1)
            elif child.tag == qn("w:altChunk"):
                self._left_out.add("chunk")

    def _inner_table(self, element: Any, below: list[_Item], depth: int) -> Iterator[str]:
        """A table inside a cell: a short one as text of the cell, row by row."""
        rows = [(row, cells_of(row)) for row in rows_of(element)]
        grid, hanging = self._grid(rows, depth + 1)
        lines, told = told_in_rows(grid)
        words = sum(len(cell.split()) for row in told for cell in row)
        if words <= _INLINE_WORDS:
            texts = (": ".join(dict.fromkeys(filter(None, row))) for row in told)
            yield "; ".join(filter(None, (*lines, *texts)))
        else:
            below += [Piece("paragraph", line) for line in lines]
            check_table(len(told), len(told[0]), self._limits)
            below.append(table(told, self._limits))
        below += itertools.chain.from_iterable(hanging.values())


def _joined(carried: list[Line], line: Line) -> Line:
    """Paragraphs whose ends were deleted, and the one that they run on into."""
    for before in reversed(carried):
        line.text = " ".join(f"{before.text} {line.text}".split())
        line.notes[:0], line.anchored[:0] = before.notes, before.anchored
    line.unseen = line.unseen and not line.text
    return line


def _blob(part: Any) -> Callable[[], bytes]:
    return lambda: bytes(part.blob)
