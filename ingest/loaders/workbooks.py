"""Workbooks (XLSX): the tables of each sheet. Formulas are not computed; their last values are read."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.worksheet._reader import WorkSheetParser

from ingest.errors import DocumentError
from ingest.limits import DEFAULT, Limits, Meter
from ingest.loaders import office_packages, zip_files
from ingest.loaders.equations import raised
from ingest.loaders.left_out import LeftOut
from ingest.loaders.loaded import Loaded
from ingest.loaders.number_formats import Signs, shown
from ingest.loaders.pictures import Picture, recognised
from ingest.loaders.sheet_drawings import comments, drawn
from ingest.loaders.sheet_layout import Layout, Merge, layout_of
from ingest.loaders.sheet_tables import Row, sheet_pieces
from ingest.structure.grids import Cell, told_by_colour
from ingest.structure.metadata import guess
from ingest.structure.pieces import Piece, gathered
from ingest.structure.sections import sections
from ingest.structure.symbol_fonts import is_symbol_font
from ingest.structure.symbol_fonts import shown as sign_shown

MAX_COLUMNS = 200
_WHITE = ("FFFFFF", "FFFFFFFF", "00FFFFFF")
_ESCAPED = re.compile(r"_x00(?:0[9ADad]|20|A0)_")
_GENERAL = "General"


def load(path: Path, limits: Limits = DEFAULT) -> Loaded:
    """Load an XLSX or XLSM file or a template of one; macros are never run.

    Raises:
        DocumentError: it is damaged, hostile, too large or empty.
    """
    zip_files.check_office(path, limits)
    left_out = LeftOut()
    try:
        # An opened file, because the library looks at the ending of a name.
        with path.open("rb") as file, zipfile.ZipFile(path) as archive, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of features of no interest here
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False, rich_text=True)
            items = list(_items(_Book(book, archive, limits, left_out), limits))
            sheets = sum(map(_is_visible, book.worksheets))
            book.close()
    except DocumentError:
        raise
    except Exception as error:  # the library raises many kinds for a malformed package
        raise DocumentError(
            "Buku kerja ini rusak dan tidak dapat dibuka.", "This workbook is damaged and cannot be opened."
        ) from error
    found = gathered(recognised(items, limits, left_out), limits)
    if not any(piece.kind != "heading" for piece in found):
        raise DocumentError("Buku kerja ini kosong.", "This workbook is empty.")
    stated = office_packages.stated(path, limits)
    document = guess(path, found, title=stated.title or path.stem, date=stated.date)
    return Loaded(document, sections(document.title, found), left_out.notices(), sheets, left_out.coverage(found))


class _Book:
    """What all sheets of a workbook share."""

    def __init__(self, book: Any, archive: zipfile.ZipFile, limits: Limits, left_out: LeftOut) -> None:
        self.sheets = [sheet for sheet in book.worksheets if _is_visible(sheet)]
        self.archive = archive
        self.meter = Meter(limits)
        self.left_out = left_out
        self.signs = Signs.of("\n".join(book._number_formats))
        self.paths = {sheet.title: sheet._worksheet_path for sheet in self.sheets}
        if hidden := len(book.worksheets) - len(self.sheets):
            left_out.add("hidden_sheet", count=hidden)
        self.layouts = {name: layout_of(archive, part, limits) for name, part in self.paths.items()}
        # A program that computes nothing stores 0 for every formula and has the sheet computed when it is opened.
        computed = any(layout.computed for layout in self.layouts.values())
        self.trusts_zeros = computed or not getattr(book.calculation, "fullCalcOnLoad", False)
        self.styles: dict[int, _Style] = {}


@dataclass(frozen=True, slots=True)
class _Style:
    """How cells of one style look."""

    form: str
    bold: bool
    struck: bool
    white: bool
    font: str
    coloured: bool  # its paper

    @classmethod
    def of(cls, cell: Any) -> _Style:
        font, fill = cell.font, cell.fill
        color = font.color
        white = color is not None and (
            (color.type == "rgb" and str(color.rgb) in _WHITE) or (color.type == "theme" and color.theme == 0)
        )
        plain = fill is None or getattr(fill, "fill_type", None) is None
        name = font.name or ""
        paper = fill.fgColor if fill is not None and getattr(fill, "fill_type", None) == "solid" else None
        coloured = paper is not None and not (
            (paper.type == "rgb" and str(paper.rgb) in _WHITE) or (paper.type == "theme" and paper.theme == 0)
        )
        return cls(
            cell.number_format or _GENERAL, bool(font.b), bool(font.strike), bool(white and plain), name, coloured
        )


def _style(book: _Book, cell: Any) -> _Style:
    style = book.styles.get(cell._style_id)
    if style is None:
        style = book.styles[cell._style_id] = _Style.of(cell)
    return style


def _is_visible(sheet: Any) -> bool:
    return bool(sheet.sheet_state == "visible")


def _items(book: _Book, limits: Limits) -> Iterator[Piece | Picture]:
    for number, sheet in enumerate(book.sheets, 1):
        rows = list(_rows(book, sheet, book.layouts[sheet.title]))
        items = [*sheet_pieces(rows, limits), *drawn(book.archive, book.paths[sheet.title], sheet.title, number)]
        if count := comments(book.archive, book.paths[sheet.title]):
            book.left_out.add("comment", sheet.title, count)
        if items:
            yield Piece("heading", sheet.title, 1)
            yield from items


def _rows(book: _Book, sheet: Any, layout: Layout) -> Iterator[Row]:
    """The rows that a reader of a sheet sees, from the first that holds something to the last."""
    _tell_left_out(book, sheet.title, layout)
    merged = _Merged(layout.merges)
    hidden_rows = last = 0
    coloured: list[frozenset[int]] = []
    for number, row in _parsed(sheet):
        hidden = number in layout.hidden_rows
        texts, bold = _texts(book, layout, number, row, LeftOut() if hidden else book.left_out)
        cells, own = merged.cells(number, texts, book.meter)
        if last == number - 1 and any(cell.value is not None for cell in row):
            last = number  # a row of which nothing is shown parts no table
        if hidden:
            hidden_rows += any(cell.value is not None for cell in row)
            continue
        cells = [cell for at, cell in enumerate(cells, 1) if not layout.hides_column(at)]
        while cells and not cells[-1].text:
            cells.pop()
        if not cells or not own:
            continue
        if number > last + 1:
            yield Row([])
        last = number
        book.meter.cells(len(cells))
        coloured.append(frozenset(cell.column for cell in row if cell.value is None and _style(book, cell).coloured))
        yield Row(cells, bold)
    if count := told_by_colour(coloured):
        book.left_out.add("coloured", sheet.title, count)
    if hidden_rows:
        book.left_out.add("hidden_row", sheet.title, hidden_rows)
    if layout.width > MAX_COLUMNS:
        book.left_out.add("wide_column", sheet.title, layout.width - MAX_COLUMNS)


def _parsed(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    """The rows that a sheet holds, by number, with the cells that they hold, as far as columns are read.

    The library's own iteration fills gaps of any size, and drops the faces of letters within a cell.
    """
    book = sheet.parent
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
            rich_text=True,
        )
        for number, cells in parser.parse():
            yield number, [ReadOnlyCell(sheet, **cell) for cell in cells if 1 <= cell["column"] <= MAX_COLUMNS]


def _tell_left_out(book: _Book, title: str, layout: Layout) -> None:
    for place in layout.without_value if book.trusts_zeros else (*layout.without_value, *layout.zeros.values()):
        book.left_out.add("formula", f"{title}!{place}")
    if count := sum(max(min(last, layout.width) - first + 1, 0) for first, last in layout.hidden_columns):
        book.left_out.add("hidden_column", title, count)


def _texts(book: _Book, layout: Layout, number: int, row: Any, left_out: LeftOut) -> tuple[list[str], bool]:
    texts: list[str] = []
    bold: list[bool] = []
    for cell in row:
        at = cell.column
        texts += [""] * (at - len(texts))
        if cell.value is None or (not book.trusts_zeros and (number, at) in layout.zeros):
            continue
        style = _style(book, cell)
        text = _shown(book, cell.value, style, layout, left_out)
        # Cells may share one long text, so each is counted before it is copied.
        texts[at - 1] = " ".join(_ESCAPED.sub(" ", book.meter.text(text)).split())
        if texts[at - 1]:
            bold.append(style.bold)
    while texts and not texts[-1]:
        texts.pop()
    return texts, bool(bold) and all(bold)


def _shown(book: _Book, value: Any, style: _Style, layout: Layout, left_out: LeftOut) -> str:
    if style.struck:
        left_out.add("struck")
        return ""
    if style.white and not layout.colours_cells:
        left_out.add("hidden")
        return ""
    if isinstance(value, CellRichText):
        return "".join(_part(part, left_out) for part in value)
    text = shown(value, style.form, book.signs)
    return sign_shown(text, style.font) if isinstance(value, str) and is_symbol_font(style.font) else text


def _part(part: Any, left_out: LeftOut) -> str:
    """A stretch of a text in its own face."""
    if not isinstance(part, TextBlock):
        return str(part)
    font = part.font
    if font is not None and font.strike:
        left_out.add("struck")
        return ""
    text = str(part.text)
    if font is not None and font.vertAlign == "superscript":
        return raised(text)
    return sign_shown(text, font.rFont or "") if font is not None else text


class _Merged:
    """Merged cells, met while rows are read from above."""

    def __init__(self, merges: tuple[Merge, ...]) -> None:
        self._waiting = sorted(merges, reverse=True)
        self._open: list[tuple[int, Merge]] = []
        self._texts: dict[int, str] = {}
        self._last = 0

    def cells(self, number: int, texts: list[str], meter: Meter) -> tuple[list[Cell], bool]:
        """The cells of a row with what merged cells show in it, and whether it shows anything of its own."""
        while self._waiting and self._waiting[-1].top <= number:
            merge = self._waiting.pop()
            self._last += 1
            self._open.append((self._last, merge))
            self._texts[self._last] = texts[merge.left - 1] if merge.left <= len(texts) else ""
        self._open = [(origin, merge) for origin, merge in self._open if merge.bottom >= number]
        cells = [Cell(text) for text in texts]
        own = any(texts)
        for origin, merge in self._open:
            text = self._texts[origin]
            right = min(merge.right, MAX_COLUMNS)
            if not text or merge.left > right:
                continue
            cells += [Cell("")] * (right - len(cells))
            for at in range(merge.left - 1, right):
                cells[at] = Cell(meter.text(text), origin)
        return cells, own
