"""Text of shapes (DrawingML) as their readers see it: on slides, in boxes on sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ingest.loaders import equations
from ingest.loaders.left_out import LeftOut
from ingest.loaders.listing import written
from ingest.structure.symbol_fonts import is_symbol_font, shown

_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_NUMBERED = re.compile(r"(arabic|alphaLc|alphaUc|romanLc|romanUc)(Period|ParenR|ParenBoth|Plain)")
_KINDS = {
    "arabic": "decimal",
    "alphaLc": "lowerLetter",
    "alphaUc": "upperLetter",
    "romanLc": "lowerRoman",
    "romanUc": "upperRoman",
}
_FORMS = {"Period": "{}.", "ParenR": "{})", "ParenBoth": "({})", "Plain": "{}"}
_STRUCK = ("sngStrike", "dblStrike")
_PLACE_FIELDS = ("slidenum", "datetime")
_MOST_START = 9_999


def paragraphs(body: Any, left_out: LeftOut | None = None, place: str = "") -> Iterator[str]:
    """The paragraphs of a shape that show something, with the numbers that the program counts.

    Struck-out text is left out and counted in ``left_out``.
    """
    counts: dict[int, tuple[str, int]] = {}
    for paragraph in body.iter(f"{{{_MAIN}}}p"):
        text = " ".join("".join(_shown(paragraph, left_out, place)).split())
        if not text:
            continue
        properties = paragraph.find(f"{{{_MAIN}}}pPr")
        label = _label(properties, counts)
        yield f"{label} {text}" if label else text


def chosen(element: Any) -> Any:
    """Of two ways to show the same the one for readers of today; None when there is none."""
    choice = element.find(f"{_COMPATIBILITY}Choice")
    return choice if choice is not None and len(choice) else element.find(f"{_COMPATIBILITY}Fallback")


def is_choice(element: Any) -> bool:
    """Whether an element holds two ways to show the same."""
    return bool(element.tag == f"{_COMPATIBILITY}AlternateContent")


def _shown(paragraph: Any, left_out: LeftOut | None, place: str) -> Iterator[str]:
    for child in paragraph:
        if not isinstance(child.tag, str):
            continue
        space, _, name = child.tag[1:].rpartition("}")
        if space == equations.MATH:
            yield f" {equations.written(child)} "
        elif is_choice(child):
            branch = chosen(child)
            if branch is not None:
                yield from _shown(branch, left_out, place)
        elif space != _MAIN and name == "m":  # an equation, wrapped
            yield f" {equations.written(child)} " if len(child) == 0 else "".join(_shown(child, left_out, place))
        elif name in ("r", "fld"):
            yield _run(child, left_out, place)
        elif name == "br":
            yield " "


def _run(run: Any, left_out: LeftOut | None, place: str) -> str:
    text = "".join(part.text or "" for part in run.iter(f"{{{_MAIN}}}t"))
    if run.get("type", "").startswith(_PLACE_FIELDS) or not text:
        return ""
    properties = run.find(f"{{{_MAIN}}}rPr")
    if properties is None:
        return text
    if properties.get("strike") in _STRUCK:
        if left_out is not None and text.strip():
            left_out.add("struck", place)
        return ""
    baseline = properties.get("baseline", "0").rstrip("%")
    if baseline.isdecimal() and int(baseline[:9]) > 0:
        return equations.raised(text)
    for name in ("sym", "latin"):
        font = properties.find(f"{{{_MAIN}}}{name}")
        if font is not None and is_symbol_font(font.get("typeface", "")):
            return shown(text, font.get("typeface", "")) if name == "latin" or "\uf000" <= text[0] <= "\uf0ff" else text
    return text


def _label(properties: Any, counts: dict[int, tuple[str, int]]) -> str:
    level = properties.get("lvl", "0") if properties is not None else "0"
    at = int(level) if level.isdecimal() and len(level) == 1 else 0
    for below in [known for known in counts if known > at]:
        del counts[below]
    numbered = properties.find(f"{{{_MAIN}}}buAutoNum") if properties is not None else None
    match = _NUMBERED.fullmatch(numbered.get("type", "")) if numbered is not None else None
    if numbered is None or match is None:
        counts.pop(at, None)
        return ""
    start = numbered.get("startAt", "1")[:4]
    key = f"{match[0]} {start}"
    before = counts.get(at)
    first = min(int(start), _MOST_START) if start.isdecimal() else 1
    number = before[1] + 1 if before is not None and before[0] == key else first
    counts[at] = key, number
    return _FORMS[match[2]].format(written(number, _KINDS[match[1]]))
