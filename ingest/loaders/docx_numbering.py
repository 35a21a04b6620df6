"""Numbers that Word counts by itself and does not write into the text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from ingest.loaders.docx_styles import Styles
from ingest.loaders.listing import written

BULLET = "•"
_MAX_LEVELS = 9
_MAX_START = 9_999  # Word counts to 32,767; in Roman numerals a number is as long as a thousandth of it
_MAX_PATTERN = 60  # characters


@dataclass(frozen=True, slots=True)
class _Level:
    kind: str = "decimal"
    pattern: str = "%1."
    start: int = 1
    restart: int | None = None  # the level counted from 1 after which it begins anew; 0 for never
    plain: bool = False  # all numbers in figures
    style: str = ""


@dataclass(slots=True)
class _List:
    """The levels that several lists of a document share, and how far they are counted: they count on from each other
    unless one begins anew."""

    levels: dict[int, _Level]
    counts: list[int | None] = field(default_factory=lambda: [None] * _MAX_LEVELS)


@dataclass(slots=True)
class _Number:
    """One list: what it shares with others, what it has of its own, and at which levels it has yet to begin anew."""

    shared: _List
    levels: dict[int, _Level]
    starts: dict[int, int]


class Numbers:
    """Counts the numbered paragraphs of one document, asked in reading order."""

    def __init__(self, document: Any, styles: Styles | None = None) -> None:
        self._styles = styles or Styles(document.styles.element)
        self._numbers = _numbers(document, self._styles)

    def label(self, paragraph: Any) -> str:
        """``3.``, ``b.``, ``8.2`` or ``•`` in front of a paragraph; empty when it has none."""
        found = self._reference(getattr(paragraph, "_p", paragraph))
        if found is None:
            return ""
        number, at = found
        level = number.levels.get(at) or number.shared.levels.get(at)
        if level is None or level.kind == "bullet":
            return BULLET
        self._count(number, at, level)
        if level.kind == "none" and "%" not in level.pattern:
            return level.pattern.strip()
        text = level.pattern
        for above in range(at + 1):
            own = number.levels.get(above) or number.shared.levels.get(above) or _Level()
            kind = "decimal" if level.plain and own.kind != "decimalZero" else own.kind
            count = number.shared.counts[above]
            text = text.replace(f"%{above + 1}", written(own.start if count is None else count, kind))
        return text.strip()

    def _count(self, number: _Number, at: int, level: _Level) -> None:
        counts = number.shared.counts
        before = counts[at]
        if at in number.starts:
            counts[at] = number.starts.pop(at)
        else:
            counts[at] = level.start if before is None else before + 1
        for below in range(at + 1, _MAX_LEVELS):
            restart = (number.levels.get(below) or number.shared.levels.get(below) or _Level()).restart
            if restart is None or at < restart:
                counts[below] = None

    def _reference(self, paragraph: Any) -> tuple[_Number, int] | None:
        at: int | None = None
        for properties, style in self._styles.numbering(paragraph):
            numbered = properties.find(qn("w:numPr"))
            if numbered is None:
                continue
            level, number = numbered.find(qn("w:ilvl")), numbered.find(qn("w:numId"))
            if at is None and level is not None:
                at = _whole(level.get(qn("w:val"), "0"))
            if number is None:
                continue
            name = number.get(qn("w:val"), "")
            if name == "0" or name not in self._numbers:
                return None
            found = self._numbers[name]
            if at is None:
                at = next((n for n, one in found.shared.levels.items() if style and one.style == style), 0)
            return found, min(at, _MAX_LEVELS - 1)
        return None


def _numbers(document: Any, styles: Styles) -> dict[str, _Number]:
    """The lists of a document by their ids."""
    try:
        root = document.part.numbering_part.element
    except (KeyError, NotImplementedError):  # how python-docx says that a document has no list
        return {}
    elements = {element.get(qn("w:abstractNumId")): element for element in root.findall(qn("w:abstractNum"))}
    shared = {name: _List(_levels(element)) for name, element in elements.items()}
    own = {number.get(qn("w:numId"), ""): number for number in root.findall(qn("w:num"))}
    found = {}
    for name, number in own.items():
        abstract = _abstract(number)
        for _ in range(_MAX_LEVELS):  # a list may be told by a style, whose list tells it
            link = elements[abstract].find(qn("w:numStyleLink")) if abstract in elements else None
            linked = _number_of_style(styles, link.get(qn("w:val"), "")) if link is not None else ""
            if linked not in own:
                break
            abstract = _abstract(own[linked])
        if abstract in shared:
            levels, starts = _overrides(number)
            found[name] = _Number(shared[abstract], levels, starts)
    return found


def _abstract(number: Any) -> str | None:
    reference = number.find(qn("w:abstractNumId"))
    return reference.get(qn("w:val")) if reference is not None else None


def _number_of_style(styles: Styles, name: str) -> str:
    path = f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}"
    return next(
        (str(n.get(qn("w:val"), "")) for s in styles.chain(name, "numbering") if (n := s.find(path)) is not None), ""
    )


def _overrides(number: Any) -> tuple[dict[int, _Level], dict[int, int]]:
    levels: dict[int, _Level] = {}
    starts: dict[int, int] = {}
    for override in number.findall(qn("w:lvlOverride")):
        at = _whole(override.get(qn("w:ilvl"), "0"))
        levels |= _levels(override)
        if (start := override.find(qn("w:startOverride"))) is not None:
            starts[at] = _whole(start.get(qn("w:val"), "1"), 1)
        elif at in levels:
            starts[at] = levels[at].start
    return levels, starts


def _levels(parent: Any) -> dict[int, _Level]:
    return {_whole(level.get(qn("w:ilvl"), "0")): _level(level) for level in parent.findall(qn("w:lvl"))}


def _level(element: Any) -> _Level:
    restart = element.find(qn("w:lvlRestart"))
    legal = element.find(qn("w:isLgl"))
    return _Level(
        _value(element, "w:numFmt", "decimal"),
        _value(element, "w:lvlText", "%1.")[:_MAX_PATTERN],
        _whole(_value(element, "w:start", "1"), 1),
        _whole(restart.get(qn("w:val"), "0")) if restart is not None else None,
        legal is not None and legal.get(qn("w:val"), "1") not in ("0", "false", "off"),
        _value(element, "w:pStyle", ""),
    )


def _whole(text: str, default: int = 0) -> int:
    text = text[: len(str(_MAX_START))]
    return int(text) if text.isdecimal() else default


def _value(level: Any, name: str, default: str) -> str:
    found = level.find(qn(name))
    return str(found.get(qn("w:val"), default)) if found is not None else default
