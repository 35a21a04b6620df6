"""What is painted on a PDF page: text, lines and areas, pictures, in the order they are painted, read with pdfium."""

from __future__ import annotations

import ctypes
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

MAX_OBJECTS = 20_000  # a page with more is a map or a drawing; the rest of it is not looked at
MAX_SEGMENTS = 60  # of one path; one with more is no line
_MAX_DEPTH = 6
_MAX_CLIPS = 4  # of one object that are looked at
_RUN = 200  # characters of a run that tell what it is
_LAYER = "OC".encode("utf-16-le") + b"\0"  # the name of a mark that makes its content part of a layer

Matrix = tuple[float, float, float, float, float, float]
Rectangle = Sequence[float]  # left, bottom, right, top
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_BLACK = bytes(12) + (255).to_bytes(4, sys.byteorder)
_PALE = 232  # of 255; lighter text may be white on white
_SHEER = 40  # of 255; less opaque text may not be seen
_TEXT, _PATH, _FORM = raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM
_PICTURES = (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING)
_NOWHERE: Rectangle = (0.0, 0.0, 0.0, 0.0)


def plainly(function: Any, result: Any, *arguments: Any) -> Any:
    """A function of pdfium that takes and gives plain addresses and numbers: half the time of a call goes into ctypes'
    own types."""
    address = ctypes.cast(function, ctypes.c_void_p).value or 0
    return ctypes.CFUNCTYPE(result, *arguments)(address)


_at, _int = ctypes.c_void_p, ctypes.c_int
_count = plainly(raw.FPDFPage_CountObjects, _int, _at)
_object = plainly(raw.FPDFPage_GetObject, _at, _at, _int)
_count_in_form = plainly(raw.FPDFFormObj_CountObjects, _int, _at)
_object_in_form = plainly(raw.FPDFFormObj_GetObject, _at, _at, ctypes.c_ulong)
_kind = plainly(raw.FPDFPageObj_GetType, _int, _at)
_bounds = plainly(raw.FPDFPageObj_GetBounds, _int, _at, _at, _at, _at, _at)
_fill = plainly(raw.FPDFPageObj_GetFillColor, _int, _at, _at, _at, _at, _at)
_marks = plainly(raw.FPDFPageObj_CountMarks, _int, _at)
_mode = plainly(raw.FPDFTextObj_GetTextRenderMode, _int, _at)
_font = plainly(raw.FPDFTextObj_GetFont, _at, _at)
_segments = plainly(raw.FPDFPath_CountSegments, _int, _at)
_draw_mode = plainly(raw.FPDFPath_GetDrawMode, _int, _at, _at, _at)
_segment = plainly(raw.FPDFPath_GetPathSegment, _at, _at, _int)
_point = plainly(raw.FPDFPathSegment_GetPoint, _int, _at, _at, _at)
_segment_kind = plainly(raw.FPDFPathSegment_GetType, _int, _at)
_mark = plainly(raw.FPDFPageObj_GetMark, _at, _at, ctypes.c_ulong)
_mark_name = plainly(raw.FPDFPageObjMark_GetName, _int, _at, _at, ctypes.c_ulong, _at)
_read_matrix = plainly(raw.FPDFPageObj_GetMatrix, _int, _at, _at)
_font_size = plainly(raw.FPDFTextObj_GetFontSize, _int, _at, _at)
_font_name = plainly(raw.FPDFFont_GetBaseFontName, ctypes.c_size_t, _at, _at, ctypes.c_size_t)
_font_embedded = plainly(raw.FPDFFont_GetIsEmbedded, _int, _at)
_read_text = plainly(raw.FPDFTextObj_GetText, ctypes.c_ulong, _at, _at, _at, ctypes.c_ulong)
_clip = plainly(raw.FPDFPageObj_GetClipPath, _at, _at)
_count_clips = plainly(raw.FPDFClipPath_CountPaths, _int, _at)
_clip_segment = plainly(raw.FPDFClipPath_GetPathSegment, _at, _at, _int, _int)
_stroke_width = plainly(raw.FPDFPageObj_GetStrokeWidth, _int, _at, _at)
_set_active = plainly(raw.FPDFPageObj_SetIsActive, _int, _at, _int)


