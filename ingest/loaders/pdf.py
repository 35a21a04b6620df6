"""PDF: the text layer where there is one, recognised text where there is none or where it tells no words."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PIL import Image, ImageDraw

from ingest.errors import DocumentError, Notice
from ingest.limits import DEFAULT, Limits, Meter
from ingest.loaders.loaded import Coverage, Loaded
from ingest.pages import ocr
from ingest.pages.annotations import Annotations, annotations_of, has_fields
from ingest.pages.drawing import drawn
from ingest.pages.fields import usual_size, written
from ingest.pages.ink import unread_share
from ingest.pages.ocr import Recognised, listed, poorly_recognised
from ingest.pages.page_objects import PageObjects, Rectangle, page_objects
from ingest.pages.paragraphs import pieces
from ingest.pages.pictures import cut_out, digest_of, is_plain, is_scan, placed, told, unread_parts
from ingest.pages.reading_order import Page, Segment, without_running_heads
from ingest.pages.struck import thin_lines
from ingest.pages.tables import with_tables
from ingest.pages.text_layer import Frame, has_usable_text, is_odd, page_segments, text_angle, with_symbols
from ingest.pages.visibility import hide_unseen
from ingest.pages.wording import are_words
from ingest.structure.metadata import guess
from ingest.structure.pieces import gathered
from ingest.structure.sections import sections

_SHARE_FOR_OCR = 0.7  # of the seconds a file may take
_BATCH = 8  # pages of which pictures are in memory at once
_A_WORD = 60.0  # points: of less that nobody sees it is not told
_RUNS = 10  # of text from which a page should say something
_MOST = 0.5  # of a page's ink: a page of which more is unread is not read
_UPRIGHT = 0.9  # of a page's letters
_FORM_PAGES = 3  # of the message that a dynamic form shows where it cannot be shown
_MAX_NAMES, _MAX_NAME = 20, 100  # of attached files that are told, and characters of one


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
        pages = without_running_heads(reader.pages())
        found = gathered(pieces(pages), limits)
        notices = [*reader.notices, *_attached(document)]
        if not found:
            if reader.left_out:
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
        guessed = guess(path, found, title=stated.get("Title", ""))
        coverage = Coverage.of_pages(reader.unread, len(document))
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


@dataclass(slots=True)
class _Notes:
    """Pages, by number, of which something has to be told."""

    unseen: list[int] = field(default_factory=list)
    struck: list[int] = field(default_factory=list)
    comments: list[int] = field(default_factory=list)
    stamps: list[int] = field(default_factory=list)
    files: list[int] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    no_words: list[int] = field(default_factory=list)
    left_out: list[int] = field(default_factory=list)
    hardly: list[int] = field(default_factory=list)

    def sentences(self) -> Iterator[Notice]:
        """What is told."""
        for name, (indonesian, english) in _SENTENCES.items():
            if numbers := getattr(self, name):
                pages = listed(numbers)
                yield Notice(indonesian.format(pages), english.format(pages))


_SENTENCES = {
    "unseen": (
        "Teks yang tidak terlihat di halaman {} tidak diambil (tersembunyi, tertutup, atau tanpa warna).",
        "Text that cannot be seen on page {} was left out (hidden, covered or without colour).",
    ),
    "struck": (
        "Kata-kata yang dicoret di halaman {} tidak diambil.",
        "Words that are struck out on page {} were left out.",
    ),
    "comments": ("Komentar di halaman {} tidak dibaca.", "Comments on page {} were not read."),
    "stamps": ("Cap di halaman {} tidak dibaca.", "Stamps on page {} were not read."),
    "files": ("Berkas yang dilampirkan di halaman {} tidak dibaca.", "Files attached to page {} were not read."),
    "pictures": (
        "Gambar di halaman {} tidak dibaca; mungkin memuat teks.",
        "A picture on page {} was not read; it may hold text.",
    ),
    "no_words": (
        "Huruf pada lapisan teks halaman {} mungkin bukan yang terlihat; periksa teksnya.",
        "The letters in the text layer of page {} may not be those that are seen; read its text over.",
    ),
    "left_out": (
        "Lapisan teks halaman {} memuat huruf yang bukan kata dan tidak diambil; simpan ulang sebagai pindaian.",
        "The text layer of page {} holds letters that are no words and was left out; save it anew as a scan.",
    ),
    "hardly": (
        "Kurang dari separuh yang terlihat di halaman {} terbaca sebagai teks; cocokkan dengan halamannya.",
        "Less than half of what is seen on page {} was read as text; compare it with the page.",
    ),
}


@dataclass(frozen=True, slots=True)
class _Unread:
    """What of a page is to be recognised: its parts, or without any the whole of it.

    ``over`` is what is written over it, ``struck`` where its words are struck out.
    """

    index: int
    frame: Frame
    over: Annotations
    struck: Sequence[Rectangle] = ()
    parts: tuple[Rectangle, ...] = ()


class _Reader:
    """Reads the pages of one file."""

    def __init__(self, document: pdfium.PdfDocument, limits: Limits) -> None:
        self._document = document
        self._limits = limits
        self._meter = Meter(limits)
        self._pages: dict[int, Page] = {}
        self._pictured: dict[int, Page] = {}  # what pictures on them say
        self._unread: list[_Unread] = []
        self._pictures: set[bytes] = set()  # those of the pages before
        self._notes = _Notes()
        self._frames: dict[int, Frame] = {}  # of pages whose ink is to be looked at when all is read
        self.notices: list[Notice] = []
        self.unread: dict[int, float] = {}  # the share of what a page shows, by its number

    @property
    def left_out(self) -> bool:
        """Whether a page was left out because its letters are no words."""
        return bool(self._notes.left_out)

    def pages(self) -> list[Page]:
        """The pages that can be read."""
        for index in range(len(self._document)):
            try:
                page = self._document[index]
            except pdfium.PdfiumError:
                self.notices.append(
                    Notice(f"Halaman {index + 1} rusak dan dilewati.", f"Page {index + 1} is damaged and was left out.")
                )
                self.unread[index + 1] = 1.0
                continue
            self._take(page, index)
            page.close()
        self._recognise()
        self._look_over()
        self.notices += self._notes.sentences()
        every = [(index, part) for part in (self._pages, self._pictured) for index in part]
        return [part[index] for index, part in sorted(every, key=lambda one: one[0])]

    def _take(self, page: pdfium.PdfPage, index: int) -> None:
        objects = page_objects(page.raw)
        if hide_unseen(page, objects) > _A_WORD:
            self._notes.unseen.append(index + 1)
        textpage = page.get_textpage()
        text = self._meter.text(with_symbols(textpage.raw, _text(textpage), objects))
        angle = text_angle(textpage.raw, len(text)) if text else page.get_rotation()
        left, bottom, right, top = page.get_bbox()
        frame = Frame(left, bottom, right, top, angle)
        over = self._over(page, frame, index + 1)
        layer = page_segments(textpage.raw, text, frame, [*thin_lines(objects, frame), *over.strokes])
        textpage.close()
        if layer.struck:
            self._notes.struck.append(index + 1)
        segments = written(layer.segments, over, lambda whole: with_tables(page.raw, frame, whole))
        if segments:
            self._pages[index] = Page(index + 1, *frame.size(), tuple(segments))
        self._want(page, _Unread(index, frame, over, layer.struck), text, objects, layer.segments)

    def _over(self, page: pdfium.PdfPage, frame: Frame, number: int) -> Annotations:
        form = self._document.formenv
        over = annotations_of(page.raw, form.raw if form else None, frame)
        for text in over.texts():
            self._meter.text(text)
        for name in ("comments", "stamps", "files"):
            if getattr(over, name):
                getattr(self._notes, name).append(number)
        return over

    def _want(
        self, page: pdfium.PdfPage, unread: _Unread, text: str, objects: PageObjects, segments: list[Segment]
    ) -> None:
        """Note what of a page is to be recognised."""
        box, index = page.get_bbox(), unread.index
        if not are_words(text) or is_odd(text) or _is_mute(text, objects):
            self._notes.no_words.append(index + 1)
            self._unread.append(unread)
        elif not has_usable_text(text):
            if _has_picture(objects):
                self._unread.append(unread)
        elif is_plain(objects, box) and _letters(segments) >= _UPRIGHT * sum(map(str.isalnum, text)):
            return
        else:
            view = drawn(page)
            parts = unread_parts(view, box, objects, unread.frame, segments)
            if not parts and unread_share(view, placed(unread.frame, self._seen(index))) > _MOST:
                parts = [box]
            # A picture that stands on many pages is read once.
            new = {digest: area for area in parts if (digest := digest_of(view, area)) not in self._pictures}
            self._pictures |= new.keys()
            if new:
                self._unread.append(replace(unread, parts=tuple(new.values())))
        self._frames[index] = unread.frame

    def _seen(self, index: int) -> list[Segment]:
        """All that was read of a page."""
        return [segment for part in (self._pages, self._pictured) if index in part for segment in part[index].segments]

    def _look_over(self) -> None:
        """Tell how much of each page was not read, of those that show more than text."""
        for index, frame in self._frames.items():
            page = self._document[index]
            share = unread_share(drawn(page), placed(frame, self._seen(index)))
            page.close()
            self.unread[index + 1] = share
            if share > _MOST and index + 1 not in (*self._notes.pictures, *self._notes.left_out):
                self._notes.hardly.append(index + 1)

    def _recognise(self) -> None:
        whole = [unread for unread in self._unread if not unread.parts]
        todo = [*whole, *(unread for unread in self._unread if unread.parts)]
        # What was recognised is worth more than a reader that is stopped at its limit with nothing to show.
        enough = time.monotonic() + _SHARE_FOR_OCR * self._limits.seconds
        done = 0
        for start in range(0, min(len(todo), self._limits.ocr_pages), _BATCH):
            if time.monotonic() > enough:
                break
            batch = todo[start : min(start + _BATCH, self._limits.ocr_pages)]
            try:
                self._recognise_batch(batch)
            except ocr.OcrUnavailable:
                if whole:
                    self.notices.append(_no_ocr(len(whole)))
                break
            done += len(batch)
        if done < len(whole) and not any(notice == _no_ocr(len(whole)) for notice in self.notices):
            self.notices.append(_not_all(done, len(whole), self._limits))
        for unread in todo[done:]:
            self._pass_over(unread)

    def _recognise_batch(self, batch: Sequence[_Unread]) -> None:
        pictures = [picture for unread in batch for picture in self._drawn(unread)]
        results: dict[tuple[int, int], Recognised | None] = {}
        for dpi in {picture.dpi for picture in pictures}:
            alike = [picture for picture in pictures if picture.dpi == dpi]
            for picture, result in zip(alike, ocr.recognise_all([p.image for p in alike], dpi), strict=True):
                results[picture.page, picture.part] = result
        for unread in batch:
            if unread.parts:
                self._add(unread, [results[unread.index, part] for part in range(len(unread.parts))])
            else:
                self._replace(unread, results[unread.index, 0])

    def _drawn(self, unread: _Unread) -> Iterator[_Picture]:
        page = self._document[unread.index]
        if unread.parts:
            view, dpi = _picture(page, self._limits, turned=False, over=False)
            for part, area in enumerate(unread.parts):
                yield _Picture(unread.index, part, cut_out(view, area, page.get_bbox(), dpi / 72, unread.frame), dpi)
        else:
            over = not unread.over.fields and not unread.over.boxes
            view, dpi = _picture(page, self._limits, turned=True, over=over)
            if page.get_rotation() == 0 == unread.frame.angle:
                pen = ImageDraw.Draw(view)
                for box in unread.struck:
                    pen.rectangle([round(side * dpi / 72) for side in box], fill=255)
            yield _Picture(unread.index, 0, view, dpi)
        page.close()

    def _replace(self, unread: _Unread, result: Recognised | None) -> None:
        """Put what was recognised in the place of what was read."""
        number = unread.index + 1
        doubtful = number in self._notes.no_words
        if result is None or not result.segments:
            return
        if doubtful and not are_words("\n".join(segment.text for segment in result.segments)):
            return
        if doubtful:
            self._notes.no_words.remove(number)
        if result.confidence < ocr.POOR:
            self.notices.append(poorly_recognised(number, result.confidence))
        segments = written(list(result.segments), unread.over, lambda whole: whole)
        self._pages[unread.index] = Page(number, result.width, result.height, tuple(segments))
        self._frames.pop(unread.index, None)
        self.unread[number] = result.unread
        if result.unread > _MOST:
            self._notes.hardly.append(number)

    def _add(self, unread: _Unread, results: Sequence[Recognised | None]) -> None:
        """Add what was recognised in pictures to what was read of their page: a scan's text among it, that of other
        pictures after it, where it is no heading of the page's text."""
        page = self._pages[unread.index]
        usual = usual_size(page.segments)
        after: list[Segment] = []
        for area, result in zip(unread.parts, results, strict=True):
            if result is None:
                self._notes.pictures.append(unread.index + 1)
                continue
            found = told(result, area, unread.frame, page.segments)
            if is_scan(area, unread.frame, page.segments):
                page = replace(page, segments=(*page.segments, *found))
            else:
                after += (replace(segment, size=min(segment.size, usual)) for segment in found)
        self._pages[unread.index] = page
        if after:
            self._pictured[unread.index] = replace(page, segments=tuple(after))

    def _pass_over(self, unread: _Unread) -> None:
        """Note what is not recognised."""
        number = unread.index + 1
        if unread.parts:
            self._notes.pictures.append(number)
        elif number in self._notes.no_words:
            self._notes.no_words.remove(number)
            self._notes.left_out.append(number)
            self._pages.pop(unread.index, None)


