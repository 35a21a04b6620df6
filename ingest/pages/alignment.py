"""Texts that stand in rows and columns without lines drawn: tables, facts, and labels with their values.

Columns of running text stand side by side too, but there a line goes on with what the line above it began. In a table a
row begins something in each of its columns.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from ingest.pages.aligned_lines import ALIGNED, Line, Run, joined
from ingest.pages.grid import Row, Table, is_value, table_of
from ingest.pages.justified import closed_up
from ingest.pages.labels import fact, hanging, is_point, label_column, labelled, text_in
from ingest.pages.reading_order import Segment, rows
from ingest.structure.markers import BULLET
from knowledge.markup.blocks import count_words

WIDE = 0.5  # sizes of the text between cells of a row
MAX_CELL_WORDS = 60
MAX_NAME_LINES = 6
TIGHT = 0.35  # sizes of the text between the lines of one cell
TRIES = 2
WORDY = 2.5  # words on a line of running text at least, on average
_COUNT = re.compile(r"\d{1,4}")
_SIGNED = re.compile(r"(?:NIP|Mengetahui|Menyetujui|Mengesahkan|Hormat|ttd)\b", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:table of )?contents?|daftar (?:isi|tabel|gambar|lampiran)", re.IGNORECASE)


def with_alignment(segments: Sequence[Segment]) -> list[Segment]:
    """The segments, those that stand in rows and columns put together row by row."""
    if len(segments) < 4:
        return list(segments)
    lines = closed_up(rows(segments))
    split = [_cells(row) for row in lines]
    if sum(len(row) > 1 for row in split) < 2 or any(_CONTENTS.fullmatch(s.text.strip(" :")) for s in segments):
        return list(segments)
    found: list[list[Segment]] = []
    at, tries, free = 0, TRIES, 0  # lines from ``free`` on are of no table yet
    while at < len(split):
        run, end = _run(split, at)
        above = split[free:at]
        made, named = _read(run, above) if run is not None else (None, 0)
        if made is None:
            # The first lines may not belong to what follows; a page of columns is not tried from every line of it.
            tries -= (TRIES if _are_columns(run) else 1) if run is not None else 0
            tries = max(tries, 0)
            end = at + 1 if tries else end
            found += lines[at:end]
        else:
            del found[len(found) - named :]
            found.append(made)
            free = end
        tries = tries if made is None and tries else TRIES
        at = end
    return [segment for line in found for segment in line]


def _cells(row: Sequence[Segment]) -> list[Segment]:
    """The segments of a line, those that only a wide space between words parts joined."""
    if len(row) < 2:
        return list(row)
    cells: list[Segment] = []
    for segment in sorted(row, key=lambda s: s.x0):
        last = cells[-1] if cells else None
        if last is None or segment.x0 - last.x1 > WIDE * last.size or segment.apart or last.apart:
            cells.append(segment)
        else:
            cells[-1] = joined(last, segment)
    return cells


def _run(split: Sequence[list[Segment]], start: int) -> tuple[Run | None, int]:
    """The lines from ``start`` that stand in columns, and the place after the last of them."""
    run = Run()
    at = start
    while at < len(split):
        cells = split[at]
        whole = any(cell.table or cell.apart for cell in cells)
        if whole or (len(cells) < 2 and not run.lines):
            break
        if not run.take(cells, split[at + 1] if at + 1 < len(split) else ()):
            break
        at += 1
    return (run, at) if len(run.lines) >= 2 and len(run.columns) >= 2 else (None, start + 1)


def _read(run: Run, above: Sequence[list[Segment]]) -> tuple[list[Segment] | None, int]:
    """A run as one table, or as lines read across; None when its columns are read one after the other.

    With it comes how many of the lines above name the columns.
    """
    entries = list(_entries(run))
    if labels := label_column(run, entries):
        return list(labelled(entries, labels)), 0
    if hanging(run, entries):
        return list(labelled(entries, len(run.columns) - 1)), 0
    if len(entries) < 2 or not _is_table(run, entries):
        return None, 0
    if len(run.columns) == 2 and _are_facts(entries):
        return [fact(entry) for entry in entries], 0
    texts = [[text_in(entry, column) for column in range(len(run.columns))] for entry in entries]
    if max(count_words(text) for row in texts for text in row) > MAX_CELL_WORDS:
        return None, 0
    table = table_of(texts, [_is_bold(entry) for entry in entries])
    held = [cell for line in run.lines for cell in line.cells.values()]
    named = 0
    if table.header == "none":
        names, named = _names(run, above, max(2, round(0.6 * len(run.columns))))
        table = Table((names, *table.rows), "seen") if named else table
    elif _is_bold(entries[0]):
        # The name of one column may begin above those of the others.
        bold = list(itertools.takewhile(lambda line: all(cell.bold for cell in line), reversed(above)))
        names, named = _names(run, bold[::-1], 1, TIGHT)
        first = tuple(" ".join(filter(None, pair)) for pair in zip(names, table.rows[0], strict=False))
        table = Table((first, *table.rows[1:]), table.header) if named else table
    held += [cell for line in above[len(above) - named :] for cell in line]
    sure = [cell.confidence for cell in held if cell.confidence is not None]
    made = Segment(
        "",
        min(cell.x0 for cell in held),
        min(cell.top for cell in held),
        max(cell.x1 for cell in held),
        max(cell.bottom for cell in held),
        held[0].size,
        confidence=sum(sure) / len(sure) if sure else None,
        table=table,
    )
    return [made], named


def _names(run: Run, above: Sequence[list[Segment]], least: int, near: float = 1.0) -> tuple[Row, int]:
    """The names of at least so many columns, set over several lines just above the first row, and how many these are.

    ``near`` is how far above each other they stand at most, in sizes of the text.
    """
    gutters = [(one.x1 + other.x0) / 2 for one, other in itertools.pairwise(run.columns)]
    borders = [float("-inf"), *gutters, float("inf")]
    names: list[list[str]] = [[] for _ in run.columns]
    top, size, taken = run.lines[0].top, run.lines[0].size, 0
    for cells in reversed(above):
        if any(cell.table or cell.apart for cell in cells) or top - max(cell.bottom for cell in cells) > near * size:
            break
        places = [
            next((n for n, (low, high) in enumerate(itertools.pairwise(borders)) if _lies(cell, low, high)), -1)
            for cell in cells
        ]
        if -1 in places or any(is_value(cell.text) for cell in cells):
            break
        for place, cell in zip(places, cells, strict=True):
            names[place].insert(0, cell.text)
        top, taken = min(cell.top for cell in cells), taken + 1
    filled = sum(map(bool, names))
    if taken > MAX_NAME_LINES or not taken or filled < least:
        return (), 0
    return tuple(" ".join(parts) for parts in names), taken


def _lies(cell: Segment, low: float, high: float) -> bool:
    return low - ALIGNED <= cell.x0 and cell.x1 <= high + ALIGNED


def _entries(run: Run) -> Iterator[list[Line]]:
    """The lines of each row of the table: cells may take several lines."""
    gaps = [below.top - above.bottom for above, below in zip(run.lines, run.lines[1:], strict=False)]
    size = run.lines[0].size
    # Lines of one cell lie closer than rows do; a line that overlaps the one above is beside a cell of several lines.
    tight = min((gap for gap in gaps if gap > -0.5 * size), default=0.0)
    parted = [gap > tight + 0.35 * size for gap in gaps]
    values = _value_columns(run)
    # Where names begin in small letters they begin so throughout.
    names = [line.cells[0].text[:1].islower() for line in run.lines if 0 in line.cells]
    small = sum(names) > 0.5 * len(names)
    group = [run.lines[0]]
    for line, apart, gap in zip(run.lines[1:], parted, gaps, strict=True):
        if gap < -0.15 * size or not (apart or _begins_entry(run, line, values, small=small)):
            group.append(line)
        else:
            yield group
            group = [line]
    yield group


def _value_columns(run: Run) -> set[int]:
    found = set()
    for column in range(1, len(run.columns)):
        cells = [line.cells[column].text for line in run.lines if column in line.cells]
        if cells and sum(map(is_value, cells)) >= 0.6 * len(cells):
            found.add(column)
    return found


def _begins_entry(run: Run, line: Line, values: set[int], *, small: bool) -> bool:
    first = line.cells.get(0)
    if line.wrapped:
        return False
    if values and values.isdisjoint(line.cells) and len(line.cells) < len(run.columns):
        return first is not None and len(line.cells) == 1 and not first.text[:1].islower()
    if first is None:
        return False
    if not first.text[:1].islower():
        return True
    return small and len(line.cells) >= max(2, 0.75 * len(run.columns))


def _is_table(run: Run, entries: Sequence[list[Line]]) -> bool:
    firsts = [cell for entry in entries if (cell := entry[0].cells.get(0))]
    columns = range(len(run.columns))
    if any(_SIGNED.match(cell.text) for line in run.lines for cell in line.cells.values()):
        return False
    if len(run.columns) == 2 and sum(map(is_point, firsts)) >= 0.7 * len(firsts):
        return False
    if any(at and _is_bulleted(cell) for line in run.lines for at, cell in line.cells.items()):
        return False
    if len(firsts) < 0.8 * len(entries) or len(run.lines) > 4 * len(entries):
        return False
    texts = [[text_in(entry, column) for column in columns] for entry in entries]
    if sum(bool(text) for row in texts for text in row) < 0.6 * len(entries) * len(columns):
        return False
    if sum(_is_running(run, column) for column in columns) > 1 and not _standapart(entries):
        return False
    if any(_runs_on(run, entries, column) for column in columns):
        return False
    return _has_evidence(run, entries, texts)


def _is_bulleted(cell: Segment) -> bool:
    # A dash alone in a cell tells that there is no value.
    return cell.text not in ("-", "–", "*") and BULLET.match(f"{cell.text} x") is not None


def _has_evidence(run: Run, entries: Sequence[list[Line]], texts: Sequence[Sequence[str]]) -> bool:
    """Whether something tells a table from texts side by side: values, a header in bold, names, or a plain grid."""
    full = sum(sum(map(bool, row)) >= 2 for row in texts)
    named = _is_bold(entries[0]) and not any(map(_is_bold, entries[1:])) and all(texts[0])
    values = _value_columns(run)
    if named or (values and (len(run.columns) > 2 or _is_value_pair(texts))):
        return full >= 3 or (full == 2 and bool(values))
    if len(run.columns) == 2:
        return full >= 2 and _are_facts(entries)
    words = max(count_words(text) for row in texts for text in row)
    level = len(run.lines) == len(entries) and all(all(row) for row in texts)
    return full >= 3 and level and words <= 6 and not any(row[0][:1].islower() for row in texts)


def _is_value_pair(texts: Sequence[Sequence[str]]) -> bool:
    """Whether words stand on the left and values on the right of two columns."""
    rows = texts[1:] if not is_value(texts[0][1]) else texts
    pairs = [row for row in rows if all(row)]
    return len(pairs) >= 3 and sum(is_value(row[1]) and not is_value(row[0]) for row in pairs) >= 0.8 * len(rows)


def _is_bold(entry: Sequence[Line]) -> bool:
    return all(cell.bold for line in entry for cell in line.cells.values())


def _are_columns(run: Run) -> bool:
    """Whether a run is columns of running text, beyond doubt."""
    running = sum(_is_running(run, column) for column in range(len(run.columns)))
    return running > 1 and len(run.lines) >= 6


def _is_running(run: Run, column: int) -> bool:
    """Whether most lines of a column go on in the middle of a sentence."""
    texts = [line.cells[column].text for line in run.lines if column in line.cells]
    return _is_wordy(run, column) and sum(text[:1].islower() for text in texts) > 0.3 * len(texts)


def _standapart(entries: Sequence[list[Line]]) -> bool:
    """Whether all rows of several lines stand further apart than their lines do."""
    within = [b.top - a.bottom for entry in entries for a, b in itertools.pairwise(entry)]
    between = [b[0].top - a[-1].bottom for a, b in itertools.pairwise(entries)]
    return bool(within and between) and min(between) > max(within) + 0.2 * entries[0][0].size


def _runs_on(run: Run, entries: Sequence[list[Line]], column: int) -> bool:
    """Whether a column is running text: its lines go on where rows should begin something."""
    texts = [line.cells[column].text for line in run.lines if column in line.cells]
    if not _is_wordy(run, column):
        return False
    begun = [cell.text for entry in entries if (cell := entry[0].cells.get(column))]
    lower = sum(text[:1].islower() for text in begun)
    if lower > 0.25 * len(begun):
        return True
    # A long cell in every row, each of several lines, is read across only where the rows stand apart.
    lines = len(texts) / max(len(begun), 1)
    return column == 0 and lines > 2


def _is_wordy(run: Run, column: int) -> bool:
    texts = [line.cells[column].text for line in run.lines if column in line.cells]
    return sum(count_words(text) for text in texts) >= WORDY * len(texts)


def _are_facts(entries: Sequence[list[Line]]) -> bool:
    """Whether each row is a name and what it is: names bold and the rest not, or numbers from the first row on."""
    pairs = [(entry[0].cells.get(0), entry[0].cells.get(1)) for entry in entries]
    both = [(one, other) for one, other in pairs if one and other]
    if not both:
        return False
    if sum(other.text[:1].islower() for _, other in both) > 0.34 * len(both):
        return False
    if sum(one.bold and not other.bold for one, other in both) >= 0.8 * len(both):
        return True
    values = sum(is_value(other.text) for _, other in both)
    return values >= 0.6 * len(both) and is_value(both[0][1].text) and not any(one.bold for one, _ in both)
