"""The blocks of a web page in order: headings, paragraphs, lists with their numbers, tables with their merged cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bs4 import Tag
from bs4.element import NavigableString

from ingest.limits import Limits, Meter
from ingest.loaders import html_inline
from ingest.loaders.html_numbers import numbers, whole
from ingest.structure.markers import MARKER
from ingest.structure.pieces import Piece, table_piece

HEADINGS = {f"h{level}": level for level in range(1, 7)}
# All others stand within a line, also those that sites make up, unless one of these is in them.
# fmt: off
_BLOCKS = [
    "p", "div", "ul", "ol", "dl", "table", "blockquote", "pre", "section", "article", "details", "address", "aside",
    "body", "caption", "center", "dd", "dialog", "dir", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "head", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "option", "summary", "tbody",
    "td", "tfoot", "th", "thead", "tr",
]
_BLOCKS += HEADINGS
# fmt: on
_LISTS = ("ul", "ol", "menu", "dir")
_LABELLED = re.compile(r"[A-Z][\w./() -]{1,40}?[ \t]*+:[ \t]")
_MAX_FRAMES = 480  # of the stack, for tags within tags
_MAX_LABEL = 60  # characters of a term that is written before what it means, in one line


def pieces(root: Tag, limits: Limits, frames: int = 0) -> Iterator[Piece]:
    """The pieces below a tag in document order; text outside any block is a paragraph. ``frames`` counts how deep the
    stack is already."""
    loose: list[str] = []
    for child in root.children:
        if isinstance(child, Tag) and not _is_inline(child):
            yield from _paragraphs("".join(loose))
            loose = []
            yield from _block(child, limits, frames)
        elif isinstance(child, Tag | NavigableString):
            loose.append(html_inline.raw(child))
    yield from _paragraphs("".join(loose))


def _is_inline(tag: Tag) -> bool:
    return tag.name not in _BLOCKS and (tag.name == "math" or not tag.find(_BLOCKS))


def _block(tag: Tag, limits: Limits, frames: int) -> Iterator[Piece]:
    name = tag.name
    if name in html_inline.UNREAD:
        return
    if frames >= _MAX_FRAMES:
        yield from _paragraphs(html_inline.text(tag))
    elif name in HEADINGS:
        if text := html_inline.text(tag):
            yield Piece("heading", text, HEADINGS[name])
    elif name == "table" and (not tag.find("table") or _holds_data(tag)):
        yield from _table(tag, limits)
    elif name in _LISTS:
        yield from _list(tag, limits, frames)
    elif name == "dl":
        yield from _terms(tag, limits, frames)
    elif name == "pre":
        yield from (Piece("paragraph", line) for line in html_inline.lines(tag) if line)
    else:
        yield from pieces(tag, limits, frames + 2)


def _paragraphs(text: str) -> Iterator[Piece]:
    """Paragraphs of a text that breaks lines: an empty line parts them, and what begins a line of its own."""
    run: list[str] = []
    for line in (*(" ".join(line.split()) for line in text.split("\n")), ""):
        if run and (not line or MARKER.match(line) or _LABELLED.match(line)):
            yield Piece("paragraph", " ".join(run))
            run = []
        if line:
            run.append(line)


def _list(tag: Tag, limits: Limits, frames: int) -> Iterator[Piece]:
    shown = numbers(tag) if tag.name == "ol" else {}
    nested = tag.find_parent("li") is not None
    for child in tag.children:
        if isinstance(child, Tag) and child.name == "li":
            yield from _item(child, shown.get(id(child), ""), limits, frames, nested=nested)
        elif isinstance(child, Tag) and not _is_inline(child):
            yield from _block(child, limits, frames + 2)  # also a list that stands beside its item, not within it
        elif isinstance(child, Tag | NavigableString):
            yield from _paragraphs(html_inline.raw(child))


def _item(item: Tag, number: str, limits: Limits, frames: int, *, nested: bool) -> Iterator[Piece]:
    """An item: its first paragraph with the number, then what else it holds, lists within it too."""
    lead: str | None = number
    for piece in pieces(item, limits, frames + 4):
        if piece.kind == "paragraph" and lead is not None:
            # Numbers of a list within a list begin anew, and are no clauses.
            clause = lead and not (nested and lead[0].isdigit())
            yield Piece("paragraph" if clause else "item", f"{lead} {piece.text}" if lead else piece.text)
            lead = None
            continue
        if lead and piece.kind == "heading":
            yield Piece("heading", f"{lead} {piece.text}", piece.level)
        else:
            if lead and piece.kind in ("item", "table"):
                yield Piece("item", lead)
            yield piece
        lead = None


def _terms(tag: Tag, limits: Limits, frames: int) -> Iterator[Piece]:
    """Terms and what they mean: in one line where both are short, as the fields of a form are."""
    term = ""
    groups = [child if child.name == "div" else [child] for child in tag.children if isinstance(child, Tag)]
    entries = [one for group in groups for one in group if isinstance(one, Tag) and one.name in ("dt", "dd")]
    for entry in entries:
        if entry.name == "dt":
            if term:
                yield Piece("paragraph", term)
            term = html_inline.text(entry)
            continue
        found = list(pieces(entry, limits, frames + 4))
        if term and found and found[0].kind == "paragraph" and len(term) <= _MAX_LABEL and not term.endswith("?"):
            first = found.pop(0).text.removeprefix(":").strip()
            yield Piece("paragraph", f"{term.rstrip(': ')}: {first}")
        elif term:
            yield Piece("paragraph", term)
        yield from found
        term = ""
    if term:
        yield Piece("paragraph", term)


def _holds_data(tag: Tag) -> bool:
    """Whether a table with tables in it holds data all the same: it has a header; others only lay out a page."""
    return any(one.find_parent("table") is tag for one in tag.find_all(["th", "caption"]))


def _table(tag: Tag, limits: Limits) -> Iterator[Piece]:
    for caption in tag.find_all("caption"):
        if caption.find_parent("table") is tag:
            yield from _paragraphs(html_inline.text(caption))
    rows = [row for row in tag.find_all("tr") if row.find_parent("table") is tag]
    grid = _grid(rows, Meter(limits), limits)
    head = _header_rows(rows)
    if head > 1:
        grid[:head] = [[" – ".join(dict.fromkeys(filter(None, column))) for column in zip(*grid[:head], strict=True)]]
    yield from table_piece(grid, limits)


def _header_rows(rows: Sequence[Tag]) -> int:
    """How many rows at the top are the header: those of the table's head, or whose cells are all header cells."""
    count = 0
    for row in rows:
        cells = row.find_all(["td", "th"], recursive=False)
        inside = row.parent is not None and row.parent.name == "thead"
        if not cells or not (inside or (len(cells) > 1 and all(cell.name == "th" for cell in cells))):
            break
        count += 1
    return count if count < len(rows) else 1


