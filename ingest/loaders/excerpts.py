"""The place of a sentence on a page of a PDF, as a picture with the sentence marked."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from pypdfium2 import raw

from ingest.limits import Limits
from ingest.loaders.file_types import sniff
from ingest.pages.text_layer import Frame

_WIDTH = 900  # pixels
_HEIGHT = 1200
_MARGIN = 28  # points around the sentence
_BEGINNING = 40  # characters by which a sentence is found if the whole is not
_MARK = (255, 225, 90, 110)

Box = tuple[float, float, float, float]


def draw_excerpts(path: Path, places: Sequence[tuple[int, str]], limits: Limits) -> Iterator[bytes]:
    """A JPEG file for each ``(page, sentence)``, in order; empty where the page does not hold the sentence as text, and
    for files that are no PDF.

    Raises:
        DocumentError: it is damaged or encrypted.
    """
    if sniff(path) != "pdf":
        yield from (b"" for _ in places)
        return
    from ingest.loaders.pdf import open_pdf

    document = open_pdf(path)
    pages: dict[int, tuple[Any, str, list[int]]] = {}
    for number, sentence in places[: limits.pages]:
        if not 1 <= number <= len(document):
            yield b""
            continue
        if number not in pages:
            pages[number] = (document[number - 1], *_letters(document[number - 1].get_textpage()))
        page, letters, indexes = pages[number]
        boxes = _boxes(page.get_textpage(), letters, indexes, _squeezed(sentence))
        yield _picture(page, boxes) if boxes else b""


def _letters(text: Any) -> tuple[str, list[int]]:
    """The letters of a page without white space, and the index of each."""
    letters: list[str] = []
    indexes: list[int] = []
    for index in range(text.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(text.raw, index))
        if squeezed := _squeezed(letter):
            letters.append(squeezed[0])
            indexes.append(index)
    return "".join(letters), indexes


def _squeezed(text: str) -> str:
    # Raised digits are read as such and lie in the file as plain ones.
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum())


def _boxes(text: Any, letters: str, indexes: list[int], sentence: str) -> list[Box]:
    """The boxes of the letters of a sentence: left, bottom, right, top, in points."""
    start, length = letters.find(sentence), len(sentence)
    if start < 0 and length > _BEGINNING:
        start, length = letters.find(sentence[:_BEGINNING]), _BEGINNING
    return [text.get_charbox(index) for index in indexes[start : start + length]] if start >= 0 else []


def _picture(page: Any, boxes: Sequence[Box]) -> bytes:
    """The part of a page around these letters, lines marked."""
    left, bottom, right, top = page.get_cropbox()
    frame = Frame(left, bottom, right, top, page.get_rotation())
    width, height = frame.size()
    placed = [frame.place(*box) for box in boxes]
    left = max(0.0, min(box[0] for box in placed) - _MARGIN)
    top = max(0.0, min(box[1] for box in placed) - _MARGIN)
    right = min(width, max(box[2] for box in placed) + _MARGIN)
    bottom = min(height, max(box[3] for box in placed) + _MARGIN)
    if right <= left or bottom <= top:
        return b""  # it lies where no reader of the page sees it
    scale = min(_WIDTH / max(right - left, 1.0), _HEIGHT / max(bottom - top, 1.0), 3.0)
    crop = (left, height - bottom, width - right, top)
    picture = page.render(scale=scale, crop=crop).to_pil().convert("RGB")
    mark = Image.new("RGBA", picture.size)
    pen = ImageDraw.Draw(mark)
    for x0, y0, x1, y1 in placed:
        pen.rectangle(tuple(side * scale for side in (x0 - left, y0 - top, x1 - left, y1 - top)), fill=_MARK)
    marked = Image.alpha_composite(picture.convert("RGBA"), mark).convert("RGB")
    buffer = io.BytesIO()
    marked.save(buffer, "JPEG", quality=75)
    return buffer.getvalue()