class _Picture(NamedTuple):
    """A part of a page to be recognised."""

    page: int
    part: int
    image: Image.Image
    dpi: float


def _text(textpage: pdfium.PdfTextPage) -> str:
    """The text with one character per index, also where a character lies outside the basic plane."""
    count = textpage.count_chars()
    text: str = textpage.get_text_range() if count else ""
    if len(text) == count:
        return text
    codes = (raw.FPDFText_GetUnicode(textpage.raw, index) for index in range(count))
    return "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " " for code in codes)


def _letters(segments: Sequence[Segment]) -> int:
    return sum(character.isalnum() for segment in segments for character in segment.text)


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


def _not_all(done: int, pages: int, limits: Limits) -> Notice:
    if done >= limits.ocr_pages:
        return Notice(
            f"Hanya {done} dari {pages} halaman pindaian yang dikenali.",
            f"Only {done} of {pages} scanned pages were recognised.",
        )
    return Notice(
        f"Hanya {done} dari {pages} halaman pindaian yang dikenali, karena waktunya habis; bagilah berkas ini.",
        f"Only {done} of {pages} scanned pages were recognised, because time ran out; split the file into several.",
    )


def _no_ocr(pages: int) -> Notice:
    return Notice(
        f"{pages} halaman pindaian tidak dikenali karena Tesseract (ind, eng) tidak terpasang.",
        f"{pages} scanned pages were not recognised because Tesseract (ind, eng) is not installed.",
    )


