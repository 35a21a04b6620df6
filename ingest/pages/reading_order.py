"""Pieces of text placed on a page, put into reading order: columns apart, running heads and page numbers away."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from ingest.structure.markers import BULLET, MARKER
from knowledge.markup.blocks import Block

MIN_GUTTER = 4.5
MIN_COLUMN = 55.0
WIDE_GUTTER = 25.0  # beyond it a strip is no chance of the spaces between words in justified lines
FEW_LINES, MANY_LINES = 3, 5  # on each side of a wide and of a narrow gutter
MARGIN = 0.1  # of the page height, in which running heads and feet stand
_RUNNING_WORD = re.compile(r"\w+")
_DIGITS = re.compile(r"\d+|\b[ivxlc]+\b")

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Segment:
    """Text without a wide gap on one line, or a whole table. Points from the top left corner of the page.

    What stands ``apart`` is a paragraph of its own: a filled field with its label.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool = False
    confidence: float | None = None
    table: Block | None = None
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page as read, numbered from 1."""

    number: int
    width: float
    height: float
    segments: tuple[Segment, ...]


def without_running_heads(pages: Sequence[Page]) -> list[Page]:
    """Drop what repeats in the top or bottom margin of at least three pages, and bare page numbers there.

    Digits do not count for sameness in text of the usual size, and the sides of the page never do (left and right
    pages mirror). Lines that begin like a clause are kept.
    """
    usual = median(s.size for page in pages for s in page.segments) if any(page.segments for page in pages) else 0.0
    keys = {id(s): _running(page, s, usual) for page in pages for s in page.segments}
    seen = Counter(key for page in pages for key in {keys[id(s)] for s in page.segments} if key)
    repeated = {key for key, times in seen.items() if times >= max(3, len(pages) // 5)}

    def keep(segment: Segment) -> bool:
        key = keys[id(segment)]
        return key is None or (key not in repeated and key[1].strip(" #|-–/") != "")

    return [Page(p.number, p.width, p.height, tuple(s for s in p.segments if keep(s))) for p in pages]


def _running(page: Page, segment: Segment, usual: float) -> tuple[bool, str] | None:
    if segment.table is not None:
        return None
    top = segment.bottom < page.height * MARGIN
    if not top and segment.top < page.height * (1 - MARGIN):
        return None
    # Ornaments around a running head are drawn in one page and recognised as a sign or a letter in another.
    words = [word for word in _RUNNING_WORD.findall(segment.text.lower()) if len(word) > 1 or word.isdigit()]
    text = " ".join(words) or segment.text.strip().lower()
    masked = _DIGITS.sub("#", text)
    if masked.strip(" #|-–/") and MARKER.match(segment.text) and not BULLET.match(segment.text):
        return None
    return top, masked if segment.size < 1.15 * usual else text


def regions(segments: Sequence[Segment]) -> list[list[Segment]]:
    """The segments in reading order, one list per column or stretch across the columns (recursive XY cut).

    A gutter is a strip free of text over several lines with a column on each side; stretches above and below it that
    do not leave it free are read before and after the columns.
    """
    found: list[list[Segment]] = []
    single: list[Segment] = []
    for run, gutter in _runs(_bands(segments)):
        if gutter is None:
            single += run
            continue
        if single:
            found.append(single)
            single = []
        middle = sum(gutter) / 2
        for side in ([s for s in run if s.x0 < middle], [s for s in run if s.x0 >= middle]):
            found += regions(side)
    if single:
        found.append(single)
    return found


def _bands(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Rows of segments that overlap vertically, from top to bottom."""
    bands: list[list[Segment]] = []
    bottom = float("-inf")
    for segment in sorted(segments, key=lambda s: (s.top, s.x0)):
        shrink = 0.2 * min(segment.size, segment.bottom - segment.top)
        if bands and segment.top + shrink < bottom:
            bands[-1].append(segment)
            bottom = max(bottom, segment.bottom - shrink)
        else:
            bands.append([segment])
            bottom = segment.bottom - shrink
    return bands


def _runs(bands: list[list[Segment]]) -> Iterator[tuple[list[Segment], Interval | None]]:
    """Bands taken together as long as one gutter runs through them; other bands alone, with None."""
    if not bands:
        return
    extents = [(min([s.x0 for s in band]), max([s.x1 for s in band])) for band in bands]
    left, right = min(low for low, _ in extents), max(high for _, high in extents)
    free = [_free(band, left, right) for band in bands]
    start = 0
    while start < len(bands):
        end, gutter = _longest_run(bands, free, extents, start)
        yield [segment for band in bands[start:end] for segment in band], gutter
        start = end


