"""Pieces of text placed on a page, put into reading order: columns apart, running heads and page numbers away."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from ingest.pages.grid import Table
from ingest.structure.markers import BULLET, MARKER

MIN_GUTTER = 4.5
MIN_COLUMN = 55.0
EDGE = 1.0  # points that a column may reach into the strip beside it
WIDE_GUTTER = 25.0  # beyond it a strip is no chance of the spaces between words in justified lines
FEW_LINES, MANY_LINES = 3, 5  # on each side of a wide and of a narrow gutter
MARGIN = 0.1  # of the page height, in which running heads and feet stand
_RUNNING_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_PAGE_OF = re.compile(
    r"\W*(?:hal(?:aman)?\b\.?|hlm\.?|page|p\.)\s?(?:ke-?)?\d{1,4}(?:\s?(?:dari|of|/)\s?\d{1,4})?\W*", re.IGNORECASE
)

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Segment:
    """Text without a wide gap on one line, or a whole table. Points from the top left corner of the page.

    What stands ``apart`` is a paragraph of its own, such as a filled field with its label. ``words`` are the left and
    right side of each word, where they are known.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    bold: bool = False
    confidence: float | None = None
    table: Table | None = None
    apart: bool = False
    words: tuple[Interval, ...] = field(default=(), compare=False)

    def cut(self, places: Sequence[float]) -> list[Segment]:
        """The segment in parts, cut between the words that a place lies between."""
        parts = self.text.split(" ")
        if len(parts) != len(self.words) or not places:
            return [self]
        starts = [0]
        for at in range(1, len(parts)):
            before, after = self.words[at - 1][1], self.words[at][0]
            if any(before - 1 <= place <= after + 1 for place in places):
                starts.append(at)
        return [
            replace(
                self,
                text=" ".join(parts[start:end]),
                x0=self.words[start][0],
                x1=self.words[end - 1][1],
                words=self.words[start:end],
            )
            for start, end in itertools.pairwise([*starts, len(parts)])
        ]


@dataclass(frozen=True, slots=True)
class Page:
    """One page as read, numbered from 1."""

    number: int
    width: float
    height: float
    segments: tuple[Segment, ...]


def without_running_heads(pages: Sequence[Page]) -> list[Page]:
    """Drop what repeats in the top or bottom margin of at least three pages, and the numbers of the pages there.

    The sides of the page never count for sameness (left and right pages mirror), nor, in text of the usual size, do
    digits that count the pages; others do, as in "Jumlah: 120". Lines that begin like a clause are kept, and a number
    that stands beside text that is kept or that no other page's number follows.
    """
    usual = median(s.size for page in pages for s in page.segments) if any(page.segments for page in pages) else 0.0
    margins = [(page, _margin(page)) for page in pages]
    enough = max(3, len(pages) // 5)
    running = _repeated(margins, usual, enough)
    counted = _counted(margins)
    dropped: set[int] = set()
    for page, margin in margins:
        heads = {id(s) for s in margin if not _is_number(s) and _key(s, usual) in running}
        heads |= {id(s) for s in margin if _PAGE_OF.fullmatch(s.text.strip())}
        dropped |= heads
        for number in [s for s in margin if _is_number(s)]:
            line = [s for s in page.segments if not s.table and abs(middle(s) - middle(number)) < 0.4 * number.size]
            rest = [s for s in line if id(s) not in heads]
            if all(_in_margin(page, s) is not None and _counts_pages(page, s, counted) for s in rest):
                dropped |= {id(s) for s in rest}
            # Beside running text only what counts most of the pages is surely their number, and no "6." of a list.
            elif number.text.isalnum() and _counts_most(page, number, counted, len(pages)):
                dropped.add(id(number))
    return [Page(p.number, p.width, p.height, tuple(s for s in p.segments if id(s) not in dropped)) for p in pages]


def _in_margin(page: Page, segment: Segment) -> bool | None:
    """True in the top margin, False in the bottom margin, else None."""
    if segment.bottom < page.height * MARGIN:
        return True
    return False if segment.top >= page.height * (1 - MARGIN) else None


def _margin(page: Page) -> list[Segment]:
    return [s for s in page.segments if s.table is None and _in_margin(page, s) is not None]


def _is_number(segment: Segment) -> bool:
    return _digits(segment.text.strip().lower()).strip(" #|-–—/.·•") == "" and _NUMBER.search(segment.text) is not None


def _digits(text: str) -> str:
    return _NUMBER.sub("#", text)


def _key(segment: Segment, usual: float) -> str | None:
    """What makes two running heads the same: their words, and their digits where the type is large."""
    # Ornaments around a running head are drawn in one page and recognised as a sign or a letter in another.
    words = [word for word in _RUNNING_WORD.findall(segment.text.lower()) if len(word) > 1 or word.isdigit()]
    text = " ".join(words) or segment.text.strip().lower()
    if MARKER.match(segment.text) and not BULLET.match(segment.text):
        return None
    return _digits(text) if segment.size < 1.15 * usual else text


def _repeated(margins: Sequence[tuple[Page, list[Segment]]], usual: float, enough: int) -> set[str]:
    """Keys of the running heads: text that stands on enough pages, its numbers the same or counting the pages."""
    places: dict[tuple[bool, str], dict[int, tuple[str, ...]]] = {}
    for page, margin in margins:
        for segment in margin:
            if not _is_number(segment) and (key := _key(segment, usual)):
                at = (segment.bottom < page.height * MARGIN, key)
                places.setdefault(at, {})[page.number] = tuple(_NUMBER.findall(segment.text.lower()))
    return {key for (_, key), held in places.items() if len(held) >= enough and _is_steady(held, enough)}


def _is_steady(held: Mapping[int, tuple[str, ...]], enough: int) -> bool:
    """Whether the numbers of a running head are the same on enough pages, or count the pages."""
    if max(Counter(held.values()).values()) >= enough:
        return True
    for column in zip(*held.values(), strict=False):
        counted = Counter(_value(number) - page for page, number in zip(held, column, strict=True))
        if max(max(counted.values()), max(Counter(column).values())) < 0.6 * len(held):
            return False
    return True


def _counted(margins: Sequence[tuple[Page, list[Segment]]]) -> Counter[tuple[int, int]]:
    """How often numbers in the margins count the pages: one or, on a spread, two for each, from which number on."""
    return Counter(
        place
        for page, margin in margins
        for place in {(step, _value(s.text) - step * page.number) for s in margin if _is_number(s) for step in (1, 2)}
    )


def _counts_pages(page: Page, segment: Segment, counted: Counter[tuple[int, int]]) -> bool:
    """Whether a text is the bare number of its page: in step with other pages, as counted, or set between dashes."""
    if not _is_number(segment):
        return False
    number = _value(segment.text)
    if number == page.number or segment.text.strip()[0] in "-–—|":
        return True
    return counted[1, number - page.number] > 1 or counted[2, number - 2 * page.number] > 2


def _counts_most(page: Page, segment: Segment, counted: Counter[tuple[int, int]], pages: int) -> bool:
    number = _value(segment.text)
    times = max(counted[step, number - step * page.number] for step in (1, 2))
    return times >= max(3, 0.3 * pages)


def _value(number: str) -> int:
    """The first number of a text, also a roman one."""
    found = _NUMBER.search(number.lower())
    text = found[0] if found else ""
    if text.isdigit():
        return int(text[:9])
    values = [_ROMAN[letter] for letter in text if letter in _ROMAN]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=False))


