"""CSV files: one table, whatever sign parts its columns."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from ingest.errors import DocumentError
from ingest.limits import DEFAULT, Limits, Meter
from ingest.loaders.left_out import LeftOut
from ingest.loaders.loaded import Loaded
from ingest.loaders.sheet_tables import Row, sheet_pieces
from ingest.loaders.text import decode
from ingest.structure.grids import Cell
from ingest.structure.metadata import guess
from ingest.structure.pieces import gathered
from ingest.structure.sections import sections

MAX_COLUMNS = 200
_SEPARATORS = (";", "\t", "|", ",")
_HINT = re.compile(r"[\"']?sep=(.)[\"']?[ \t]*(?:\n|\Z)", re.IGNORECASE)
_SAMPLE = 200  # rows from which the separator is told
_SAMPLE_CHARACTERS = 100_000


def load(path: Path, limits: Limits = DEFAULT) -> Loaded:
    """Load a CSV file (comma, semicolon, tab or bar).

    A first line ``sep=;`` is a hint for spreadsheets and no content. Otherwise the separator is the sign that parts
    the rows most evenly; with commas as decimal signs that is another one.

    Raises:
        DocumentError: it is not text, too large or empty.
    """
    decoded = decode(path.read_bytes(), limits)
    text = decoded.text
    separator, start = separated_by(text)
    left_out = LeftOut()
    try:
        reader = csv.reader(io.StringIO(text[start:]), delimiter=separator, skipinitialspace=separator != "\t")
        rows = list(_limited(reader, Meter(limits), left_out))
    except csv.Error as error:
        raise DocumentError("CSV ini tidak dapat dibaca.", "This CSV file cannot be read.") from error
    found = gathered(sheet_pieces(rows, limits), limits)
    if not found:
        raise DocumentError("Berkas ini kosong.", "This file is empty.")
    document = guess(path, found, title=path.stem.replace("_", " "))
    notices = (*decoded.notices, *left_out.notices())
    return Loaded(document, sections(document.title, found), notices, coverage=left_out.coverage(found))


def separated_by(text: str) -> tuple[str, int]:
    """The sign between the columns of a text, and where its first row begins."""
    if hint := _HINT.match(text):
        return hint[1], hint.end()
    sample = text[:_SAMPLE_CHARACTERS]
    return max(_SEPARATORS, key=lambda separator: _evenness(sample, separator)), 0


def _evenness(sample: str, separator: str) -> tuple[float, int]:
    """How large a share of the rows a sign parts into equally many columns, and into how many."""
    widths: Counter[int] = Counter()
    try:
        for row in csv.reader(io.StringIO(sample), delimiter=separator, skipinitialspace=separator != "\t"):
            if any(cell.strip() for cell in row):
                widths[len(row)] += 1
            if widths.total() >= _SAMPLE:
                break
    except csv.Error:
        return 0.0, 0
    # Titles above a table are rows of one cell and tell nothing.
    parted = Counter({width: count for width, count in widths.items() if width > 1})
    if not parted:
        return 0.0, 0
    width, count = max(parted.items(), key=lambda item: (item[1], item[0]))
    return round(count / widths.total(), 1), width


def _limited(rows: Iterable[list[str]], meter: Meter, left_out: LeftOut) -> Iterator[Row]:
    widest = 0
    for row in rows:
        cells = [" ".join(meter.text(cell).split()) for cell in row[:MAX_COLUMNS]]
        widest = max(widest, len(row))
        while cells and not cells[-1]:
            cells.pop()
        meter.cells(len(cells))
        yield Row([Cell(cell) for cell in cells])
    if widest > MAX_COLUMNS:
        left_out.add("wide_column", count=widest - MAX_COLUMNS)