def _longest_run(
    bands: list[list[Segment]], free: list[list[Interval]], extents: list[Interval], start: int
) -> tuple[int, Interval | None]:
    """Where the longest run of bands from ``start`` ends that has a gutter, and the gutter; the band alone if none."""
    common, (left, right) = free[start], extents[start]
    pieces = 0
    candidates: list[tuple[int, list[Interval]]] = []
    for end in range(start, len(bands)):
        common = _intersection(common, free[end])
        if not common:
            break
        low, high = extents[end]
        left, right = (low if low < left else left), (high if high > right else right)
        pieces += 2 * FEW_LINES if any(s.table for s in bands[end]) else len(bands[end])
        # A strip at the edge of the text parts nothing, nor do too few lines; single columns end here, cheaply.
        if pieces >= 2 * FEW_LINES and (strips := [strip for strip in common if left < strip[0] and strip[1] < right]):
            candidates.append((end + 1, strips))
    for end, strips in reversed(candidates):
        if gutter := _gutter([segment for band in bands[start:end] for segment in band], strips):
            return end, gutter
    return start + 1, None


def _free(band: Sequence[Segment], left: float, right: float) -> list[Interval]:
    intervals = []
    end = left
    for segment in sorted(band, key=lambda s: s.x0):
        if segment.x0 - end >= MIN_GUTTER:
            intervals.append((end, segment.x0))
        end = max(end, segment.x1)
    if right - end >= MIN_GUTTER:
        intervals.append((end, right))
    return intervals


def _intersection(one: Sequence[Interval], other: Sequence[Interval]) -> list[Interval]:
    shared = []
    for a, b in one:
        for c, d in other:
            low, high = (a if a > c else c), (b if b < d else d)
            if high - low >= MIN_GUTTER:
                shared.append((low, high))
    return shared


def _gutter(run: Sequence[Segment], free: Sequence[Interval]) -> Interval | None:
    """The widest free strip with lines enough, a column wide, on both sides."""
    for low, high in sorted(free, key=lambda interval: interval[0] - interval[1]):
        left = [s for s in run if s.x1 <= low + 1]
        right = [s for s in run if s.x0 >= high - 1]
        lines = FEW_LINES if high - low >= WIDE_GUTTER else MANY_LINES
        if _is_column(left, lines) and _is_column(right, lines) and _are_beside(left, right):
            return low, high
    return None


def _is_column(side: Sequence[Segment], lines: int) -> bool:
    if not side:
        return False
    wide = max(s.x1 for s in side) - min(s.x0 for s in side) >= MIN_COLUMN
    return wide and (len({round(s.top / 3) for s in side}) >= lines or any(s.table for s in side))


def _are_beside(left: Sequence[Segment], right: Sequence[Segment]) -> bool:
    """Whether two columns stand next to each other for a good part of the shorter one, not one below the other."""
    tops = [min(s.top for s in side) for side in (left, right)]
    bottoms = [max(s.bottom for s in side) for side in (left, right)]
    shorter = min(bottom - top for top, bottom in zip(tops, bottoms, strict=True))
    return min(bottoms) - max(tops) >= 0.15 * shorter


def lines(region: Sequence[Segment]) -> Iterator[Segment]:
    """The lines of one column: segments side by side are joined, by a tab where the gap is wide."""
    for band in _rows(region):
        row = sorted(band, key=lambda s: s.x0)
        joined = row[0]
        for segment in row[1:]:
            if joined.table or segment.table:
                yield joined
                joined = segment
                continue
            gap = "\t" if segment.x0 - joined.x1 > 1.1 * joined.size else " "
            joined = _merged(joined, segment, gap)
        yield joined


def _middle(segment: Segment) -> float:
    return (segment.top + segment.bottom) / 2


def _rows(region: Sequence[Segment]) -> list[list[Segment]]:
    rows: list[list[Segment]] = []
    for segment in sorted(region, key=lambda s: (_middle(s), s.x0)):
        last = rows[-1][0] if rows else None
        if last and not segment.table and not last.table and abs(_middle(segment) - _middle(last)) < 0.4 * segment.size:
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return rows


def _merged(one: Segment, other: Segment, gap: str) -> Segment:
    sure = [c for c in (one.confidence, other.confidence) if c is not None]
    return Segment(
        text=one.text + gap + other.text,
        x0=one.x0,
        top=min(one.top, other.top),
        x1=other.x1,
        bottom=max(one.bottom, other.bottom),
        size=one.size if len(one.text) >= len(other.text) else other.size,
        bold=one.bold and other.bold,
        confidence=min(sure) if sure else None,
        apart=one.apart or other.apart,
    )


SOFT_HYPHEN = "\u00ad"
