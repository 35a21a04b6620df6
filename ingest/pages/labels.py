"""Labels with what stands beside them, read as one line each: ``Nomor : 005/127``, or words set apart on the left."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.pages.aligned_lines import Line, Run, joined
from ingest.pages.reading_order import Segment
from knowledge.markup.blocks import count_words

MAX_LABEL_WORDS = 3
MIN_LABELS = 3
MIN_WORDS = 3.0  # on a line beside a label at least, on average
_POINT = re.compile(r"[•▪●◦‣⁃–\-*o·]|\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]|\(\d{1,3}[a-z]?\)")


def text_in(entry: Sequence[Line], column: int) -> str:
    """What stands in a column of a row."""
    return " ".join(line.cells[column].text.replace("•", "·") for line in entry if column in line.cells)


def apart(cells: Sequence[Segment], text: str) -> Segment:
    """A paragraph of its own that says ``text`` in the place of these cells."""
    whole = cells[0]
    for cell in cells[1:]:
        whole = joined(whole, cell)
    return replace(whole, text=text, bold=False, apart=True)


def label_column(run: Run, entries: Sequence[list[Line]]) -> int:
    """The column in which values stand behind their colons; 0 when rows are no labels with values."""
    found: list[int] = []
    for entry in entries:
        cells = entry[0].cells
        if 0 not in cells or len(cells) < 2:
            continue
        second = min(column for column in cells if column > 0)
        if cells[0].text.endswith(":") or cells[second].text.startswith(":"):
            found.append(second)
    if len(found) < 2 or len(found) < 0.6 * sum(0 in entry[0].cells for entry in entries):
        return 0
    return max(set(found), key=found.count)


def labelled(entries: Sequence[list[Line]], column: int) -> Iterator[Segment]:
    """Each label with its value as one line; what stands to the right of the values is left as it is."""
    colon = [cell.text == ":" for entry in entries for line in entry if (cell := line.cells.get(column))]
    last = column + 1 if colon and sum(colon) >= 0.5 * len(colon) else column
    values = [cell for entry in entries for line in entry if (cell := line.cells.get(last))]
    points = bool(values) and sum(map(is_point, values)) >= 0.5 * len(values)
    for entry in entries:
        yield from (cell for line in entry for n, cell in line.cells.items() if n > last + points)
        told: list[list[Segment]] = []
        for line in entry:
            held = [cell for n, cell in sorted(line.cells.items()) if n <= last + points]
            if held and (not told or (points and is_point(held[0]))):
                told.append([])
            if held:
                told[-1] += held
        yield from (apart(cells, " ".join(cell.text for cell in cells)) for cells in told)


def hanging(run: Run, entries: Sequence[list[Line]]) -> bool:
    """Whether words stand apart on the left of texts of several lines, each on the first line of its text: ``AAA``,
    ``BBB`` of a radiogram, or terms with what they mean. Points have their own marks."""
    last = len(run.columns) - 1
    labels = [[cell for n, cell in entry[0].cells.items() if n < last] for entry in entries]
    first = [cells[0] for cells in labels if cells]
    if len(entries) < MIN_LABELS or len(first) < len(entries) or all(len(entry) == 1 for entry in entries):
        return False
    if any(n < last for entry in entries for line in entry[1:] for n in line.cells) or any(map(is_point, first)):
        return False
    if any(count_words(cell.text) > MAX_LABEL_WORDS for cells in labels for cell in cells):
        return False
    texts = [line.cells[last].text for entry in entries for line in entry if last in line.cells]
    beside = all(last in entry[0].cells for entry in entries)
    return beside and sum(map(count_words, texts)) >= MIN_WORDS * len(texts)


def is_point(cell: Segment) -> bool:
    """Whether a cell holds the mark or number of a point and nothing else."""
    return _POINT.fullmatch(cell.text) is not None


def fact(entry: Sequence[Line]) -> Segment:
    """A name and what it is as one line."""
    name, value = text_in(entry, 0), text_in(entry, 1)
    cells = [cell for line in entry for cell in line.cells.values()]
    return apart(cells, f"{name.rstrip(' :')}: {value}" if name and value else name or value)
