"""Charts and diagrams of Office files: their figures as a table, their words as lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

from ingest.limits import Limits, Meter
from ingest.loaders.number_formats import Signs, shown
from ingest.structure.pieces import Piece, table

_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_MOST_POINTS = 5_000


def parsed(data: bytes) -> Any:
    """A part as XML; entities were refused before (:func:`ingest.loaders.zip_files.check_office`)."""
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True))


def chart(data: bytes, meter: Meter, limits: Limits, page: int | None = None) -> Iterator[Piece]:
    """The title of a chart and its figures, as they were stored: a row for each category, a column for each series."""
    root = parsed(data)
    titles = root.findall(f"{_CHART}chart/{_CHART}title")
    title = meter.text(" ".join(word for found in titles for word in _words(found)))
    if title:
        yield Piece("paragraph", title, page=page)
    series = [_Series(found) for found in root.iter(f"{_CHART}ser")]
    if not any(one.values for one in series):
        return
    names = series[0].categories or next((one.categories for one in series if one.categories), {})
    rows = [["", *(meter.text(one.name) for one in series)]]
    for at in sorted({at for one in series for at in one.values})[:_MOST_POINTS]:
        meter.cells(len(series) + 1)
        rows.append([meter.text(names.get(at, str(at + 1))), *(meter.text(one.values.get(at, "")) for one in series)])
    yield Piece("table", table(rows, limits).text, page=page)


def diagram(data: bytes) -> list[str]:
    """The words of a diagram (SmartArt), one line for each of its shapes."""
    root = parsed(data)
    points = root.findall(f"{_DIAGRAM}ptLst/{_DIAGRAM}pt")
    lines = [" ".join(_words(point)) for point in points if point.get("type", "node") in ("node", "asst")]
    return [line for line in lines if line]


class _Series:
    def __init__(self, element: Any) -> None:
        self.name = " ".join(_points(element.find(f"{_CHART}tx")).values())
        self.categories = _points(_first(element, "cat", "xVal"))
        self.values = _points(_first(element, "val", "yVal"))


def _first(element: Any, *names: str) -> Any:
    return next((found for name in names if (found := element.find(f"{_CHART}{name}")) is not None), None)


def _points(element: Any) -> dict[int, str]:
    """What was stored of a row of cells, by place; names of several levels are joined, the outer first."""
    if element is None:
        return {}
    levels = element.findall(f".//{_CHART}lvl")
    found: dict[int, str] = {}
    if levels:
        held = [_level(level, "General") for level in levels]
        for at in held[0]:
            above = [next((level[p] for p in range(at, -1, -1) if p in level), "") for level in reversed(held[1:])]
            found[at] = " – ".join(filter(None, (*above, held[0][at])))
        return found
    form = element.findtext(f".//{_CHART}formatCode") or "General"
    found = _level(element, form)
    own = element.find(f"{_CHART}v")
    return found or ({0: own.text or ""} if own is not None else {})


def _level(element: Any, form: str) -> dict[int, str]:
    points = {}
    for point in list(element.iter(f"{_CHART}pt"))[:_MOST_POINTS]:
        place, value = point.get("idx", ""), point.findtext(f"{_CHART}v") or ""
        if place.isdecimal() and len(place) < 7:
            points[int(place)] = (
                _figure(value, point.get("formatCode", form)) if element.tag != f"{_CHART}lvl" else value
            )
    return points


def _figure(value: str, form: str) -> str:
    try:
        return shown(float(value), form, Signs())
    except ValueError:
        return " ".join(value.split())


def _words(element: Any) -> Iterator[str]:
    """The text of each paragraph of a shape."""
    for paragraph in element.iter(f"{_DRAWING}p"):
        text = " ".join("".join(part.text or "" for part in paragraph.iter(f"{_DRAWING}t")).split())
        if text:
            yield text
