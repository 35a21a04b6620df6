"""What the paragraphs of a Word document show: runs, fields, symbols, equations, and what is anchored in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from docx.oxml.ns import qn

from ingest.loaders import equations
from ingest.loaders.docx_styles import Styles, is_set, size, stated
from ingest.loaders.drawing_text import chosen, is_choice
from ingest.loaders.left_out import LeftOut
from ingest.loaders.listing import written
from ingest.structure.symbol_fonts import shown

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WORD_14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_MAIN = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_VML = "{urn:schemas-microsoft-com:vml}"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_NEW_CHART = re.compile(r"\{http://schemas\.microsoft\.com/office/drawing/\d{4}(?:/\d{1,2}/\d{1,2})?/chartex\}chart")
_PASSED = ("hyperlink", "smartTag", "customXml", "ins", "moveTo", "bdo", "dir", "sdtContent", "rubyBase")
_DELETED = ("del", "moveFrom")
_SIGNS = {"tab": " ", "ptab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-"}
_WHITE = ("FFFFFF", "ffffff")
_SMALLEST = 1.0  # points; smaller letters nobody sees
_SYMBOL_FIELD = re.compile(r"\s*SYMBOL\s+(0x[0-9a-f]{1,4}|\d{1,5})([^\n]*)", re.IGNORECASE)
_FIELD_FONT = re.compile(r'\\f\s*"([^"]{1,60})"')
_BUTTON_FIELD = re.compile(r"\s*(?:MACROBUTTON|GOTOBUTTON)\s+\S+\s+(.{1,500})", re.IGNORECASE)
_EMU = 914_400  # in an inch
_MOST_DEPTH = 40
_RAISED_ROMAN = {"i": "ⁱ", "v": "ᵛ", "x": "ˣ", "l": "ˡ", "c": "ᶜ"}


class Anchored(NamedTuple):
    """What hangs on a paragraph: the element of a box of text, or the relation of a picture, chart or diagram."""

    kind: Literal["box", "picture", "chart", "diagram"]
    element: Any
    relation: str = ""
    width: float = 0.0  # inches


class NoteMark(NamedTuple):
    """A reference to a footnote or endnote."""

    kind: Literal["footnote", "endnote"]
    name: str
    mark: str


@dataclass(slots=True)
class Line:
    """What one paragraph shows."""

    text: str = ""
    bold: bool = False
    size: float = 0.0
    anchored: list[Anchored] = field(default_factory=list)
    notes: list[NoteMark] = field(default_factory=list)
    unseen: bool = False  # all that it holds is hidden or deleted
    runs_on: bool = False  # its end was deleted: the next paragraph continues it


@dataclass(slots=True)
class _Field:
    """A field between its first and its last mark."""

    code: list[str] = field(default_factory=list)
    in_code: bool = True
    held: list[str] = field(default_factory=list)  # text that would be lost if the field never ended
    shows: bool = False
    form: Any = None


class TextReader:
    """Reads paragraphs of one document in reading order; fields may run over several of them."""

    def __init__(self, styles: Styles, left_out: LeftOut, *, dark: bool = False) -> None:
        self._styles = styles
        self._left_out = left_out
        self._fields: list[_Field] = []
        self._counts: Counter[str] = Counter()
        self._dark = dark  # white letters are seen
        self._paragraph: Any = None
        self._parts: list[str] = []
        self._line = Line()
        self._faces: Counter[bool] = Counter()
        self._sizes: Counter[float] = Counter()
        self._dropped = False

    def line(self, paragraph: Any, *, dark: bool = False) -> Line:
        """What a paragraph shows. ``dark`` when it stands where white letters may be seen: in a table, in a box."""
        outer = (self._paragraph, self._parts, self._line, self._faces, self._sizes, self._dropped, self._dark)
        self._paragraph, self._parts, self._line = paragraph, [], Line()
        self._faces, self._sizes, self._dropped, self._dark = Counter(), Counter(), False, self._dark or dark
        try:
            self._all(paragraph, 0)
            return self._ended()
        finally:
            self._paragraph, self._parts, self._line, self._faces, self._sizes, self._dropped, self._dark = outer

    def _ended(self) -> Line:
        # The code of a field ends in its paragraph; one without an end would swallow the rest of the document.
        self._parts += (text for one in self._fields if one.in_code for text in one.held)
        self._fields = [one for one in self._fields if not one.in_code]
        line = self._line
        line.text = " ".join("".join(self._parts).split())
        line.bold = bool(self._faces) and not self._faces[False]
        line.size = max(self._sizes, key=lambda points: self._sizes[points]) if self._sizes else 0.0
        mark = self._paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
        deleted = mark is not None and any(mark.find(f"{_WORD}{name}") is not None for name in _DELETED)
        line.runs_on = deleted
        line.unseen = not line.text and (self._dropped or deleted)
        return line

    def _all(self, element: Any, depth: int) -> None:
        if depth > _MOST_DEPTH:
            return
        for child in element:
            if not isinstance(child.tag, str):
                continue
            space, _, name = child.tag.rpartition("}")
            if space[1:] == equations.MATH:
                self._equation(child)
            elif is_choice(child):
                if (branch := chosen(child)) is not None:
                    self._all(branch, depth + 1)
            elif f"{space}}}" != _WORD:
                continue
            elif name == "r":
                self._run(child)
            elif name in _DELETED:
                self._dropped = True
                if any(True for _ in child.iter(qn("w:delText"), qn("w:t"), f"{{{equations.MATH}}}t")):
                    self._left_out.add("change")
            elif name == "fldSimple":
                self._simple_field(child, depth)
            elif name == "sdt":
                self._control(child, depth)
            elif name in _PASSED:
                if name in ("ins", "moveTo") and any(True for _ in child.iter(qn("w:t"))):
                    self._left_out.add("change")
                self._all(child, depth + 1)

    def _control(self, element: Any, depth: int) -> None:
        """A content control, unless it shows nothing but what is to be filled in."""
        if element.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}") is None:
            content = element.find(qn("w:sdtContent"))
            if content is not None:
                self._all(content, depth + 1)

    def _simple_field(self, element: Any, depth: int) -> None:
        before = len(self._parts)
        self._all(element, depth + 1)
        if len(self._parts) == before:
            self._put(_without_result(element.get(qn("w:instr"), ""), None))

    def _equation(self, element: Any) -> None:
        def run(found: Any) -> str:
            return "".join(part.text or "" for part in found.iter(qn("w:t")))

        if self._shows_fields():
            self._put(f" {equations.written(element, run)} ")

    def _run(self, run: Any) -> None:
        properties = self._styles.run_properties(run, self._paragraph)
        visible = self._is_visible(properties, run)
        struck = visible and is_set(properties, "w:strike", "w:dstrike")
        if (
            (not visible or struck)
            and self._shows_fields()
            and any((t.text or "").strip() for t in run.iter(qn("w:t")))
        ):
            self._dropped = True
            self._left_out.add("struck" if struck else "hidden")
        before = len(self._parts)
        self._content(run, properties, shows=visible and not struck)
        text = "".join(self._parts[before:])
        if stated(properties, "w:vertAlign") == "superscript":
            self._parts[before:] = [equations.raised(text)]
        if text.strip():
            self._faces[is_set(properties, "w:b")] += len(text)
            self._sizes[size(properties)] += len(text)

    def _is_visible(self, properties: Sequence[Any], run: Any) -> bool:
        if is_set(properties, "w:vanish", "w:specVanish") or size(properties) <= _SMALLEST:
            return False
        if self._dark or stated(properties, "w:color") not in _WHITE:
            return True
        behind = [run.find(qn("w:rPr")), self._paragraph.find(qn("w:pPr"))]
        behind += [s.find(qn("w:pPr")) for s in self._styles.chain(_style(self._paragraph))]
        shaded = any(one is not None and one.find(qn("w:shd")) is not None for one in (*behind, *properties))
        return shaded or any(one.find(qn("w:highlight")) is not None for one in properties)

    def _content(self, run: Any, properties: Sequence[Any], *, shows: bool) -> None:
        for child in run:
            if not isinstance(child.tag, str):
                continue
            if is_choice(child):
                branch = chosen(child)
                if branch is not None and shows:
                    self._drawn(branch, 0)
                continue
            space, _, name = child.tag.rpartition("}")
            if f"{space}}}" != _WORD:
                continue
            if name == "fldChar":
                self._field_mark(child, shows=shows)
            elif name == "instrText":
                if self._fields and self._fields[-1].in_code:
                    self._fields[-1].code.append(child.text or "")
            elif shows and self._shows_fields():
                self._shown(child, name, properties)
            elif shows and name == "t":
                self._fields[-1].held.append(child.text or "")

    def _shown(self, child: Any, name: str, properties: Sequence[Any]) -> None:
        if name == "t":
            self._put(shown(child.text or "", stated(properties[:1], "w:rFonts", "w:ascii")))
        elif name in _SIGNS:
            self._put(_SIGNS[name])
        elif name == "sym":
            self._put(_symbol(child))
        elif name in ("footnoteReference", "endnoteReference"):
            self._note(child, "footnote" if name.startswith("foot") else "endnote")
        elif name in ("drawing", "pict", "object"):
            self._drawn(child, 0)
        elif name == "ruby":
            base = child.find(qn("w:rubyBase"))
            if base is not None:
                self._all(base, 1)

    def _put(self, text: str) -> None:
        if text:
            self._parts.append(text)
            for one in self._fields:
                one.shows = True

    def _shows_fields(self) -> bool:
        return not any(one.in_code for one in self._fields)

    def _field_mark(self, mark: Any, *, shows: bool) -> None:
        kind = mark.get(qn("w:fldCharType"))
        if kind == "begin":
            self._fields.append(_Field(form=mark.find(qn("w:ffData"))))
        elif self._fields and kind == "separate":
            self._fields[-1].in_code = False
        elif self._fields and kind == "end":
            ended = self._fields.pop()
            code = "".join(ended.code)
            if not ended.shows and shows and self._shows_fields():
                if code.split()[:1] == ["EQ"]:
                    self._left_out.add("equation")
                self._put(_without_result(code, ended.form))

    def _note(self, reference: Any, kind: Literal["footnote", "endnote"]) -> None:
        name = reference.get(qn("w:id"), "")
        mark = ""
        if reference.get(qn("w:customMarkFollows"), "0") in ("0", "false", "off"):
            self._counts[kind] += 1
            mark = _mark(self._counts[kind], kind)
            self._put(mark)
        self._line.notes.append(NoteMark(kind, name, mark))

    def _drawn(self, element: Any, depth: int, width: float = 0.0) -> None:
        """Find what a drawing holds, wherever it is: boxes of text, pictures, charts, diagrams, embedded files."""
        if depth > _MOST_DEPTH:
            return
        for child in element:
            if not isinstance(child.tag, str):
                continue
            if is_choice(child):
                branch = chosen(child)
                if branch is not None:
                    self._drawn(branch, depth + 1, width)
            elif _is_hidden(child):
                continue
            elif child.tag == qn("w:txbxContent"):
                self._line.anchored.append(Anchored("box", child))
            elif child.tag in (f"{_MAIN}blip", f"{_VML}imagedata"):
                self._picture(child, width)
            elif child.tag == _CHART:
                self._line.anchored.append(Anchored("chart", child, child.get(f"{_RELATION}id", "")))
            elif child.tag == _DIAGRAM:
                self._line.anchored.append(Anchored("diagram", child, child.get(f"{_RELATION}dm", "")))
            elif _NEW_CHART.fullmatch(child.tag):
                self._left_out.add("chart")
            elif child.tag == f"{_OFFICE}OLEObject":
                old = child.get("ProgID", "").startswith(("Equation", "MathType"))
                self._left_out.add("equation" if old else "embedded")
            elif child.tag == f"{_VML}textpath":
                self._put(f" {child.get('string', '')} ")
            else:
                self._drawn(child, depth + 1, _width(child) or width)

    def _picture(self, element: Any, width: float) -> None:
        name = element.get(f"{_RELATION}embed") or element.get(f"{_RELATION}id")
        within = [ancestor.tag for ancestor in element.iterancestors(qn("w:object"))]
        if name and not within:
            self._line.anchored.append(Anchored("picture", element, name, width))
        elif element.get(f"{_RELATION}link"):
            self._left_out.add("picture")


def _style(paragraph: Any) -> str:
    found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return str(found.get(qn("w:val"), "")) if found is not None else ""


def _is_hidden(element: Any) -> bool:
    """Whether a drawing, or a shape of one, is switched off."""
    for child in element:
        if isinstance(child.tag, str) and child.tag.rpartition("}")[2] in ("docPr", "cNvPr"):
            return child.get("hidden") in ("1", "true")
    return element.tag.startswith(_VML) and "visibility:hidden" in element.get("style", "").replace(" ", "")


def _width(element: Any) -> float:
    """How wide a drawing is shown, in inches; 0 where it does not say."""
    for child in element:
        if isinstance(child.tag, str) and child.tag.endswith("}extent"):
            stated_width = child.get("cx", "")
            return int(stated_width) / _EMU if stated_width.isdecimal() and len(stated_width) < 12 else 0.0
    return 0.0


def _symbol(element: Any) -> str:
    code = element.get(qn("w:char"), "")
    try:
        return shown(chr(int(code, 16)), element.get(qn("w:font"), "")) if len(code) <= 4 else ""
    except ValueError:
        return ""


def _without_result(code: str, form: Any) -> str:
    """What a field shows of which no result was stored: a symbol, a button, a box to tick, a choice."""
    if match := _SYMBOL_FIELD.match(code):
        number = int(match[1], 0) if match[1].lower().startswith("0x") else int(match[1])
        font = _FIELD_FONT.search(match[2])
        return shown(chr(min(number, 0xFFFF)), font[1] if font else "")
    if match := _BUTTON_FIELD.match(code):
        return match[1].strip()
    return _form(form) if form is not None else ""


def _form(form: Any) -> str:
    box = form.find(qn("w:checkBox"))
    if box is not None:
        state = box.find(qn("w:checked"))
        state = state if state is not None else box.find(qn("w:default"))
        return "☒" if state is not None and state.get(qn("w:val"), "1") in ("1", "true", "on") else "☐"
    choices = form.findall(f"{qn('w:ddList')}/{qn('w:listEntry')}")
    chosen_entry = form.find(f"{qn('w:ddList')}/{qn('w:result')}")
    at = chosen_entry.get(qn("w:val"), "0") if chosen_entry is not None else "0"
    if choices and at.isdecimal() and int(at[:4]) < len(choices):
        return str(choices[int(at[:4])].get(qn("w:val"), ""))
    return ""


def _mark(number: int, kind: str) -> str:
    """The raised mark of a note, kept apart from the letters and digits before it by its own characters."""
    if kind == "footnote":
        return equations.raised(str(number))
    return "".join(_RAISED_ROMAN.get(letter, letter) for letter in written(number, "lowerRoman"))
