"""PDF: the text layer where there is one, recognised text where there is none."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image

from ingest.errors import DocumentError, Notice
from ingest.limits import DEFAULT, Limits, Meter
from ingest.loaders.loaded import Loaded
from ingest.pages import ocr
from ingest.pages.ocr import poorly_recognised
from ingest.pages.paragraphs import pieces
from ingest.pages.reading_order import Page, without_running_heads
from ingest.pages.tables import with_tables
from ingest.pages.text_layer import Frame, has_usable_text, page_segments, text_angle
from ingest.structure.metadata import guess
from ingest.structure.pieces import gathered
from ingest.structure.sections import sections

_SHARE_FOR_OCR = 0.7  # of the seconds a file may take
_DATE = re.compile(r"D:(\d{4})(\d{2})(\d{2})")


def load(path: Path, limits: Limits = DEFAULT) -> Loaded:
    """Load a PDF file.

    Raises:
        DocumentError: it is encrypted, damaged, too long or without any text.
    """
    document = open_pdf(path)
    try:
        if len(document) > limits.pages:
            raise DocumentError(
                f"PDF ini memiliki {len(document)} halaman; paling banyak {limits.pages} halaman.",
                f"This PDF has {len(document)} pages; at most {limits.pages} are taken in.",
            )
        notices: list[Notice] = []
        pages = without_running_heads(_pages(document, limits, notices))
        found = gathered(pieces(pages), limits)
        if not found:
            raise DocumentError(
                "PDF ini tidak memuat teks yang dapat dibaca, juga tidak pada gambar halamannya.",
                "This PDF holds no text that can be read, not in the pictures of its pages either.",
            )
        stated = document.get_metadata_dict()
        made = _DATE.match(stated.get("CreationDate", ""))
        date = "-".join(made.groups()) if made else ""
        guessed = guess(path, found, title=stated.get("Title", ""), date=date)
        return Loaded(guessed, sections(guessed.title, found), tuple(notices), len(document))
    finally:
        document.close()


def open_pdf(path: Path) -> pdfium.PdfDocument:
    """Open a PDF file.

    Raises:
        DocumentError: it is encrypted or damaged.
    """
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise DocumentError(
                "PDF ini dilindungi kata sandi. Simpan salinan tanpa kata sandi, lalu unggah lagi.",
                "This PDF is protected by a password. Save a copy without one and upload it again.",
            ) from error
        raise DocumentError(
            "PDF ini rusak atau terpotong dan tidak dapat dibuka.",
            "This PDF is damaged or cut short and cannot be opened.",
        ) from error


def _pages(document: pdfium.PdfDocument, limits: Limits, notices: list[Notice]) -> list[Page]:
    pages: dict[int, Page] = {}
    unread: list[int] = []
    meter = Meter(limits)
    for index in range(len(document)):
        try:
            page = document[index]
        except pdfium.PdfiumError:
            notices.append(
                Notice(f"Halaman {index + 1} rusak dan dilewati.", f"Page {index + 1} is damaged and was left out.")
            )
            continue
        textpage = page.get_textpage()
        text = meter.text(_text(textpage))
        if has_usable_text(text) or not _has_picture(page):
            pages[index] = _read(page, textpage, text, index + 1)
        else:
            unread.append(index)
        textpage.close()
        page.close()
    pages |= dict(_recognised(document, unread, limits, notices))
    return [pages[index] for index in sorted(pages)]


def _text(textpage: pdfium.PdfTextPage) -> str:
    """The text with one character per index, also where a character lies outside the basic plane."""
    count = textpage.count_chars()
    text: str = textpage.get_text_range() if count else ""
    if len(text) == count:
        return text
    codes = (raw.FPDFText_GetUnicode(textpage.raw, index) for index in range(count))
    return "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " " for code in codes)


def _read(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, text: str, number: int) -> Page:
    left, bottom, right, top = page.get_cropbox()
    frame = Frame(left, bottom, right, top, text_angle(textpage.raw, len(text)))
    segments = with_tables(page.raw, frame, page_segments(textpage.raw, text, frame))
    return Page(number, *frame.size(), tuple(segments))


def _has_picture(page: pdfium.PdfPage) -> bool:
    """Whether there is anything to recognise: an image, or outlines enough to be letters."""
    drawn = {raw.FPDF_PAGEOBJ_IMAGE: 0, raw.FPDF_PAGEOBJ_PATH: 0, raw.FPDF_PAGEOBJ_FORM: 0}
    for index in range(raw.FPDFPage_CountObjects(page.raw)):
        kind = raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page.raw, index))
        if kind in drawn:
            drawn[kind] += 1
    return drawn[raw.FPDF_PAGEOBJ_IMAGE] > 0 or drawn[raw.FPDF_PAGEOBJ_FORM] > 0 or drawn[raw.FPDF_PAGEOBJ_PATH] > 50


def _recognised(
    document: pdfium.PdfDocument, unread: list[int], limits: Limits, notices: list[Notice]
) -> Iterator[tuple[int, Page]]:
    if len(unread) > limits.ocr_pages:
        notices.append(
            Notice(
                f"Hanya {limits.ocr_pages} dari {len(unread)} halaman pindaian yang dikenali.",
                f"Only {limits.ocr_pages} of {len(unread)} scanned pages were recognised.",
            )
        )
    todo = unread[: limits.ocr_pages]
    batch = 8  # pictures in memory at once
    # What was recognised is worth more than a reader that is stopped at its limit with nothing to show.
    enough = time.monotonic() + _SHARE_FOR_OCR * limits.seconds
    for start in range(0, len(todo), batch):
        if time.monotonic() > enough:
            notices.append(_out_of_time(start, len(todo)))
            return
        part = todo[start : start + batch]
        images = [_picture(document, index, limits) for index in part]
        try:
            results = ocr.recognise_all([image for image, _ in images], images[0][1])
        except ocr.OcrUnavailable:
            notices.append(_no_ocr(len(todo)))
            return
        for index, result in zip(part, results, strict=True):
            if result is None or not result.segments:
                continue
            if result.confidence < ocr.POOR:
                notices.append(poorly_recognised(index + 1, result.confidence))
            yield index, Page(index + 1, result.width, result.height, result.segments)


def _out_of_time(done: int, pages: int) -> Notice:
    return Notice(
        f"Hanya {done} dari {pages} halaman pindaian yang dikenali, karena waktunya habis; bagilah berkas ini.",
        f"Only {done} of {pages} scanned pages were recognised, because time ran out; split the file into several.",
    )


def _no_ocr(pages: int) -> Notice:
    return Notice(
        f"{pages} halaman pindaian tidak dikenali karena Tesseract (ind, eng) tidak terpasang.",
        f"{pages} scanned pages were not recognised because Tesseract (ind, eng) is not installed.",
    )


def _picture(document: pdfium.PdfDocument, index: int, limits: Limits) -> tuple[Image.Image, float]:
    """A page as a grey picture and its resolution, lower for a huge page so that the pixels stay within the limit."""
    page = document[index]
    width, height = page.get_size()
    scale = min(ocr.DPI / 72, math.sqrt(limits.pixels / max(width * height, 1.0)))
    image: Any = page.render(scale=scale, grayscale=True).to_pil()
    page.close()
    return image, scale * 72
