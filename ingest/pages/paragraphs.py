"""Lines on pages into pieces: paragraphs, items, headings; hyphenation joined."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from statistics import fmean, median

from ingest.pages.alignment import with_alignment
from ingest.pages.broken_words import mended, rejoined, reunited
from ingest.pages.grid import Table, continued
from ingest.pages.reading_order import Page, Segment, lines, regions
from ingest.structure.markers import ALONE, BULLET, MARKER, is_reference
from ingest.structure.pieces import Piece

# The line of a contents; what is to be filled in behind a colon is none.
_LEADERS = re.compile(r"(?<![.:])(?<![.:]\s)(?:\.\s?+){5,}+\s*+[\divxlc]*+\s*+$|…{2,}")
_WORDS = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]{2,})?")
_ENDING = re.compile(r"[.!?:;]['\")”’]*$")
# ``Nomor : 005/127``
_LABEL = re.compile(
    r"(?:[A-Z][^\s:]|(?:[a-z][.)] ?)?(?:hari|tanggal|pukul|waktu|jam|tempat|acara|agenda)\b)[^:\n]{0,38}[ \t]:"
    r"(?:[ \t]|$)"
)
# What is set large and is no heading: ``235Buses``, ``30% of all``, ``Population: 161,030``, ``Area: 130 km2 Depth: …``
_FIGURE = re.compile(r"\d[\d.,]{0,15}(?:[^\W\d_]{3}|\s?%)|[^:\d]{2,30}:\s?\d[\d.,]{0,15}(?:\s?\S{1,12})?$")
_LABELLED = re.compile(r"[^\W\d_]:\s?\d")
_FACT = re.compile(r"[A-Z][^\W\d_]{1,20}(?: [^\W\d_]{1,20}){0,3}:\s?\d.{0,40}")
MAX_HEADING_WORDS = 16
SAME_SIZE = 1.08
MOSTLY = 0.9  # share of the letters from which a bold face is that of the text


def pieces(pages: Sequence[Page]) -> list[Piece]:
    """The pieces of all pages in reading order.

    A heading is a short paragraph in a larger or a bold face, where not all is bold; its level follows from the sizes
    used in the document.
    A paragraph that runs on over a column or a page is joined and keeps the page it begins on.
    """
    pages = _in_plain_face(pages)
    body = _body_size(pages)
    groups = list(_with_headers((page.number, group) for page in pages for group in _groups(page, body)))
    words = Counter(w.lower() for _, group in groups for w in _WORDS.findall(mended(_text(group), lambda match: " ")))
    sizes = _steps(_size(group) for _, group in groups if _is_heading(group, body))
    found = [_piece(number, group, body, sizes, words) for number, group in groups]
    whole = {id(piece) for piece, (_, group) in zip(found, groups, strict=True) if group[0].apart}
    return list(_run_on((piece for piece in found if piece.text), whole))


def _in_plain_face(pages: Sequence[Page]) -> Sequence[Page]:
    """The pages with no bold text where most of the text is bold, as a whole statute in one heavy face is."""
    letters: Counter[bool] = Counter()
    for page in pages:
        for segment in page.segments:
            letters[segment.bold] += _length(segment)
    if letters[True] <= MOSTLY * letters.total():
        return pages
    return [replace(page, segments=tuple(replace(s, bold=False) for s in page.segments)) for page in pages]


def _body_size(pages: Sequence[Page]) -> float:
    """The size most characters have."""
    lengths: Counter[float] = Counter()
    for page in pages:
        for segment in page.segments:
            lengths[segment.size] += _length(segment)
    return lengths.most_common(1)[0][0] if lengths else 1.0


def _length(segment: Segment) -> int:
    """How many characters a text or a table has."""
    return sum(map(len, itertools.chain(*segment.table.rows))) if segment.table else len(segment.text)


def _groups(page: Page, body: float) -> Iterator[list[Segment]]:
    """Lines that belong to one paragraph."""
    for region in regions(page.segments, with_alignment):
        column = [line for line in lines(region) if line.table or not _LEADERS.search(line.text)]
        if not column:
            continue
        right = max(line.x1 for line in column)
        gaps = [b.top - a.bottom for a, b in itertools.pairwise(column) if abs(a.size - b.size) < 1.1]
        usual = median(gaps) if gaps else 0.0
        group = [column[0]]
        for line in column[1:]:
            if _begins(group, line, usual, right) or _ends_title(group[-1], line, body):
                yield group
                group = []
            group.append(line)
        yield group


def _begins(group: list[Segment], line: Segment, usual_gap: float, right: float) -> bool:
    """Whether a line starts a new paragraph after the lines of ``group``."""
    last = group[-1]
    if line.table or last.table or line.apart or last.apart or ALONE.fullmatch(last.text):
        return True
    if (MARKER.match(line.text) and not is_reference(last.text, line.text)) or _LABEL.match(line.text):
        return True
    if _is_fact(last) and (_is_fact(line) or (all(map(_is_fact, group)) and line.text[:1].isupper())):
        return True
    size = max(last.size, line.size)
    # Between the lines of a title in bold a smaller step tells more than within text.
    step = (SAME_SIZE - 1) * size if last.bold and line.bold and line.text.isupper() else max(1.0, 0.1 * size)
    if abs(last.size - line.size) > step or (last.bold != line.bold and _whole_face(group, line)):
        return True
    if line.top - last.bottom > usual_gap + 0.45 * size:
        return True
    if last.x1 < right - 6 * size and _is_elsewhere(last, line):
        return True
    ended = _ENDING.search(last.text) is not None
    return ended and (last.x1 < right - 6 * size or line.x0 > min(g.x0 for g in group) + 0.8 * size)


def _is_fact(line: Segment) -> bool:
    """Whether a line is one of a profile: ``Population: 1.8 million``."""
    return _FACT.fullmatch(line.text) is not None


def _is_elsewhere(last: Segment, line: Segment) -> bool:
    """Whether a line stands under another margin, as an address on the right does, and is not set in the middle too."""
    middles = (last.x0 + last.x1 - line.x0 - line.x1) / 2
    return abs(line.x0 - last.x0) > 6 * line.size and abs(middles) > 2 * line.size


def _ends_title(last: Segment, line: Segment, body: float) -> bool:
    """Whether a line all in capitals, as a title of the usual size and face is, ends before one that is not."""
    capital = last.text.isupper() and len(last.text.split()) > 1 and sum(map(str.isalpha, last.text)) >= 5
    if not capital or last.text[-1] in ",-" or last.size > 1.2 * body or (last.bold and line.bold):
        return False
    return line.text[:1].isupper() and not line.text.isupper()


def _whole_face(group: list[Segment], line: Segment) -> bool:
    """A change of face counts when the bold side is a heading, not a phrase at a line's end or start."""
    if group[-1].bold:
        return all(g.bold for g in group)
    return line.bold


