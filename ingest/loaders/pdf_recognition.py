"""Pages of a PDF file, or parts of them, that are recognised because no text layer tells what they show."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import pypdfium2 as pdfium
from PIL import Image, ImageDraw

from ingest.limits import Limits
from ingest.loaders.pdf_notices import Notes, no_ocr, not_all
from ingest.pages import ocr
from ingest.pages.annotations import Annotations
from ingest.pages.fields import usual_size, written
from ingest.pages.ocr import Recognised, poorly_recognised
from ingest.pages.page_objects import Rectangle
from ingest.pages.pictures import cut_out, is_scan, told
from ingest.pages.reading_order import Page, Segment
from ingest.pages.text_layer import Frame
from ingest.pages.wording import are_words

MOST = 0.5  # of a page's ink: a page of which more is unread is not read
_SHARE_FOR_OCR = 0.7  # of the seconds a file may take
_BATCH = 8  # pages of which pictures are in memory at once


@dataclass(frozen=True, slots=True)
class Unread:
    """What of a page is to be recognised: its parts, or without any the whole of it.

    ``over`` is what is written over it, ``struck`` where its words are struck out.
    """

    index: int
    frame: Frame
    over: Annotations
    struck: Sequence[Rectangle] = ()
    parts: tuple[Rectangle, ...] = ()


@dataclass(slots=True)
class ReadPages:
    """What was read of a file, by the index of its page: its text, what pictures on it say (``pictured``), and the
    frames of pages whose ink is to be looked at when all is read. ``shares`` are those (0..1) of what a page shows that
    were not read, by its number."""

    pages: dict[int, Page] = field(default_factory=dict)
    pictured: dict[int, Page] = field(default_factory=dict)
    frames: dict[int, Frame] = field(default_factory=dict)
    shares: dict[int, float] = field(default_factory=dict)
    notes: Notes = field(default_factory=Notes)

    def seen(self, index: int) -> list[Segment]:
        """All that was read of a page."""
        return [segment for part in (self.pages, self.pictured) if index in part for segment in part[index].segments]

    def in_order(self) -> list[Page]:
        """All of it; what the pictures of a page say after its text."""
        every = [(index, part) for part in (self.pages, self.pictured) for index in part]
        return [part[index] for index, part in sorted(every, key=lambda one: one[0])]


class Recognition:
    """Recognises what is left to it of one file.

    Args:
        document: the open file.
        limits: of pages, pixels and time.
        read: what was read of it; what is recognised goes there.
    """

    def __init__(self, document: pdfium.PdfDocument, limits: Limits, read: ReadPages) -> None:
        self._document = document
        self._limits = limits
        self._read = read

    def run(self, wanted: Sequence[Unread]) -> None:
        """Recognise whole pages, then parts of pages, as far as the limits go; tell what was not."""
        whole = [unread for unread in wanted if not unread.parts]
        todo = [*whole, *(unread for unread in wanted if unread.parts)]
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
                    self._read.notes.said.append(no_ocr(len(whole)))
                break
            done += len(batch)
        if done < len(whole) and no_ocr(len(whole)) not in self._read.notes.said:
            self._read.notes.said.append(not_all(done, len(whole), self._limits))
        for unread in todo[done:]:
            self._pass_over(unread)

    def _recognise_batch(self, batch: Sequence[Unread]) -> None:
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

    def _drawn(self, unread: Unread) -> Iterator[_Picture]:
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

    def _replace(self, unread: Unread, result: Recognised | None) -> None:
        """Put what was recognised in the place of what was read."""
        number = unread.index + 1
        doubtful = number in self._read.notes.no_words
        if result is None or not result.segments:
            return
        if doubtful and not are_words("\n".join(segment.text for segment in result.segments)):
            return
        if doubtful:
            self._read.notes.no_words.remove(number)
        if result.confidence < ocr.POOR:
            self._read.notes.said.append(poorly_recognised(number, result.confidence))
        segments = written(list(result.segments), unread.over, lambda whole: whole)
        self._read.pages[unread.index] = Page(number, result.width, result.height, tuple(segments))
        self._read.frames.pop(unread.index, None)
        self._read.shares[number] = result.unread
        if result.unread > MOST:
            self._read.notes.hardly.append(number)

    def _add(self, unread: Unread, results: Sequence[Recognised | None]) -> None:
        """Add what was recognised in pictures to what was read of their page: a scan's text among it, a letterhead's
        above it, that of other pictures after it, where it is no heading of the page's text."""
        page = self._read.pages[unread.index]
        usual = usual_size(page.segments)
        top = min((segment.top for segment in page.segments), default=0.0)
        after: list[Segment] = []
        for area, result in zip(unread.parts, results, strict=True):
            if result is None:
                self._read.notes.pictures.append(unread.index + 1)
                continue
            found = told(result, area, unread.frame, page.segments)
            if is_scan(area, unread.frame, page.segments):
                page = replace(page, segments=(*page.segments, *found))
                continue
            small = [replace(segment, size=min(segment.size, usual)) for segment in found]
            if all(segment.bottom <= top for segment in small):
                page = replace(page, segments=(*small, *page.segments))
            else:
                after += small
        self._read.pages[unread.index] = page
        if after:
            self._read.pictured[unread.index] = replace(page, segments=tuple(after))

    def _pass_over(self, unread: Unread) -> None:
        """Note what is not recognised."""
        number = unread.index + 1
        if unread.parts:
            self._read.notes.pictures.append(number)
        elif number in self._read.notes.no_words:
            self._read.notes.no_words.remove(number)
            self._read.notes.left_out.append(number)
            self._read.pages.pop(unread.index, None)


class _Picture(NamedTuple):
    """A part of a page to be recognised."""

    page: int
    part: int
    image: Image.Image
    dpi: float


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