def _grid(rows: Sequence[Tag], meter: Meter, limits: Limits) -> list[list[str]]:
    """The cells of rows in their columns; a cell that spans several stands in each, a whole row of one only once."""
    grid: list[list[tuple[int, str]]] = []
    below: dict[int, tuple[int, int, str]] = {}  # column: rows left, which cell, what it says
    for row in rows:
        cells = row.find_all(["td", "th"], recursive=False)
        made: list[tuple[int, str]] = []
        for cell in cells:
            _continue(made, below, meter)
            text = meter.text(html_inline.text(cell))
            across = min(max(whole(cell.get("colspan"), 1), 1), limits.columns)
            down = whole(cell.get("rowspan"), 1)
            down = len(rows) if down == 0 else min(max(down, 1), len(rows))
            for _ in range(min(across, limits.columns + 1 - len(made))):
                if down > 1:
                    below[len(made)] = (down - 1, id(cell), text)
                made.append((id(cell), text))
        while any(at >= len(made) for at in below):
            _continue(made, below, meter)
            if any(at > len(made) for at in below):
                made.append((0, ""))
        if made:
            meter.cells(min(len(made), limits.columns))
            grid.append(made)
    return _without_doubles(grid, meter)


def _continue(made: list[tuple[int, str]], below: dict[int, tuple[int, int, str]], meter: Meter) -> None:
    """Cells of rows above that reach down to the next columns of a row."""
    while (at := len(made)) in below:
        left, cell, text = below.pop(at)
        if left > 1:
            below[at] = (left - 1, cell, text)
        made.append((cell, meter.text(text)))


def _without_doubles(grid: list[list[tuple[int, str]]], meter: Meter) -> list[list[str]]:
    """Rows of equal length, without columns in which no cell begins."""
    width = max((len(row) for row in grid), default=0)
    kept = [at for at in range(width) if any(_begins(row, at) for row in grid)]
    texts: list[list[str]] = []
    for row in grid:
        alone = len(kept) > 1 and len(row) == width and len({cell for cell, _ in row}) == 1
        made: list[str] = []
        for place, at in enumerate(kept):
            text = row[at][1] if at < len(row) and not (alone and place) else ""
            if place and text and not _begins(row, at):
                meter.text(text)
            made.append(text)
        texts.append(made)
    return texts


def _begins(row: Sequence[tuple[int, str]], at: int) -> bool:
    return at < len(row) and (at == 0 or row[at][0] != row[at - 1][0])
