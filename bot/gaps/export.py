"""Gaps as a table for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.gaps.gaps import Gap

HEADER = (
    "gap",
    "question",
    "questions",
    "times",
    "before",
    "refused",
    "doubted",
    "disliked",
    "handed over",
    "channels",
    "mark",
    "note",
)


def rows(gaps: Sequence[Gap]) -> Iterator[tuple[object, ...]]:
    """A row for each Gap, under :data:`HEADER`."""
    for gap in gaps:
        count = gap.count
        channels = ", ".join(f"{channel} {times}" for channel, times in sorted(count.channels.items()))
        yield (
            gap.id,
            gap.question,
            len(gap.questions),
            count.total,
            count.before,
            count.refused,
            count.doubted,
            count.disliked,
            count.handed_over,
            channels,
            gap.mark,
            gap.note,
        )
