"""What lies over a PDF page: filled fields, text boxes, comments, files and marks that strike words out."""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as raw

from ingest.pages.struck import Stroke
from ingest.pages.text_layer import Frame

_MAX_ANNOTATIONS = 5_000  # of one page
_MAX_TEXT = 100_000  # characters of one of them
_UNSEEN = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
_PASSWORD = 1 << 13
_TEXT_BOX_LINE = 1.25
_COMMENTS = frozenset(
    (
        raw.FPDF_ANNOT_TEXT,
        raw.FPDF_ANNOT_LINE,
        raw.FPDF_ANNOT_SQUARE,
        raw.FPDF_ANNOT_CIRCLE,
        raw.FPDF_ANNOT_POLYGON,
        raw.FPDF_ANNOT_POLYLINE,
        raw.FPDF_ANNOT_HIGHLIGHT,
        raw.FPDF_ANNOT_UNDERLINE,
        raw.FPDF_ANNOT_SQUIGGLY,
        raw.FPDF_ANNOT_STRIKEOUT,
        raw.FPDF_ANNOT_CARET,
        raw.FPDF_ANNOT_INK,
    )
)
_MARKED, _UNMARKED = "☑", "☐"
_SLANT = 0.2  # of its length: a line that rises more strikes nothing out

Box = tuple[float, float, float, float]  # x0, top, x1, bottom as read


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: its place as read, what is filled in (or the state of a box to tick), how it is called."""

    box: Box
    value: str
    name: str
    ticked: bool | None = None


@dataclass(slots=True)
class Annotations:
    """What lies over one page.

    ``boxes`` are texts written onto it; of ``comments``, ``files`` and ``stamps`` it is only told how many there are.
    """

    fields: list[Field] = field(default_factory=list)
    boxes: list[tuple[Box, str]] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    comments: int = 0
    files: int = 0
    stamps: int = 0

    def texts(self) -> Iterator[str]:
        """What is written over the page."""
        yield from (one.value + one.name for one in self.fields)
        yield from (text for _, text in self.boxes)


def annotations_of(page: Any, form: Any, frame: Frame) -> Annotations:
    """What lies over a page, as far as a reader sees it.

    Args:
        page: handle of the pdfium page.
        form: handle of the document's form, or None where it has none.
        frame: how the page lies.
    """
    found = Annotations()
    for annotation in _each(page):
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        if kind in (raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP) or raw.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
            continue
        if kind == raw.FPDF_ANNOT_WIDGET:
            found.fields += _field(annotation, form, frame)
        elif kind == raw.FPDF_ANNOT_FREETEXT:
            if text := _string(annotation, b"Contents").strip():
                found.boxes.append((_box(annotation, frame), text))
        elif kind == raw.FPDF_ANNOT_FILEATTACHMENT:
            found.files += 1
        elif kind == raw.FPDF_ANNOT_STAMP:
            found.stamps += 1
        elif kind in _COMMENTS:
            found.strokes += _strokes(annotation, kind, frame)
            found.comments += bool(_string(annotation, b"Contents").strip())
    return found


def has_fields(page: Any) -> bool:
    """Whether a page has a field to fill in."""
    return any(raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_WIDGET for annotation in _each(page))


def _each(page: Any) -> Iterator[Any]:
    for index in range(min(raw.FPDFPage_GetAnnotCount(page), _MAX_ANNOTATIONS)):
        if annotation := raw.FPDFPage_GetAnnot(page, index):
            try:
                yield annotation
            finally:
                raw.FPDFPage_CloseAnnot(annotation)


def _field(annotation: Any, form: Any, frame: Frame) -> Iterator[Field]:
    box = _box(annotation, frame)
    if form is None:
        # A field that no form of the document knows of shows its value all the same.
        value = _string(annotation, b"V").strip()
        if value:
            yield Field(box, value, _string(annotation, b"TU") or _string(annotation, b"T"))
        return
    kind = raw.FPDFAnnot_GetFormFieldType(form, annotation)
    name = _said(raw.FPDFAnnot_GetFormFieldAlternateName, form, annotation)
    name = name or _said(raw.FPDFAnnot_GetFormFieldName, form, annotation)
    if kind in (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON):
        ticked = bool(raw.FPDFAnnot_IsChecked(form, annotation))
        yield Field(box, _MARKED if ticked else _UNMARKED, name, ticked)
    elif kind in (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX, -1):
        if raw.FPDFAnnot_GetFormFieldFlags(form, annotation) & _PASSWORD and kind == raw.FPDF_FORMFIELD_TEXTFIELD:
            return
        value = ", ".join(_chosen(annotation, form)) if kind != raw.FPDF_FORMFIELD_TEXTFIELD else ""
        value = value or _said(raw.FPDFAnnot_GetFormFieldValue, form, annotation) or _string(annotation, b"V")
        if value.strip():
            yield Field(box, value.strip(), name)


def _chosen(annotation: Any, form: Any) -> Iterator[str]:
    """What is chosen of a list, as it is shown: the value that is kept may be a code."""
    for index in range(min(raw.FPDFAnnot_GetOptionCount(form, annotation), 1_000)):
        if raw.FPDFAnnot_IsOptionSelected(form, annotation, index):
            size = raw.FPDFAnnot_GetOptionLabel(form, annotation, index, None, 0)
            yield _text(size, lambda buffer, length, at=index: _label(form, annotation, at, buffer, length))


def _label(form: Any, annotation: Any, index: int, buffer: Any, length: int) -> None:
    raw.FPDFAnnot_GetOptionLabel(form, annotation, index, buffer, length)


def _strokes(annotation: Any, kind: int, frame: Frame) -> Iterator[Stroke]:
    """What a mark strikes out."""
    if kind == raw.FPDF_ANNOT_STRIKEOUT:
        quad = raw.FS_QUADPOINTSF()
        for index in range(min(raw.FPDFAnnot_CountAttachmentPoints(annotation), 1_000)):
            if raw.FPDFAnnot_GetAttachmentPoints(annotation, index, quad):
                xs, ys = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
                yield Stroke(*frame.place(min(xs), min(ys), max(xs), max(ys)), through=True)
    elif kind == raw.FPDF_ANNOT_LINE:
        start, end = raw.FS_POINTF(), raw.FS_POINTF()
        if raw.FPDFAnnot_GetLine(annotation, start, end):
            yield from _level((start.x, end.x), (start.y, end.y), frame)
    elif kind == raw.FPDF_ANNOT_INK:
        for index in range(min(raw.FPDFAnnot_GetInkListCount(annotation), 1_000)):
            size = min(raw.FPDFAnnot_GetInkListPath(annotation, index, None, 0), 10_000)
            if size > 1:
                points = (raw.FS_POINTF * size)()
                raw.FPDFAnnot_GetInkListPath(annotation, index, points, size)
                yield from _level(tuple(p.x for p in points), tuple(p.y for p in points), frame)


def _level(xs: tuple[float, ...], ys: tuple[float, ...], frame: Frame) -> Iterator[Stroke]:
    x0, top, x1, bottom = frame.place(min(xs), min(ys), max(xs), max(ys))
    if bottom - top <= _SLANT * (x1 - x0):
        middle = (top + bottom) / 2
        yield Stroke(x0, middle, x1, middle)


def _box(annotation: Any, frame: Frame) -> Box:
    rectangle = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annotation, rectangle)
    left, right = sorted((rectangle.left, rectangle.right))
    bottom, top = sorted((rectangle.bottom, rectangle.top))
    return frame.place(left, bottom, right, top)


def _string(annotation: Any, key: bytes) -> str:
    size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    return _text(size, lambda buffer, length: raw.FPDFAnnot_GetStringValue(annotation, key, buffer, length))


def _said(function: Any, form: Any, annotation: Any) -> str:
    size = function(form, annotation, None, 0)
    return _text(size, lambda buffer, length: function(form, annotation, buffer, length))


def _text(size: int, read: Any) -> str:
    if not 2 < size <= 2 * _MAX_TEXT:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    read(buffer, size)
    with contextlib.suppress(UnicodeDecodeError):
        return bytes(buffer)[:size].decode("utf-16-le", "replace").split("\0")[0]
    return ""