def regions(
    segments: Sequence[Segment], across: Callable[[Sequence[Segment]], Sequence[Segment]] = list
) -> list[list[Segment]]:
    """The segments in reading order, one list per column or stretch across the columns (recursive XY cut).

    A gutter is a strip free of text over several lines with a column on each side; stretches above and below it that
    do not leave it free are read before and after the columns. ``across`` puts together what is to be read across,
    before each cut.
    """
    found: list[list[Segment]] = []
    single: list[Segment] = []
    for run, gutter in _runs(_bands(across(segments))):
        if gutter is None:
            single += run
            continue
        if single:
            found.append(single)
            single = []
        middle = sum(gutter) / 2
        for side in ([s for s in run if s.x0 < middle], [s for s in run if s.x0 >= middle]):
            found += regions(side, across)
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
    # What leaves no room for a column on either side, as the space after the number of a point does, is no gutter.
    free = [
        [(a, b) for a, b in _free(band, left, right) if _has_room((b - MIN_GUTTER, a + MIN_GUTTER), left, right)]
        for band in bands
    ]
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
        # Too few lines part nothing, nor does a strip beside which no column has room; single columns and the numbers
        # of points end here, cheaply.
        if pieces >= 2 * FEW_LINES and (strips := [strip for strip in common if _has_room(strip, left, right)]):
            candidates.append((end + 1, strips))
    for end, strips in reversed(candidates):
        if gutter := _gutter([segment for band in bands[start:end] for segment in band], strips):
            return end, gutter
    return start + 1, None


def _has_room(strip: Interval, left: float, right: float) -> bool:
    """Whether a column could stand on both sides of a strip."""
    return strip[0] + EDGE - left >= MIN_COLUMN and right - strip[1] + EDGE >= MIN_COLUMN


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
        left = [s for s in run if s.x1 <= low + EDGE]
        right = [s for s in run if s.x0 >= high - EDGE]
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
    for band in rows(region):
        row = sorted(band, key=lambda s: s.x0)
        joined = row[0]
        for segment in row[1:]:
            if joined.table or segment.table or joined.apart or segment.apart:
                yield joined
                joined = segment
                continue
            gap = "\t" if segment.x0 - joined.x1 > 1.1 * joined.size else " "
            joined = _merged(joined, segment, gap)
        yield joined


def middle(segment: Segment) -> float:
    """How far down the page the middle of a line stands."""
    return (segment.top + segment.bottom) / 2


def rows(region: Sequence[Segment]) -> list[list[Segment]]:
    """The segments that stand on one line, line by line; tables alone."""
    found: list[list[Segment]] = []
    for segment in sorted(region, key=lambda s: (middle(s), s.x0)):
        last = found[-1][0] if found else None
        if last and not segment.table and not last.table and abs(middle(segment) - middle(last)) < 0.4 * segment.size:
            found[-1].append(segment)
        else:
            found.append([segment])
    return found


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
