"""Lines of justified text whose words stand so far apart that they look like the cells of a table."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from ingest.pages.reading_order import Segment
from ingest.structure.markers import MARKER

_FEWEST = 3  # words
_LABELS = 3  # cells before the text at most
_EVEN = 0.35  # of a space at most, by which the spaces of one line differ
_WIDEST = 1.5  # sizes of the text between the words of two such lines at most
_LEVEL = 3.0  # points within which two sides are level


def closed_up(lines: Sequence[Sequence[Segment]]) -> list[list[Segment]]:
    """The lines, those of running text with their words put together again.

    The spaces of such a line are even, and it begins and ends where the line above it does, or begins where the line
    below it does, which goes on under its words. Two such lines, whose words do not stand in columns, tell each other.
    The number of a point stays apart, and so do labels before the text.
    """
    closed: list[list[Segment]] = [list(line) for line in lines]
    # A line that was put together tells those beside it.
    for at in (*reversed(range(len(closed))), *range(len(closed))):
        row = sorted(closed[at], key=lambda segment: segment.x0)
        first = int(bool(row) and MARKER.match(f"{row[0].text} X") is not None)
        below = closed[at + 1] if at + 1 < len(closed) else []
        above = closed[at - 1] if at else []
        for start in range(first, _LABELS + 1):
            words = row[start:]
            if len(words) < _FEWEST:
                break
            if _is_even(words) and (
                any(_runs_under(words, line) for line in below)
                or any(_is_as_wide(words, line) for line in above)
                or any(_spread_alike(words, lines[other]) for other in (at - 1, at + 1) if 0 <= other < len(lines))
            ):
                closed[at] = [*row[:start], _joined(words)]
                break
    return closed


def _is_even(words: Sequence[Segment]) -> bool:
    if len(words) < _FEWEST or any(word.table or word.apart for word in words):
        return False
    # Some words may have found together, where a space is a little narrower.
    if sum(word.text.count(" ") for word in words) > len(words) // 2:
        return False
    gaps = [other.x0 - one.x1 for one, other in itertools.pairwise(words)]
    return max(gaps) - min(gaps) <= max(_EVEN * min(gaps), 1.0)


def _runs_under(words: Sequence[Segment], line: Segment) -> bool:
    """Whether a line of several words begins below the first word and goes on under most of the others."""
    if not _is_near(words, line) or abs(line.x0 - words[0].x0) > _LEVEL or line.x1 > words[-1].x1 + _LEVEL:
        return False
    return sum(word.x0 < line.x1 for word in words) > len(words) / 2


def _is_as_wide(words: Sequence[Segment], line: Segment) -> bool:
    sides = (line.x0 - words[0].x0, line.x1 - words[-1].x1)
    return _is_near(words, line) and max(map(abs, sides)) <= _LEVEL


def _spread_alike(words: Sequence[Segment], line: Sequence[Segment]) -> bool:
    """Whether a line beside begins and ends where this one does, its words set apart too, but not in columns."""
    other = sorted(line, key=lambda segment: segment.x0)
    if not _is_even(other) or abs(other[0].x0 - words[0].x0) > _LEVEL or abs(other[-1].x1 - words[-1].x1) > _LEVEL:
        return False
    size = words[0].size
    apart = max(other[0].top - words[0].bottom, words[0].top - other[0].bottom)
    if apart > 1.2 * size or abs(other[0].size - size) > 0.15 * size or _widest(words) > _WIDEST * size:
        return False
    starts = [segment.x0 for segment in other[1:]]
    level = sum(any(abs(word.x0 - start) <= _LEVEL for start in starts) for word in words[1:])
    return level <= (len(words) - 1) / 3


def _widest(words: Sequence[Segment]) -> float:
    return max(other.x0 - one.x1 for one, other in itertools.pairwise(words))


def _is_near(words: Sequence[Segment], line: Segment) -> bool:
    size = words[0].size
    apart = max(line.top - words[0].bottom, words[0].top - line.bottom)
    return not line.table and " " in line.text and apart < 1.2 * size and abs(line.size - size) < 0.15 * size


def _joined(words: Sequence[Segment]) -> Segment:
    sure = [word.confidence for word in words if word.confidence is not None]
    return replace(
        words[0],
        text=" ".join(word.text for word in words),
        top=min(word.top for word in words),
        x1=words[-1].x1,
        bottom=max(word.bottom for word in words),
        bold=all(word.bold for word in words),
        confidence=min(sure) if sure else None,
        words=tuple(itertools.chain.from_iterable(word.words for word in words)),
    )
