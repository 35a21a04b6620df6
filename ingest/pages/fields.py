"""Filled fields and text boxes put where they are read: a value beside its label."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from statistics import median

from ingest.pages.annotations import Annotations, Box, Field
from ingest.pages.reading_order import Segment

_USUAL = 11.0  # points, of a page that says nothing else
_LINE = 1.2
_NEAR = 2.5  # times the size of letters: how far a box to tick stands from its label
_ABOVE = 1.6  # times the size: how far a label stands above its field
_WORDS = re.compile(r"[^\W\d_]{2,}(?:[ _-][^\W\d_]{2,})*+[ _-]?\d{0,2}")


def written(
    read: Sequence[Segment], over: Annotations, tabled: Callable[[list[Segment]], list[Segment]]
) -> list[Segment]:
    """What was read of a page, and what is written over it, each in its place.

    Args:
        read: the segments of the page itself.
        over: what lies over the page.
        tabled: puts segments into the tables of the page.
    """
    segments = [*read, *text_boxes(over.boxes, usual_size(read))]
    values = filled(over.fields, segments)
    return beside_labels(tabled([*segments, *values]), values, over.fields)


def usual_size(segments: Sequence[Segment]) -> float:
    """The size of most letters of a page."""
    return median(segment.size for segment in segments) if segments else _USUAL


def text_boxes(boxes: Iterable[tuple[Box, str]], size: float) -> list[Segment]:
    """Texts written onto a page, line by line."""
    found = []
    for (x0, top, x1, _), text in boxes:
        rows = [" ".join(row.split()) for row in text.splitlines()]
        for number, row in enumerate(rows):
            if row:
                place = top + number * _LINE * size
                found.append(Segment(row, x0, place, x1, place + _LINE * size, size))
    return found


def filled(fields: Sequence[Field], segments: Sequence[Segment]) -> list[Segment]:
    """What is filled in, each as a segment in the place of its field."""
    size = usual_size(segments)
    found = []
    for field in fields:
        x0, top, x1, bottom = field.box
        text = " ".join(field.value.split())
        height = _LINE * size
        # Letters stand in the middle of a field of one line and begin at the top of one of many.
        start = top if bottom - top > 2.2 * height else (top + bottom - height) / 2
        found.append(Segment(text, x0, start, max(x1, x0 + 1), start + height, size))
    return found


def beside_labels(segments: Sequence[Segment], values: Sequence[Segment], fields: Sequence[Field]) -> list[Segment]:
    """The segments of a page, its values joined with their labels.

    Args:
        segments: all segments of the page, values among them unless a table took them in.
        values: what :func:`filled` made of ``fields``.
        fields: the fields, in the same order.
    """
    kept, own = {id(segment) for segment in segments}, {id(value) for value in values}
    rest = [segment for segment in segments if id(segment) not in own]
    waiting = [(value, field) for value, field in zip(values, fields, strict=True) if id(value) in kept]
    taken: set[int] = set()
    for value, field in sorted(waiting, key=lambda pair: (pair[0].top, pair[0].x0)):
        place = _label(rest, value, field, taken)
        if place is None:
            rest.append(_alone(rest, value, field))
            taken.add(len(rest) - 1)
            continue
        rest[place] = _joined(rest[place], value, field)
        if field.ticked is None:
            taken.add(place)
    return rest


def _label(segments: Sequence[Segment], value: Segment, field: Field, taken: set[int]) -> int | None:
    """Which segment is the label of a field on its line."""
    row = [
        (place, segment)
        for place, segment in enumerate(segments)
        if segment.table is None and place not in taken and _on_one_line(segment, value, field)
    ]
    left = [(value.x0 - segment.x1, place) for place, segment in row if segment.x1 <= value.x0 + 3]
    right = [(segment.x0 - value.x1, place) for place, segment in row if segment.x0 >= value.x1 - 3]
    if field.ticked is not None:
        near = [(gap, place) for gap, place in (*right, *left) if gap < _NEAR * value.size]
        return min(near)[1] if near else None
    # A field amid a sentence is read there; only one at the end of its line is the value of a label.
    if right or not left:
        return None
    return min(left)[1]


def _on_one_line(segment: Segment, value: Segment, field: Field) -> bool:
    middle = (segment.top + segment.bottom) / 2
    return min(value.top, field.box[1]) - 2 <= middle <= max(value.bottom, field.box[3]) + 2


def _joined(label: Segment, value: Segment, field: Field) -> Segment:
    x0, x1 = min(label.x0, value.x0), max(label.x1, value.x1)
    if field.ticked is not None:
        text = f"{value.text} {label.text}" if value.x0 < label.x0 else f"{label.text} {value.text}"
    else:
        text = f"{label.text.rstrip(' .…_')}{'' if label.text.rstrip(' .…_').endswith(':') else ':'} {value.text}"
    return replace(label, text=text, x0=x0, x1=x1, apart=True)


def _alone(segments: Sequence[Segment], value: Segment, field: Field) -> Segment:
    """A value without a label on its line: below one, amid a sentence, or under the name of its field."""
    row = any(s.table is None and _on_one_line(s, value, field) for s in segments)
    above = any(
        s.table is None
        and -2 <= value.top - s.bottom <= _ABOVE * value.size + max(value.top - field.box[1], 0.0)
        and s.x0 < value.x1
        and value.x0 < s.x1
        for s in segments
    )
    value = replace(value, apart=not row)
    name = " ".join(field.name.replace("_", " ").split())
    if row or above or not _WORDS.fullmatch(name):
        return value
    if field.ticked is not None:
        return replace(value, text=f"{value.text} {name}")
    return replace(value, text=f"{name}: {value.text}")
