"""Word documents (DOCX). They have no real pages, so sections are found by heading and clause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from ingest.errors import DocumentError
from ingest.limits import DEFAULT, Limits, Meter
from ingest.loaders import docx_numbering, zip_files
from ingest.loaders.loaded import Loaded
from ingest.structure.metadata import guess
from ingest.structure.pieces import Piece, gathered, table_piece
from ingest.structure.sections import sections

_HEADING = re.compile(r"(?:heading|judul|title|subtitle)\s*(\d?)", re.IGNORECASE)
MAX_BOLD_HEADING_WORDS = 14


def load(path: Path, limits: Limits = DEFAULT) -> Loaded:
    """Load a DOCX file; macros are not looked at and nothing it refers to is fetched.

    Raises:
        DocumentError: it is damaged, hostile or without text.
    """
    zip_files.check_office(path, limits)
    try:
        document = docx.Document(str(path))
        found = gathered(_pieces(document, limits), limits)
        stated = document.core_properties
        title, made = stated.title or "", stated.modified or stated.created
    except DocumentError:
        raise
    except Exception as error:  # the library raises many kinds for a malformed package
        raise DocumentError(
            "Dokumen Word ini rusak dan tidak dapat dibuka.", "This Word document is damaged and cannot be opened."
        ) from error
    if not found:
        raise DocumentError("Dokumen Word ini tidak memuat teks.", "This Word document holds no text.")
    guessed = guess(path, found, title=title, date=made.date().isoformat() if made else "")
    return Loaded(guessed, sections(guessed.title, found))


def _pieces(document: Any, limits: Limits) -> Iterator[Piece]:
    meter = Meter(limits)
    numbers = docx_numbering.Numbers(document)
    for element in document.element.body.iter(qn("w:p"), qn("w:tbl")):
        parent = element.getparent()
        if element.tag == qn("w:tbl"):
            if not any(ancestor.tag == qn("w:tbl") for ancestor in element.iterancestors()):
                yield from table_piece(_rows(Table(element, document), meter), limits)
        elif parent.tag in (qn("w:body"), qn("w:sdtContent")):
            yield from _paragraph(Paragraph(element, document), numbers)


def _rows(table: Table, meter: Meter) -> list[list[str]]:
    rows = []
    for row in table.rows:
        cells: list[str] = []
        seen = None
        # Before the cells are asked for, because a cell is made once for each column it says it spans.
        meter.cells(sum(cell.grid_span for cell in row._tr.tc_lst))
        for cell in row.cells:
            # A merged cell comes once for each column it spans.
            cells.append("" if cell._tc is seen else meter.text(" ".join(cell.text.split())))
            seen = cell._tc
        rows.append(cells)
    return rows


def _paragraph(paragraph: Paragraph, numbers: docx_numbering.Numbers) -> Iterator[Piece]:
    text = " ".join(paragraph.text.split())
    if not text:
        return
    style = paragraph.style.name if paragraph.style is not None and paragraph.style.name else ""
    label = numbers.label(paragraph)
    if heading := _HEADING.match(style):
        level = int(heading[1]) + 1 if heading[1] else 1
        yield Piece("heading", f"{label} {text}" if label and label != "•" else text, level)
    elif label == "•":
        yield Piece("item", text)
    elif label:
        yield Piece("paragraph", f"{label} {text}")
    elif _is_bold_line(paragraph, text):
        yield Piece("heading", text, 8)
    else:
        yield Piece("paragraph", text)


def _is_bold_line(paragraph: Paragraph, text: str) -> bool:
    runs = [run for run in paragraph.runs if run.text.strip()]
    short = len(text.split()) <= MAX_BOLD_HEADING_WORDS and text[-1] not in ".,;:"
    return short and bool(runs) and all(run.bold for run in runs)
