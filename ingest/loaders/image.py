"""Pictures of pages: photographs and scans as PNG, JPEG, TIFF, WebP or BMP."""

from __future__ import annotations

import warnings
from pathlib import Path

from PIL import Image, ImageOps, ImageSequence

from ingest.errors import DocumentError, Notice
from ingest.limits import DEFAULT, Limits
from ingest.loaders.loaded import Coverage, Loaded
from ingest.pages import ocr
from ingest.pages.ocr import poorly_recognised
from ingest.pages.paragraphs import pieces
from ingest.pages.reading_order import Page, without_running_heads
from ingest.structure.metadata import guess
from ingest.structure.pieces import gathered
from ingest.structure.sections import sections

_FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "BMP", "GIF")
_A4_LONG_SIDE = 11.7  # inches; a picture without a believable resolution is taken for such a page
_MIN_DPI, _MAX_DPI = 70.0, 1200.0


def load(path: Path, limits: Limits = DEFAULT) -> Loaded:
    """Recognise the text of a picture; each frame of a TIFF is a page.

    Raises:
        DocumentError: it is damaged, too large or without text, or Tesseract is not installed.
    """
    images = frames(path, limits)
    try:
        results = [ocr.recognise_all([image], _dpi(image))[0] for image in images]
    except ocr.OcrUnavailable as error:
        raise DocumentError(
            "Gambar tidak dapat dibaca karena Tesseract (ind, eng) tidak terpasang di server ini.",
            "Pictures cannot be read because Tesseract (ind, eng) is not installed on this server.",
        ) from error
    notices: list[Notice] = []
    pages = []
    for number, result in enumerate(results, 1):
        if result is None or not result.segments:
            continue
        pages.append(Page(number, result.width, result.height, result.segments))
        if result.confidence < ocr.POOR:
            notices.append(poorly_recognised(number, result.confidence))
    found = gathered(pieces(without_running_heads(pages)), limits)
    if not found:
        raise DocumentError("Tidak ada teks yang dikenali pada gambar ini.", "No text was recognised in this picture.")
    document = guess(path, found)
    unread = {number: result.unread if result else 1.0 for number, result in enumerate(results, 1)}
    coverage = Coverage.of_pages(unread, len(images))
    return Loaded(document, sections(document.title, found), tuple(notices), len(images), coverage)


def frames(path: Path, limits: Limits) -> list[Image.Image]:
    """The pages of a picture file in grey, upright as its camera says.

    Raises:
        DocumentError: it is damaged or larger than the limits.
    """
    try:
        with warnings.catch_warnings():
            # The size is checked here against our own limit, before any pixel is unpacked.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=_FORMATS) as picture:
                _check_size(picture, limits)
                return [_upright(frame, limits) for frame in ImageSequence.Iterator(picture)]
    except DocumentError:
        raise
    except Image.DecompressionBombError as error:
        raise _too_large() from error
    except Exception as error:  # decoders raise many kinds for malformed data
        raise DocumentError(
            "Gambar ini rusak dan tidak dapat dibuka.", "This picture is damaged and cannot be opened."
        ) from error


def _check_size(picture: Image.Image, limits: Limits) -> None:
    if picture.width * picture.height > limits.pixels or getattr(picture, "n_frames", 1) > limits.ocr_pages:
        raise _too_large()


def _upright(frame: Image.Image, limits: Limits) -> Image.Image:
    _check_size(frame, limits)
    turned = ImageOps.exif_transpose(frame)
    grey = turned.convert("RGBA")
    page = Image.new("RGBA", grey.size, "white")
    page.alpha_composite(grey)
    upright = page.convert("L")
    upright.info["dpi"] = frame.info.get("dpi")
    return upright


def _dpi(image: Image.Image) -> float:
    stated = image.info.get("dpi") or (0, 0)
    try:
        dpi = float(stated[0])
    except (TypeError, ValueError, IndexError):
        dpi = 0.0
    guessed = max(image.size) / _A4_LONG_SIDE
    believable = _MIN_DPI <= dpi <= _MAX_DPI and 0.4 < dpi / max(guessed, 1.0) < 2.5
    return dpi if believable else min(max(guessed, _MIN_DPI), _MAX_DPI)


def _too_large() -> DocumentError:
    return DocumentError(
        "Gambar ini terlalu besar (kemungkinan bom dekompresi); berkas tidak diproses.",
        "This picture is too large (perhaps a decompression bomb); it was not taken in.",
    )
