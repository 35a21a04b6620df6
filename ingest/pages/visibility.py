"""What of a page's text its reader does not see: layers switched off, text without ink, covered, white or cut off.

What is painted tells whether text may be unseen; whether it is, the page itself tells, drawn with it and without.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pypdfium2 as pdfium

from ingest.pages.drawing import drawn
from ingest.pages.page_objects import (
    Area,
    PageObjects,
    Rectangle,
    Text,
    is_embedded,
    is_filled,
    run_text,
    set_active,
)

_UNPAINTED = (3, 7)  # ways of painting text that leave nothing to be seen: invisible, and clipping only
_DIFFERENT = 12  # of 255: what an eye sees
_CONTRAST = 40  # of 255, of letters to their paper in a scan
_MAX_DRAWINGS = 20
_MAX_COVERS = 300
_LATIN = 0x250


def hide_unseen(page: pdfium.PdfPage, objects: PageObjects) -> float:
    """Take the text that no reader sees out of a page, for what is read of it from now on; how wide it was, in points.

    Text that is recognised already and lies, unpainted, over or under the scan that shows it, is seen. What was
    recognised in a scan's specks is not counted.
    """
    suspects = _suspects(objects)
    if not suspects:
        return 0.0
    unpainted = suspects.pop("unpainted", [])
    _hide(unpainted)
    unseen = unpainted + _without_trace(page, list(suspects.values()))
    shown = _shown_by_scan(page, objects, unseen)
    hidden = {text.order for text in unseen} - shown
    for text in objects.texts:
        set_active(text.handle, active=text.order not in hidden)
    told = (
        text for text in objects.texts if text.order in hidden and not (text.mode in _UNPAINTED and objects.pictures)
    )
    return sum(max(text.bounds[2] - text.bounds[0], text.bounds[3] - text.bounds[1]) for text in told)


def _suspects(objects: PageObjects) -> dict[object, list[Text]]:
    """Text that may be unseen, in groups of which the members are seen or unseen for one reason."""
    covered = _covered(objects)
    found: dict[object, list[Text]] = {}
    for text in objects.texts if covered else objects.doubtful:
        if text.mode in _UNPAINTED:
            key: object = "unpainted"
        elif _is_space(text):
            continue
        elif text.layer:
            key = text.layer
        elif text.faint:
            key = "faint"
        elif text.order in covered:
            key = "covered"
        elif text.cut:
            key = "cut"
        elif text.form:
            key = text.form
        else:
            continue
        found.setdefault(key, []).append(text)
    return found


def _covered(objects: PageObjects) -> set[int]:
    """The places in the order of text over which something is painted that may hide it."""
    if not objects.texts:
        return set()
    first = objects.texts[0].order
    areas = [a for a in (*objects.paths, *objects.pictures) if a.order > first and _could_cover(a.bounds)]
    areas.sort(key=lambda area: -_size(area.bounds))
    if not areas:
        return set()
    orders = np.array([text.order for text in objects.texts])
    bounds = np.array([text.bounds for text in objects.texts])
    found = np.zeros(len(orders), dtype=bool)
    for area in areas[:_MAX_COVERS]:
        left, bottom, right, top = area.bounds
        x, y = (bounds[:, 0] + bounds[:, 2]) / 2, (bounds[:, 1] + bounds[:, 3]) / 2
        under = (orders < area.order) & (left < x) & (x < right) & (bottom < y) & (y < top)
        if under.any() and (area.segments == 0 or is_filled(area)):
            found |= under
    return set(orders[found].tolist())


def _is_space(text: Text) -> bool:
    left, bottom, right, top = text.bounds
    return right <= left and top <= bottom


def _could_cover(bounds: Rectangle) -> bool:
    left, bottom, right, top = bounds
    return right - left > 3 and top - bottom > 3


def _size(bounds: Rectangle) -> float:
    return (bounds[2] - bounds[0]) * (bounds[3] - bounds[1])


def _without_trace(page: pdfium.PdfPage, groups: list[list[Text]]) -> list[Text]:
    """The text without which the page looks the same; it is left out of the page."""
    if not groups:
        return []
    if len(groups) > _MAX_DRAWINGS:
        groups[_MAX_DRAWINGS:] = [[text for group in groups[_MAX_DRAWINGS:] for text in group]]
    whole = drawn(page)
    unseen: list[Text] = []
    for group in groups:
        _hide(group)
        change = np.abs(whole.pixels - drawn(page).pixels)
        parts = whole._replace(pixels=change)
        for text in group:
            part = parts.part(text.bounds)
            if (part.size and int(part.max()) >= _DIFFERENT) or not _can_be_drawn(page, text):
                set_active(text.handle, active=True)
            else:
                # It stays away: of two texts in one place each would be unseen while the other is there.
                unseen.append(text)
    return unseen


def _can_be_drawn(page: pdfium.PdfPage, text: Text) -> bool:
    """Whether there are letters for a text here: a font that the file does not bring along may be missing."""
    if is_embedded(text.font):
        return True
    set_active(text.handle, active=True)  # else it has no letters to be read
    drawable = all(ord(letter) < _LATIN for letter in run_text(page, text))
    set_active(text.handle, active=False)
    return drawable


def _shown_by_scan(page: pdfium.PdfPage, objects: PageObjects, unseen: Sequence[Text]) -> set[int]:
    """The places in the order of text that is unseen itself but lies where a picture shows letters."""
    largest = sorted(objects.pictures, key=lambda picture: -_size(picture.bounds))[:_MAX_COVERS]
    candidates = [text for text in unseen if text.mode in _UNPAINTED or _has_picture_at(text, largest)]
    if not candidates or not (objects.pictures or objects.paths):
        return set()
    _hide(objects.texts)
    scan = drawn(page)
    parts = ((text.order, scan.part(text.bounds, around=0)) for text in candidates)
    return {order for order, part in parts if part.size and int(part.max()) - int(part.min()) >= _CONTRAST}


def _has_picture_at(text: Text, pictures: Iterable[Area]) -> bool:
    x, y = (text.bounds[0] + text.bounds[2]) / 2, (text.bounds[1] + text.bounds[3]) / 2
    return any(p.bounds[0] <= x <= p.bounds[2] and p.bounds[1] <= y <= p.bounds[3] for p in pictures)


def _hide(texts: Iterable[Text]) -> None:
    for text in texts:
        set_active(text.handle, active=False)
