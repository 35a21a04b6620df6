"""PDF: the text layer where there is one, recognised text where there is none or where it tells no words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from ingest.errors import DocumentError, Notice
from ingest.limits import DEFAULT, Limits, Meter
from ingest.loaders.loaded import Coverage, Loaded
from ingest.loaders.pdf_notices import attached
from ingest.loaders.pdf_recognition import MOST, ReadPages, Recognition, Unread
from ingest.pages.annotations import Annotations, annotations_of, has_fields
from ingest.pages.drawing import drawn
from ingest.pages.fields import written
from ingest.pages.ink import unread_share
from ingest.pages.page_ends import without_page_ends
from ingest.pages.page_objects import PageObjects, page_objects
from ingest.pages.paragraphs import pieces
from ingest.pages.pictures import digest_of, is_plain, placed, unread_parts
from ingest.pages.reading_order import Page, Segment, without_running_heads
from ingest.pages.struck import thin_lines
from ingest.pages.tables import with_tables
from ingest.pages.text_layer import Frame, has_usable_text, is_odd, page_segments, text_angle, with_symbols
from ingest.pages.visibility import hide_unseen
from ingest.pages.wording import are_words
from ingest.structure.dates import edition_of
from ingest.structure.metadata import guess
from ingest.structure.pieces import gathered
from ingest.structure.sections import sections

_A_WORD = 60.0  # points: of less that nobody sees it is not told
_RUNS = 10  # of text from which a page should say something
_UPRIGHT = 0.9  # of a page's letters
_ALNUM = re.compile(r"[^\W_]+")
_FIRST_PAGES = 3  # of which the running heads may tell a date
_FORM_PAGES = 3  # of the message that a dynamic form shows where it cannot be shown


def load(path: Path, limits: Limits = DEFAULT) -> Loaded:
    """Load a PDF file.

    Raises:
        DocumentError: it is encrypted, damaged, too long or without any text.
    """
    document = open_pdf(path)
    try:
        _check_form(document)
        document.init_forms()
        if len(document) > limits.pages:
            raise DocumentError(
                f"PDF ini memiliki {len(document)} halaman; paling banyak {limits.pages} halaman.",
                f"This PDF has {len(document)} pages; at most {limits.pages} are taken in.",
            )
        reader = _Reader(document, limits)
        read = reader.pages()
        pages = without_page_ends(without_running_heads(read))
        found = gathered(pieces(pages), limits)
        notices = [*reader.read.notes.sentences(), *attached(document)]
        if not found:
            if reader.read.notes.left_out:
                raise DocumentError(
                    "Lapisan teks PDF ini memuat huruf yang bukan kata, dan halamannya tidak dapat dikenali. "
                    "Simpan ulang sebagai PDF lain atau sebagai pindaian.",
                    "The text layer of this PDF holds letters that are no words, and its pages could not be "
                    "recognised. Save it anew, or as a scan.",
                )
            raise DocumentError(
                "PDF ini tidak memuat teks yang dapat dibaca, juga tidak pada gambar halamannya.",
                "This PDF holds no text that can be read, not in the pictures of its pages either.",
            )
        stated = document.get_metadata_dict()
        # The day a file was made is not the date of what it holds.
        guessed = guess(path, found, title=stated.get("Title", ""), date=edition_of(_left_out(read, pages)))
        coverage = Coverage.of_pages(reader.read.shares, len(document))
        return Loaded(guessed, sections(guessed.title, found), tuple(notices), len(document), coverage)
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


class _Reader:
    """Reads the pages of one file."""

    def __init__(self, document: pdfium.PdfDocument, limits: Limits) -> None:
        self._document = document
        self._limits = limits
        self._meter = Meter(limits)
        self._unread: list[Unread] = []
        self._pictures: set[bytes] = set()  # those of the pages before
        self.read = ReadPages()

    def pages(self) -> list[Page]:
        """The pages that can be read."""
        for index in range(len(self._document)):
            try:
                page = self._document[index]
            except pdfium.PdfiumError:
                self.read.notes.said.append(
                    Notice(f"Halaman {index + 1} rusak dan dilewati.", f"Page {index + 1} is damaged and was left out.")
                )
                self.read.shares[index + 1] = 1.0
                continue
            self._take(page, index)
            page.close()
        Recognition(self._document, self._limits, self.read).run(self._unread)
        self._look_over()
        return self.read.in_order()

    def _take(self, page: pdfium.PdfPage, index: int) -> None:
        objects = page_objects(page.raw)
        if hide_unseen(page, objects) > _A_WORD:
            self.read.notes.unseen.append(index + 1)
        textpage = page.get_textpage()
        text = self._meter.text(with_symbols(textpage.raw, _text(textpage), objects))
        angle = text_angle(textpage.raw, len(text)) if text else page.get_rotation()
        left, bottom, right, top = page.get_bbox()
        frame = Frame(left, bottom, right, top, angle)
        over = self._over(page, frame, index + 1)
        layer = page_segments(textpage.raw, text, frame, [*thin_lines(objects, frame), *over.strokes])
        textpage.close()
        if layer.struck:
            self.read.notes.struck.append(index + 1)
        segments = written(layer.segments, over, lambda whole: with_tables(page.raw, frame, whole))
        if segments:
            self.read.pages[index] = Page(index + 1, *frame.size(), tuple(segments))
        self._want(page, Unread(index, frame, over, layer.struck), text, objects, layer.segments)

    def _over(self, page: pdfium.PdfPage, frame: Frame, number: int) -> Annotations:
        form = self._document.formenv
        over = annotations_of(page.raw, form.raw if form else None, frame)
        for text in over.texts():
            self._meter.text(text)
        for name in ("comments", "stamps", "files"):
            if getattr(over, name):
                getattr(self.read.notes, name).append(number)
        return over

    def _want(
        self, page: pdfium.PdfPage, unread: Unread, text: str, objects: PageObjects, segments: list[Segment]
    ) -> None:
        """Note what of a page is to be recognised."""
        box, index = page.get_bbox(), unread.index
        if not are_words(text) or is_odd(text) or _is_mute(text, objects):
            self.read.notes.no_words.append(index + 1)
            self._unread.append(unread)
        elif not has_usable_text(text):
            if _has_picture(objects):
                self._unread.append(unread)
        elif is_plain(objects, box) and _letters(_said(segments)) >= _UPRIGHT * _letters(text):
            return
        else:
            view = drawn(page)
            parts = unread_parts(view, box, objects, unread.frame, segments)
            if not parts and unread_share(view, placed(unread.frame, self.read.seen(index))) > MOST:
                parts = [box]
            # A picture that stands on many pages is read once.
            new = {digest: area for area in parts if (digest := digest_of(view, area)) not in self._pictures}
            self._pictures |= new.keys()
            if new:
                self._unread.append(replace(unread, parts=tuple(new.values())))
        self.read.frames[index] = unread.frame

    def _look_over(self) -> None:
        """Tell how much of each page was not read, of those that show more than text."""
        for index, frame in self.read.frames.items():
            page = self._document[index]
            share = unread_share(drawn(page), placed(frame, self.read.seen(index)))
            page.close()
            self.read.shares[index + 1] = share
            if share > MOST and index + 1 not in (*self.read.notes.pictures, *self.read.notes.left_out):
                self.read.notes.hardly.append(index + 1)


def _left_out(read: Sequence[Page], kept: Sequence[Page]) -> list[str]:
    """The running heads and feet of the first pages."""
    held = {id(segment) for page in kept for segment in page.segments}
    return [segment.text for page in read[:_FIRST_PAGES] for segment in page.segments if id(segment) not in held]


def _text(textpage: pdfium.PdfTextPage) -> str:
    """The text with one character per index, also where a character lies outside the basic plane."""
    count = textpage.count_chars()
    text: str = textpage.get_text_range() if count else ""
    if len(text) == count:
        return text
    codes = (raw.FPDFText_GetUnicode(textpage.raw, index) for index in range(count))
    return "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " " for code in codes)


def _said(segments: Sequence[Segment]) -> str:
    return " ".join(segment.text for segment in segments)


def _letters(text: str) -> int:
    """How many letters and digits a text has; by runs of them, since every page is counted."""
    return sum(map(len, _ALNUM.findall(text)))


def _is_mute(text: str, objects: PageObjects) -> bool:
    """Whether much is painted as text that the text layer tells nothing of."""
    told = sum(map(str.isalnum, text[: len(objects.texts)]))
    if len(objects.texts) < _RUNS or told >= 0.3 * len(objects.texts):
        return False
    painted = sum(run.bounds[2] > run.bounds[0] for run in objects.texts)
    return painted >= _RUNS and sum(map(str.isalnum, text)) < 0.3 * painted


def _has_picture(objects: PageObjects) -> bool:
    """Whether there is anything to recognise: an image, or outlines enough to be letters."""
    return bool(objects.pictures) or len(objects.paths) > 50


def _check_form(document: pdfium.PdfDocument) -> None:
    """Refuse a form whose pages are made by the program that shows it.

    Raises:
        DocumentError: it is such a form.
    """
    kind = document.get_formtype()
    if kind == raw.FORMTYPE_XFA_FOREGROUND:
        pages = [document[index] for index in range(min(len(document), _FORM_PAGES))]
        dynamic = not any(has_fields(page.raw) for page in pages) and len(document) <= _FORM_PAGES
        for page in pages:
            page.close()
    else:
        dynamic = kind == raw.FORMTYPE_XFA_FULL
    if dynamic:
        raise DocumentError(
            "PDF ini formulir dinamis (XFA) yang isinya tidak ada di halamannya. Buka di Adobe Reader, "
            "cetak ke PDF biasa, lalu unggah lagi.",
            "This PDF is a dynamic form (XFA) whose content is not on its pages. Open it in Adobe Reader, print it "
            "to an ordinary (flat) PDF and upload that.",
        )
