"""Paragraphs of OpenDocument files as their readers see them, with the styles that tell what is seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.loaders.equations import raised
from ingest.loaders.left_out import LeftOut
from ingest.structure.symbol_fonts import shown

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
FORMAT = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_MOST_DEPTH = 40
_MOST_SPACES = 100
_MOST_STYLES = 12
_WHITE = ("#ffffff", "#FFFFFF")
_LEFT_OUT = (
    "tracked-changes",
    "hidden-text",
    "bookmark",
    "toc-mark",
    "script",
    "ruby-text",
    "note-citation",
    "page-number",
)


class OdfStyles:
    """The styles of a file, asked for what letters look like."""

    def __init__(self, *roots: Any) -> None:
        self._styles = {
            (style.get(f"{STYLE}family", ""), style.get(f"{STYLE}name", "")): style
            for root in roots
            for style in root.iter(f"{STYLE}style")
        }

    def chain(self, name: str, family: str) -> Iterator[Any]:
        """A style and those it is based on."""
        seen = 0
        style = self._styles.get((family, name))
        while style is not None and seen < _MOST_STYLES:
            yield style
            seen += 1
            style = self._styles.get((family, style.get(f"{STYLE}parent-style-name", "")))

    def letters(self, name: str, family: str, attribute: str) -> str:
        """What a style says of letters, by the name of the attribute; empty when nothing."""
        return self._told(name, family, "text-properties", attribute)

    def shape(self, name: str, family: str, attribute: str) -> str:
        """What a style says of a sheet, slide or cell."""
        kinds = {"table": "table-properties", "drawing-page": "drawing-page-properties"}
        return self._told(name, family, kinds.get(family, f"{family}-properties"), attribute)

    def _told(self, name: str, family: str, properties: str, attribute: str) -> str:
        for style in self.chain(name, family):
            found = style.find(f"{STYLE}{properties}")
            if found is not None and (value := found.get(attribute)):
                return str(value)
        return ""


@dataclass(slots=True)
class Anchor:
    """What hangs on a paragraph: notes as text, frames as elements."""

    notes: list[str] = field(default_factory=list)
    frames: list[Any] = field(default_factory=list)


class OdfText:
    """Reads paragraphs of one file."""

    def __init__(self, styles: OdfStyles, left_out: LeftOut) -> None:
        self.styles = styles
        self.left_out = left_out
        self.dark = False  # whether white letters may be seen, as in tables and on slides
        self._notes = 0

    def line(self, paragraph: Any, anchor: Anchor | None = None, place: str = "", cell: str = "") -> str:
        """What a paragraph shows; what hangs on it is put into ``anchor``. ``cell`` is the style of the cell around it,
        in which white letters may be seen."""
        anchor = anchor if anchor is not None else Anchor()
        own = [(paragraph.get(f"{TEXT}style-name", ""), "paragraph"), (cell, "table-cell")]
        return " ".join("".join(self._parts(paragraph, own, anchor, place, 0)).split())

    def is_bold(self, paragraph: Any) -> bool:
        """Whether all letters of a paragraph are bold."""
        own = self.styles.letters(paragraph.get(f"{TEXT}style-name", ""), "paragraph", f"{FORMAT}font-weight") == "bold"
        if (paragraph.text or "").strip() and not own:
            return False
        for child in paragraph:
            bold = self.styles.letters(child.get(f"{TEXT}style-name", ""), "text", f"{FORMAT}font-weight")
            held = "".join(child.itertext()).strip() if isinstance(child.tag, str) else ""
            if (held and not (bold == "bold" or (own and not bold))) or ((child.tail or "").strip() and not own):
                return False
        return own or len(paragraph) > 0

    def _parts(
        self, element: Any, styles: list[tuple[str, str]], anchor: Anchor, place: str, depth: int
    ) -> Iterator[str]:
        if depth > _MOST_DEPTH:
            return
        yield self._seen(element.text or "", styles, place)
        for child in element:
            if isinstance(child.tag, str):
                yield from self._child(child, styles, anchor, place, depth)
            yield self._seen(child.tail or "", styles, place)

    def _child(
        self, child: Any, styles: list[tuple[str, str]], anchor: Anchor, place: str, depth: int
    ) -> Iterator[str]:
        name = child.tag.rpartition("}")[2]
        if child.tag.startswith(DRAW):
            anchor.frames.append(child)
        elif child.tag in (f"{OFFICE}annotation", f"{OFFICE}annotation-end"):
            if name == "annotation":
                self.left_out.add("comment", place)
        elif child.tag == f"{TEXT}note":
            yield self._note(child, anchor, place)
        elif child.tag == f"{TEXT}s":
            count = child.get(f"{TEXT}c", "1")
            yield " " * min(int(count[:4]) if count.isdecimal() else 1, _MOST_SPACES)
        elif name in ("tab", "line-break"):
            yield " "
        elif name not in _LEFT_OUT and child.tag.startswith(TEXT):
            own = child.get(f"{TEXT}style-name", "")
            inner = [(own, "text"), *styles] if own and name in ("span", "a") else styles
            yield from self._parts(child, inner, anchor, place, depth + 1)

    def _note(self, note: Any, anchor: Anchor, place: str) -> str:
        self._notes += 1
        mark = raised(str(self._notes))
        lines = (self.line(paragraph, None, place) for paragraph in note.iter(f"{TEXT}p"))
        anchor.notes.append(" ".join([mark, *filter(None, lines)]))
        return mark

    def _seen(self, text: str, styles: list[tuple[str, str]], place: str) -> str:
        if not text.strip():
            return " " if text else ""
        if self._is_unseen(text, styles, place):
            return ""
        position = self._first(styles, f"{STYLE}text-position").split()
        if position and (position[0] == "super" or position[0].rstrip("%").isdecimal()) and position[0] != "0%":
            return raised(text)
        return shown(text, self._first(styles, f"{STYLE}font-name"))

    def _first(self, styles: list[tuple[str, str]], attribute: str) -> str:
        return next((told for name, family in styles if (told := self.styles.letters(name, family, attribute))), "")

    def _is_unseen(self, text: str, styles: list[tuple[str, str]], place: str) -> bool:
        """Whether letters are struck out, switched off or white on white."""
        struck = self._first(styles, f"{STYLE}text-line-through-style") not in ("", "none")
        white = self._first(styles, f"{FORMAT}color") in _WHITE and not self.dark
        coloured = self._first(styles, f"{FORMAT}background-color") not in ("", "transparent", *_WHITE)
        hidden = self._first(styles, f"{TEXT}display") == "none" or (white and not coloured)
        if struck or hidden:
            self.left_out.add("struck" if struck else "hidden", place)
        return struck or hidden
