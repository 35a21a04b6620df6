"""Slides (PPTX): one section per slide, its number as the page, notes included."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pptx
from pptx.enum.shapes import MSO_SHAPE_TYPE

from ingest.errors import DocumentError
from ingest.limits import DEFAULT, Limits, Meter
from ingest.loaders import zip_files
from ingest.loaders.loaded import Loaded
from ingest.structure.metadata import guess
from ingest.structure.pieces import Piece, gathered, table_piece
from ingest.structure.sections import sections

MAX_GROUPS = 20  # groups within groups


def load(path: Path, limits: Limits = DEFAULT) -> Loaded:
    """Load a PPTX file.

    Raises:
        DocumentError: it is damaged, hostile, too long or without text.
    """
    zip_files.check_office(path, limits)
    try:
        presentation = pptx.Presentation(str(path))
        slides = list(presentation.slides)
        _check_count(slides, limits)
        meter = Meter(limits)
        read = (piece for number, slide in enumerate(slides, 1) for piece in _slide(slide, number, meter, limits))
        found = gathered(read, limits)
        stated = presentation.core_properties
    except DocumentError:
        raise
    except Exception as error:  # the library raises many kinds for a malformed package
        raise DocumentError(
            "Presentasi ini rusak dan tidak dapat dibuka.", "This presentation is damaged and cannot be opened."
        ) from error
    if not found:
        raise DocumentError("Presentasi ini tidak memuat teks.", "This presentation holds no text.")
    made = stated.modified or stated.created
    document = guess(path, found, title=stated.title or "", date=made.date().isoformat() if made else "")
    return Loaded(document, sections(document.title, found), pages=len(slides))


def _check_count(slides: list[Any], limits: Limits) -> None:
    if len(slides) > limits.pages:
        raise DocumentError(
            f"Presentasi ini memiliki lebih dari {limits.pages} salindia.",
            f"This presentation has more than {limits.pages} slides.",
        )


def _slide(slide: Any, number: int, meter: Meter, limits: Limits) -> Iterator[Piece]:
    title = slide.shapes.title
    heading = " ".join(title.text_frame.text.split()) if title is not None and title.has_text_frame else ""
    yield Piece("heading", heading or f"Slide {number}", 1, number)
    shapes = [shape for shape in _flat(slide.shapes) if title is None or shape.shape_id != title.shape_id]
    for shape in sorted(shapes, key=lambda shape: (shape.top or 0, shape.left or 0)):
        if getattr(shape, "has_table", False):
            cells = [_row(row, meter) for row in shape.table.rows]
            yield from (Piece(p.kind, p.text, page=number) for p in table_piece(cells, limits))
        elif shape.has_text_frame:
            yield from _text(shape.text_frame, number)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        yield from _text(slide.notes_slide.notes_text_frame, number)


def _row(row: Any, meter: Meter) -> list[str]:
    meter.cells(len(row._tr.tc_lst))
    return [meter.text(" ".join(cell.text.split())) for cell in row.cells]


def _flat(shapes: Any, depth: int = 0) -> Iterator[Any]:
    for shape in shapes:
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP and depth < MAX_GROUPS:
            yield from _flat(shape.shapes, depth + 1)
        else:
            yield shape


def _text(frame: Any, number: int) -> Iterator[Piece]:
    paragraphs = [" ".join(paragraph.text.split()) for paragraph in frame.paragraphs]
    paragraphs = [text for text in paragraphs if text]
    for text in paragraphs:
        yield Piece("item" if len(paragraphs) > 1 else "paragraph", text, page=number)
