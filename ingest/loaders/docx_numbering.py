"""Numbers that Word counts by itself and does not write into the text."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MAX_LEVELS = 9
_MAX_START = 9_999  # Word counts to 32,767; in Roman numerals a number is as long as a tenth of it
_MAX_PATTERN = 60  # characters


class Numbers:
    """Counts the numbered paragraphs of one document, asked in reading order."""

    def __init__(self, document: Any) -> None:
        self._levels = _levels(document)
        self._counts: dict[str, list[int]] = defaultdict(lambda: [0] * _MAX_LEVELS)

    def label(self, paragraph: Paragraph) -> str:
        """``3.``, ``b.``, ``8.2`` or ``•`` in front of a paragraph; empty when it has none."""
        found = _reference(paragraph)
        if found is None:
            return ""
        number, level = found
        kind, pattern, start = self._levels.get((number, level), ("bullet", "", 1))
        if kind in ("bullet", "none"):
            return "•" if kind == "bullet" else ""
        counts = self._counts[number]
        counts[level] = counts[level] + 1 if counts[level] else start
        counts[level + 1 :] = [0] * (_MAX_LEVELS - level - 1)
        text = pattern
        for above in range(level + 1):
            kind_above = self._levels.get((number, above), ("decimal", "", 1))[0]
            text = text.replace(f"%{above + 1}", _written(counts[above] or 1, kind_above))
        return text.strip()


def _reference(paragraph: Paragraph) -> tuple[str, int] | None:
    styles: list[Any] = []
    style = paragraph.style
    while style is not None and len(styles) < 10:
        styles.append(style.element.find(qn("w:pPr")))
        style = getattr(style, "base_style", None)
    for properties in (paragraph._p.pPr, *styles):
        numbered = properties.find(qn("w:numPr")) if properties is not None else None
        if numbered is None:
            continue
        number, level = numbered.find(qn("w:numId")), numbered.find(qn("w:ilvl"))
        if number is None or number.get(qn("w:val")) == "0":
            return None
        at = level.get(qn("w:val"), "0") if level is not None else "0"
        return number.get(qn("w:val"), ""), min(int(at), _MAX_LEVELS - 1) if at.isdigit() else 0
    return None


def _levels(document: Any) -> dict[tuple[str, int], tuple[str, str, int]]:
    """Kind, pattern and first number of each level, by the id of the numbering."""
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        return {}
    abstract = {element.get(qn("w:abstractNumId")): element for element in root.findall(qn("w:abstractNum"))}
    levels = {}
    for number in root.findall(qn("w:num")):
        reference = number.find(qn("w:abstractNumId"))
        base = abstract.get(reference.get(qn("w:val"))) if reference is not None else None
        for level in base.findall(qn("w:lvl")) if base is not None else ():
            at = int(level.get(qn("w:ilvl"), "0"))
            kind, pattern = _value(level, "w:numFmt", "decimal"), _value(level, "w:lvlText", "%1.")
            start = _value(level, "w:start", "1")[: len(str(_MAX_START))]
            levels[number.get(qn("w:numId")), at] = (
                kind,
                pattern[:_MAX_PATTERN],
                int(start) if start.isdigit() else 1,
            )
    return levels


def _value(level: Any, name: str, default: str) -> str:
    found = level.find(qn(name))
    return str(found.get(qn("w:val"), default)) if found is not None else default


def _written(number: int, kind: str) -> str:
    if kind in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26)
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in ("lowerRoman", "upperRoman"):
        roman = ""
        for value, sign in _ROMAN:
            count, number = divmod(number, value)
            roman += sign * count
        return roman if kind == "lowerRoman" else roman.upper()
    return str(number)
