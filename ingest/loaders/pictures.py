"""Pictures inside Office files: recognised as pages are, those that hold text."""

from __future__ import annotations

import io
import os
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from PIL import Image

from ingest.limits import Limits
from ingest.loaders.left_out import LeftOut
from ingest.pages import ocr
from ingest.pages.paragraphs import pieces
from ingest.pages.reading_order import Page
from ingest.structure.pieces import Piece

_FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF")
_SMALLEST = (60, 20)  # pixels; smaller ones are signs and lines
_A_SIGN = Image.new("L", (1, 1))
_LARGEST = 15_000_000  # pixels; larger ones are made smaller, because office files are read in less memory
_MOST = 100  # pictures of one file
_SHARE_OF_TIME = 0.4  # of the time a file may take
_SCREEN_DPI = 150.0  # below it letters are too small for Tesseract, which likes them as on paper
_WANTED_DPI = 250.0
_SURE = 0.6  # mean confidence below which a picture is taken for one of something else than text
_FEW_LETTERS = 3  # fewer are specks
_MANY_LETTERS = 12  # so many unsure ones may be text


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that stands at a place of a file: its data, when asked for, and how wide it is shown, in inches."""

    key: str
    data: Callable[[], bytes]
    width: float = 0.0
    page: int | None = None
    place: str = ""


def recognised(items: list[Piece | Picture], limits: Limits, left_out: LeftOut) -> Iterator[Piece]:
    """The pieces of a file, each picture replaced by its text; one that is shown several times is read once.

    What could not be read, and may hold text, is counted in ``left_out``.
    """
    wanted = {item.key: item for item in reversed(items) if isinstance(item, Picture)}
    found = _read([wanted[key] for key in reversed(wanted)], limits, left_out)
    for item in items:
        if isinstance(item, Piece):
            yield item
        else:
            yield from found.pop(item.key, ())


def _read(pictures: list[Picture], limits: Limits, left_out: LeftOut) -> dict[str, list[Piece]]:
    """The pieces of each picture by its key."""
    found: dict[str, list[Piece]] = {}
    end = time.monotonic() + _SHARE_OF_TIME * limits.seconds
    step = os.cpu_count() or 1
    for start in range(0, len(pictures), step):
        batch = pictures[start : start + step]
        if start >= min(_MOST, limits.ocr_pages) or time.monotonic() > end:
            opened: list[tuple[Picture, Image.Image]] = []
        else:
            opened = [(picture, image) for picture in batch if (image := _opened(picture, limits)) is not None]
        signs = {picture.key for picture, image in opened if image.size == _A_SIGN.size}
        opened = [(picture, image) for picture, image in opened if picture.key not in signs]
        try:
            results = ocr.recognise_all([image for _, image in opened], _WANTED_DPI) if opened else []
        except ocr.OcrUnavailable:
            opened, results = [], []
        read = {picture.key: result for (picture, _), result in zip(opened, results, strict=True)}
        for picture in batch:
            if picture.key in signs:
                continue
            result = read.get(picture.key)
            if result is None or _is_unclear(result):
                left_out.add("picture", picture.place)
            elif _is_sure(result):
                found[picture.key] = _pieces(result, picture.page)
    return found


def _opened(picture: Picture, limits: Limits) -> Image.Image | None:
    """A picture in grey and large enough to be read; None for one that cannot be opened."""
    try:
        with warnings.catch_warnings():
            # The size is checked here against our own limit, before any pixel is unpacked.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(picture.data()), formats=_FORMATS) as image:
                if image.width * image.height > limits.pixels:
                    return None
                if image.width < _SMALLEST[0] or image.height < _SMALLEST[1]:
                    return _A_SIGN
                return _enlarged(_grey(image), picture.width)
    except Exception:  # decoders raise many kinds for malformed data
        return None


def _grey(image: Image.Image) -> Image.Image:
    """A picture on white paper; of a large one no more copies than needed."""
    if image.mode in ("P", "PA", "LA") or "transparency" in image.info:
        image = image.convert("RGBA")
    if image.mode == "RGBA":
        page = Image.new("L", image.size, 255)
        page.paste(image.convert("L"), mask=image.getchannel("A"))
        image = page
    grey = image.convert("L")
    if (pixels := grey.width * grey.height) > _LARGEST:
        share = (_LARGEST / pixels) ** 0.5
        grey = grey.resize((max(int(grey.width * share), 1), max(int(grey.height * share), 1)))
    return grey


def _enlarged(image: Image.Image, width: float) -> Image.Image:
    """A picture made for a screen with letters as large as on paper."""
    dpi = image.width / width if width else 96.0
    share = min(_WANTED_DPI / max(dpi, 1.0), 3.0)
    large = image.width * image.height * share**2 > _LARGEST
    if dpi >= _SCREEN_DPI or large or share < 1.3:
        return image
    size = int(image.width * share), int(image.height * share)
    return image.resize(size, Image.Resampling.BICUBIC)


def _letters(result: ocr.Recognised) -> int:
    return sum(character.isalnum() for segment in result.segments for character in segment.text)


def _is_sure(result: ocr.Recognised) -> bool:
    return result.confidence >= _SURE and _letters(result) >= _FEW_LETTERS


def _is_unclear(result: ocr.Recognised) -> bool:
    return result.confidence < _SURE and _letters(result) >= _MANY_LETTERS


def _pieces(result: ocr.Recognised, page: int | None) -> list[Piece]:
    """The lines of a picture as paragraphs: what is large in it heads nothing of the document around it."""
    read = pieces([Page(page or 1, result.width, result.height, result.segments)])
    plain = (replace(piece, kind="paragraph", level=0) if piece.kind == "heading" else piece for piece in read)
    return [replace(piece, page=page) for piece in plain]