def _picture(page: pdfium.PdfPage, limits: Limits, *, turned: bool, over: bool) -> tuple[Image.Image, float]:
    """A page as a grey picture and its resolution, lower for a huge page so that the pixels stay within the limit.

    Args:
        page: the page.
        limits: of pixels.
        turned: whether it is turned as its reader sees it.
        over: whether what lies over it is drawn as well.
    """
    width, height = page.get_size()
    scale = min(ocr.DPI / 72, math.sqrt(limits.pixels / max(width * height, 1.0)))
    turn = 0 if turned else (360 - page.get_rotation()) % 360
    bitmap: Any = page.render(scale=scale, rotation=turn, grayscale=True, draw_annots=over, may_draw_forms=over)
    return bitmap.to_pil(), scale * 72


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


def _attached(document: pdfium.PdfDocument) -> Iterator[Notice]:
    """The files that the document carries within it."""
    count = document.count_attachments()
    if not count:
        return
    names = []
    for index in range(min(count, _MAX_NAMES)):
        with contextlib.suppress(pdfium.PdfiumError):
            names.append(document.get_attachment(index).get_name()[:_MAX_NAME])
    called = f": {', '.join(names)}" if names else ""
    yield Notice(
        f"{count} berkas yang dilampirkan di dalam PDF ini tidak dibaca{called}.",
        f"{count} files attached inside this PDF were not read{called}.",
    )
