"""Workbooks (XLSX) and CSV: one table per sheet. Formulas are not computed; their last values are read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl

from ingest.errors import DocumentError, Notice
from ingest.limits import DEFAULT, Limits, Meter
from ingest.loaders import zip_files
from ingest.loaders.loaded import Loaded
from ingest.loaders.text import decode
from ingest.structure.metadata import guess
from ingest.structure.pieces import Piece, check_table, gathered, table
from ingest.structure.sections import sections

MAX_COLUMNS = 200


def load_workbook(path: Path, limits: Limits = DEFAULT) -> Loaded:
    """Load an XLSX or XLSM file; macros are never run.

    Raises:
        DocumentError: it is damaged, hostile, too large or empty.
    """
    zip_files.check_office(path, limits)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
        meter = Meter(limits)
        sheets = [(sheet.title, list(_rows(sheet, meter))) for sheet in book.worksheets if _is_visible(sheet)]
        title, made = book.properties.title or "", book.properties.modified
        book.close()
    except DocumentError:
        raise
    except Exception as error:  # the library raises many kinds for a malformed package
        raise DocumentError(
            "Buku kerja ini rusak dan tidak dapat dibuka.", "This workbook is damaged and cannot be opened."
        ) from error
    found = gathered((piece for name, rows in sheets for piece in _sheet(name, rows, limits)), limits)
    if not any(piece.kind == "table" for piece in found):
        raise DocumentError("Buku kerja ini kosong.", "This workbook is empty.")
    document = guess(path, found, title=title or path.stem, date=made.date().isoformat() if made else "")
    hidden = len(book.worksheets) - len(sheets)
    notice = Notice(f"{hidden} lembar tersembunyi dilewati.", f"{hidden} hidden sheets were left out.")
    return Loaded(document, sections(document.title, found), (notice,) if hidden else (), len(sheets))


def load_csv(path: Path, limits: Limits = DEFAULT) -> Loaded:
    """Load a CSV file (comma, semicolon, tab or bar).

    Raises:
        DocumentError: it is not text, too large or empty.
    """
    text = decode(path.read_bytes(), limits)
    try:
        dialect: type[csv.Dialect] | str = csv.Sniffer().sniff(text[:20_000], ",;\t|")
    except csv.Error:
        dialect = "excel"
    try:
        rows = list(_limited(csv.reader(io.StringIO(text), dialect), Meter(limits)))
    except csv.Error as error:
        raise DocumentError("CSV ini tidak dapat dibaca.", "This CSV file cannot be read.") from error
    found = gathered(_sheet("", rows, limits), limits)
    if not found:
        raise DocumentError("Berkas ini kosong.", "This file is empty.")
    document = guess(path, found, title=path.stem.replace("_", " "))
    return Loaded(document, sections(document.title, found))


def _is_visible(sheet: Any) -> bool:
    return bool(sheet.sheet_state == "visible")


def _rows(sheet: Any, meter: Meter) -> Iterator[list[str]]:
    # The stated dimension may be wrong or huge; rows are counted as they come.
    sheet.reset_dimensions()
    yield from _limited(([_written(v) for v in row] for row in sheet.iter_rows(values_only=True)), meter)


def _limited(rows: Iterable[list[str]], meter: Meter) -> Iterator[list[str]]:
    for row in rows:
        # Cells may share one long text, so each is counted before it is copied.
        cells = [" ".join(meter.text(cell).split()) for cell in row[:MAX_COLUMNS]]
        while cells and not cells[-1]:
            cells.pop()
        meter.cells(len(cells))
        yield cells


def _written(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value)
        case float():
            return f"{value:.10g}"
        case datetime():
            return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ", "minutes")
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _sheet(name: str, rows: list[list[str]], limits: Limits) -> Iterator[Piece]:
    """The tables of a sheet, parted by empty rows; a lone cell above a table is a line of text."""
    if name and any(rows):
        yield Piece("heading", name, 1)
    part: list[list[str]] = []
    for row in [*rows, []]:
        if row and not (len([cell for cell in row if cell]) == 1 and not part):
            part.append(row)
            continue
        if part:
            yield table(_trimmed(part, limits), limits)
            part = []
        if row:
            yield Piece("paragraph", " ".join(row))


def _trimmed(rows: list[list[str]], limits: Limits) -> list[list[str]]:
    """Without columns that are empty throughout, every row as long as the others."""
    width = max(len(row) for row in rows)
    used = [at for at in range(width) if any(at < len(row) and row[at] for row in rows)]
    check_table(len(rows), len(used), limits)
    return [[row[at] if at < len(row) else "" for at in used] for row in rows]