class Text(NamedTuple):
    """A run of text: its place in the order of painting, and how it is painted."""

    handle: int
    order: int
    font: int
    mode: int
    faint: bool  # light or sheer
    layer: int  # the marked content it belongs to, where that may be switched off; 0 for none
    form: int  # the outermost form it is part of; 0 for none
    cut: bool  # perhaps outside of what it is clipped to
    matrix: Matrix  # of the forms around it

    @property
    def bounds(self) -> Rectangle:
        """Where it is painted, in points of the page. Most runs are never asked."""
        return _bounds_of(self.handle, self.matrix)


class Area(NamedTuple):
    """A path or a picture: its place in the order of painting, its bounds, how many segments its outline has."""

    handle: int
    order: int
    bounds: Rectangle
    segments: int
    matrix: Matrix  # of the forms around it


@dataclass(slots=True)
class PageObjects:
    """What is painted on one page; ``doubtful`` are those texts whose painting may leave nothing to be seen."""

    texts: list[Text] = field(default_factory=list)
    doubtful: list[Text] = field(default_factory=list)
    paths: list[Area] = field(default_factory=list)
    pictures: list[Area] = field(default_factory=list)


def page_objects(page: Any) -> PageObjects:
    """What is painted on a page, forms taken apart.

    Args:
        page: handle of the pdfium page, which must stay open as long as the handles in the answer are used.
    """
    return _Walk().through(ctypes.cast(page, ctypes.c_void_p).value or 0)


# Where pdfium writes to, and the same memory as Python reads it fastest. Pages are read one after the other.
_box, _colour, _name, _length = bytearray(16), bytearray(16), bytearray(16), bytearray(8)
_box_at, _colour_at, _name_at, _length_at = (
    tuple(range(at, at + 16, 4))
    for at in (ctypes.addressof(ctypes.c_char.from_buffer(buffer)) for buffer in (_box, _colour, _name, _length))
)
_box_read, _colour_read = memoryview(_box).cast("f"), memoryview(_colour).cast("I")


class _Walk:
    def __init__(self) -> None:
        self._found = PageObjects()
        self._order = 0
        self._layers: dict[int, bool] = {}

    def through(self, page: int) -> PageObjects:
        for index in range(min(_count(page), MAX_OBJECTS)):
            self._take(_object(page, index), 0, _IDENTITY, 0)
        return self._found

    def _take(self, handle: int, form: int, matrix: Matrix, depth: int) -> None:
        self._order += 1
        if not handle or self._order > MAX_OBJECTS:
            return
        kind = _kind(handle)
        if kind == _TEXT:
            self._take_text(handle, form, matrix)
        elif kind == _PATH:
            path = Area(handle, self._order, _bounds_of(handle, matrix), _segments(handle), matrix)
            self._found.paths.append(path)
        elif kind in _PICTURES:
            self._found.pictures.append(Area(handle, self._order, _bounds_of(handle, matrix), 0, matrix))
        elif kind == _FORM and depth < _MAX_DEPTH:
            inner = _product(_matrix(handle), matrix)
            for index in range(min(_count_in_form(handle), MAX_OBJECTS)):
                self._take(_object_in_form(handle, index), form or handle, inner, depth + 1)

    def _take_text(self, handle: int, form: int, matrix: Matrix) -> None:
        faint = _fill(handle, *_colour_at) and _colour != _BLACK and _is_faint()
        layer = self._layer(handle, marks) if (marks := _marks(handle)) > 0 else 0
        mode, clip = _mode(handle), _clip(handle)
        cut = clip and (paths := _count_clips(clip)) > 0 and _is_cut_off(clip, paths, handle, matrix)
        text = Text(handle, self._order, _font(handle) or 0, mode, faint, layer, form, cut, matrix)
        self._found.texts.append(text)
        if mode or faint or layer or form or cut:
            self._found.doubtful.append(text)

    def _layer(self, handle: int, marks: int) -> int:
        """The innermost marked content that makes an object part of a layer; 0 when none does."""
        for index in range(marks - 1, -1, -1):
            mark = _mark(handle, index)
            if mark not in self._layers:
                named = mark and _mark_name(mark, _name_at[0], 16, _length_at[0])
                self._layers[mark] = bool(named) and _name[:5] == _LAYER
            if self._layers[mark]:
                return int(mark)
        return 0


def _is_faint() -> bool:
    red, green, blue, alpha = _colour_read.tolist()
    return bool(min(red, green, blue) >= _PALE or alpha <= _SHEER)


