"""Styles of a Word document: what a paragraph or a run is, by itself or by the styles it stands on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from docx.oxml.ns import qn

_HEADING = re.compile(r"(?:heading|judul|tajuk|title|subtitle|überschrift|titre)\s*(\d?)(?!\d)", re.IGNORECASE)
_NO_HEADING = re.compile(
    r"(?:judul|heading|title)\s*+(?:tabel|table|gambar|figure|grafik|bagan|toc|daftar)|toc heading", re.IGNORECASE
)
_CONTENTS = re.compile(
    r"(?:toc|tdi|contents|daftar isi)\s*(?:\d|heading|judul)|(?:judul toc|contents heading)", re.IGNORECASE
)
_OFF = ("0", "false", "off", "none")
_MOST_STYLES = 12  # one based on the other
_BODY_LEVEL = 9  # the outline level of text that is no heading
_USUAL_SIZE = 10.0  # points, where nothing else is said


class Styles:
    """The styles of one document, asked by id."""

    def __init__(self, root: Any) -> None:
        self._styles = {style.get(qn("w:styleId"), ""): style for style in root.findall(qn("w:style"))}
        self._chains: dict[str, list[Any]] = {}
        self._default = {
            style.get(qn("w:type"), ""): name
            for name, style in self._styles.items()
            if _is_on(style.get(qn("w:default"), "0"))
        }
        self._document = root.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")

    def chain(self, name: str, kind: str = "paragraph") -> list[Any]:
        """A style and those it is based on; for an empty name the usual one of its kind."""
        name = name or self._default.get(kind, "")
        if name not in self._chains:
            found: list[Any] = []
            style = self._styles.get(name)
            while style is not None and style not in found and len(found) < _MOST_STYLES:
                found.append(style)
                based = style.find(qn("w:basedOn"))
                style = self._styles.get(based.get(qn("w:val"), "")) if based is not None else None
            self._chains[name] = found
        return self._chains[name]

    def heading_level(self, paragraph: Any) -> int:
        """The level of a heading counted from 1, 0 for other text: by the name of its style or of one that this is
        based on, or by an outline level of its own or of a style."""
        properties = paragraph.find(qn("w:pPr"))
        own = _value(properties, "w:outlineLvl")
        if own.isdigit():
            return int(own) + 2 if int(own) < _BODY_LEVEL else 0
        for style in self.chain(style_of(paragraph)):
            names = (_value(style, "w:name"), style.get(qn("w:styleId"), ""))
            if any(_NO_HEADING.match(name) for name in names):
                return 0
            stated = _value(style.find(qn("w:pPr")), "w:outlineLvl")
            if stated.isdigit():
                return int(stated) + 2 if int(stated) < _BODY_LEVEL else 0
            if match := next(filter(None, map(_HEADING.match, names)), None):
                return int(match[1]) + 1 if match[1] else 1
        return 0

    def is_contents(self, paragraph: Any) -> bool:
        """Whether a paragraph is a line of the table of contents, which repeats the headings."""
        return any(_CONTENTS.match(_value(style, "w:name")) for style in self.chain(style_of(paragraph))[:1])

    def numbering(self, paragraph: Any) -> Iterator[tuple[Any, str]]:
        """What may say how a paragraph is numbered: its own properties, then those of its styles, with their ids."""
        if (own := paragraph.find(qn("w:pPr"))) is not None:
            yield own, ""
        for style in self.chain(style_of(paragraph)):
            if (stated := style.find(qn("w:pPr"))) is not None:
                yield stated, style.get(qn("w:styleId"), "")

    def run_properties(self, run: Any, paragraph: Any) -> Sequence[Any]:
        """What a run has, the nearest first: its own properties, those of its styles, those of the document."""
        own = run.find(qn("w:rPr"))
        found = [own] if own is not None else []
        if own is not None and (name := _value(own, "w:rStyle")):
            found += [p for style in self.chain(name, "character") if (p := style.find(qn("w:rPr"))) is not None]
        return (*found, *self._paragraph_properties(paragraph))

    def _paragraph_properties(self, paragraph: Any) -> list[Any]:
        styles = self.chain(style_of(paragraph))
        found = [stated for style in styles if (stated := style.find(qn("w:rPr"))) is not None]
        return [*found, self._document] if self._document is not None else found


def style_of(paragraph: Any) -> str:
    """The id of the style of a paragraph, empty for the usual one."""
    return _value(paragraph.find(qn("w:pPr")), "w:pStyle")


def is_set(properties: Sequence[Any], *names: str) -> bool:
    """Whether the nearest properties that speak of one of these switches set it."""
    return any(next((_is_on(found) for one in properties if (found := _switch(one, name))), False) for name in names)


def stated(properties: Sequence[Any], name: str, attribute: str = "w:val") -> str:
    """The nearest value stated of a property."""
    return next((value for one in properties if (value := _value(one, name, attribute))), "")


def size(properties: Sequence[Any]) -> float:
    """The size of letters in points."""
    halves = stated(properties, "w:sz")
    return int(halves) / 2 if halves.isdigit() and len(halves) < 5 else _USUAL_SIZE


def _switch(properties: Any, name: str) -> str:
    found = properties.find(qn(name))
    return found.get(qn("w:val"), "1") if found is not None else ""


def _is_on(value: str) -> bool:
    return value not in _OFF


def _value(element: Any, name: str, attribute: str = "w:val") -> str:
    found = element.find(qn(name)) if element is not None else None
    return str(found.get(qn(attribute), "")) if found is not None else ""