def _steps(sizes: Iterable[float]) -> list[float]:
    """Clearly different sizes of headings, the largest first."""
    steps: list[float] = []
    for size in sorted(set(sizes), reverse=True):
        if not steps or steps[-1] > size * SAME_SIZE:
            steps.append(size)
    return steps


def _size(group: Sequence[Segment]) -> float:
    return max(line.size for line in group)


def _is_heading(group: Sequence[Segment], body: float) -> bool:
    text = " ".join(line.text for line in group)
    if group[0].table or len(text.split()) > MAX_HEADING_WORDS or not re.search(r"[^\W\d_]{2}", text):
        return False
    if _FIGURE.match(text) or _FACT.fullmatch(text) or len(_LABELLED.findall(text)) > 1:
        return False
    if text.rstrip()[-1] in ".,;" or _size(group) < 0.9 * body or BULLET.match(text):
        return False
    return all(line.bold for line in group) or _size(group) > 1.2 * body


def _piece(page: int, group: list[Segment], body: float, sizes: list[float], words: Counter[str]) -> Piece:
    confidence = _confidence(group)
    if group[0].table:
        return Piece("table", group[0].table.text, page=page, confidence=confidence)
    text = rejoined(_text(group), words)
    if bullet := BULLET.match(text):
        return Piece("item", " ".join(text[bullet.end() :].split()), page=page, confidence=confidence)
    first, tab, rest = text.partition("\t")
    text = f"{first}\t{' '.join(rest.split())}" if tab and MARKER.match(text) else " ".join(text.split())
    if _is_heading(group, body):
        level = 1 + sum(step > _size(group) * SAME_SIZE for step in sizes)
        return Piece("heading", text, level, page, confidence, group[0].x0)
    return Piece("paragraph", text, page=page, confidence=confidence, indent=group[0].x0)


def _confidence(group: Sequence[Segment]) -> float | None:
    known = [line.confidence for line in group if line.confidence is not None]
    return fmean(known) if known else None


def _text(group: Sequence[Segment]) -> str:
    return "\n".join(line.text for line in group)


def _run_on(found: Iterable[Piece], whole: Container[int]) -> Iterator[Piece]:
    """Join a paragraph or item with its continuation after a column or page break; ``whole`` ones have none."""
    held: list[Piece] = []
    for piece in found:
        if held and (id(piece) in whole or id(held[-1]) in whole or not _continues(held, piece)):
            yield _one(held)
            held = []
        held.append(piece)
    if held:
        yield _one(held)


def _one(run: Sequence[Piece]) -> Piece:
    first = run[0]
    if len(run) == 1:
        return first
    return replace(first, text=reunited("\n".join(piece.text for piece in run)))


def _continues(held: Sequence[Piece], piece: Piece) -> bool:
    if held[0].kind in ("table", "heading") or piece.kind != "paragraph":
        return False
    if _LABEL.match(piece.text):
        return False
    if MARKER.match(piece.text):
        return is_reference(held[-1].text, piece.text)
    if _ENDING.search(held[-1].text) or not piece.text[0].islower():
        return False
    return len(held) > 3 or len(" ".join(part.text for part in held).split()) > 3


def _with_headers(groups: Iterable[tuple[int, list[Segment]]]) -> Iterator[tuple[int, list[Segment]]]:
    """Give a table that goes on at the top of the next page the header it has on the page before, or on one before that
    where a page between shows fewer of its columns."""
    before: tuple[int, Segment] | None = None
    named: Table | None = None
    for page, group in groups:
        first = group[0]
        if before and first.table and before[1].table and page == before[0] + 1:
            table = continued(before[1].table, first.table)
            if table.header == "none" and named is not None:
                table = continued(named, first.table)
            first = replace(first, table=table)
            group = [first, *group[1:]]
        else:
            named = None
        if first.table and first.table.header != "none":
            named = first.table
        yield page, group
        before = (page, first)