def _is_cut_off(clip: int, paths: int, handle: int, matrix: Matrix) -> bool:
    """Whether the middle of an object may lie outside of what it is clipped to: two corners of each clip tell."""
    left, bottom, right, top = _bounds_of(handle, matrix)
    x, y = (left + right) / 2, (bottom + top) / 2
    for path in range(min(paths, _MAX_CLIPS)):
        corners = [_clip_segment(clip, path, corner) for corner in (0, 2)]
        if not all(corners):
            continue
        points = []
        for corner in corners:
            _point(corner, _box_at[0], _box_at[1])
            points.append(_moved(_box_read[0], _box_read[1], matrix))
        (x0, y0), (x1, y1) = points
        if not (min(x0, x1) <= x <= max(x0, x1) and min(y0, y1) <= y <= max(y0, y1)):
            return True
    return False


def _bounds_of(handle: int, matrix: Matrix) -> Rectangle:
    if not _bounds(handle, *_box_at):
        return _NOWHERE
    left, bottom, right, top = _box_read.tolist()
    box = (float(left), float(bottom), float(right), float(top))
    return box if matrix is _IDENTITY else _transformed(box, matrix)


def is_filled(path: Area) -> bool:
    """Whether the inside of a path is painted."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    _draw_mode(path.handle, ctypes.addressof(fill), ctypes.addressof(stroke))
    return bool(fill.value != raw.FPDF_FILLMODE_NONE)


def _matrix(handle: int) -> Matrix:
    values = (ctypes.c_float * 6)(*_IDENTITY)
    _read_matrix(handle, ctypes.addressof(values))
    a, b, c, d, e, f = values
    return a, b, c, d, e, f


def _product(one: Matrix, other: Matrix) -> Matrix:
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _transformed(box: Rectangle, matrix: Matrix) -> Rectangle:
    left, bottom, right, top = box
    corners = [_moved(x, y, matrix) for x, y in ((left, bottom), (left, top), (right, bottom), (right, top))]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def strokes(path: Area) -> Iterator[Rectangle]:
    """What each part of a path covers: a path may hold many lines or rectangles."""
    if path.segments > MAX_SEGMENTS:
        return
    own = _product(_matrix(path.handle), path.matrix)
    width = 0.0 if is_filled(path) else _line_width(path, own)
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    for index in range(path.segments):
        segment = _segment(path.handle, index)
        if not segment or not _point(segment, ctypes.addressof(x), ctypes.addressof(y)):
            continue
        if _segment_kind(segment) == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield _around(points, width / 2)
            points = []
        points.append(_moved(x.value, y.value, own))
    if len(points) > 1:
        yield _around(points, width / 2)


def _line_width(path: Area, matrix: Matrix) -> float:
    width = ctypes.c_float()
    _stroke_width(path.handle, ctypes.addressof(width))
    return float(width.value * math.hypot(matrix[2], matrix[3]))


def _around(points: list[tuple[float, float]], margin: float) -> Rectangle:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs) - margin, min(ys) - margin, max(xs) + margin, max(ys) + margin


def text_size(text: Text) -> float:
    """The size of a run's letters in points, as it is painted."""
    size = ctypes.c_float()
    _font_size(text.handle, ctypes.addressof(size))
    _, _, c, d, _, _ = _product(_matrix(text.handle), text.matrix)
    return float(abs(size.value) * math.hypot(c, d))


def font_name(font: int) -> str:
    """The name of a font, as the file has it."""
    name = ctypes.create_string_buffer(128)
    _font_name(font, ctypes.addressof(name), 128)
    return name.value.decode("utf-8", "replace")


def is_embedded(font: int) -> bool:
    """Whether the file brings the font along, so that its letters are drawn as they are meant."""
    return bool(_font_embedded(font) == 1)


def run_text(page: pdfium.PdfPage, text: Text) -> str:
    """What a run of text says."""
    textpage = page.get_textpage()
    buffer = ctypes.create_string_buffer(2 * _RUN + 2)
    size = _read_text(text.handle, ctypes.cast(textpage.raw, _at).value, ctypes.addressof(buffer), len(buffer))
    textpage.close()
    return buffer.raw[: min(size, 2 * _RUN)].decode("utf-16-le", "replace").rstrip("\0")


def set_active(handle: int, *, active: bool) -> None:
    """Whether an object is part of its page, for what is read and drawn from now on."""
    _set_active(handle, int(active))
