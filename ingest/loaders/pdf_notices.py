"""What is told of a PDF file beside what was read of it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium

from ingest.errors import Notice
from ingest.limits import Limits
from ingest.pages.ocr import listed

_MAX_NAMES, _MAX_NAME = 20, 100  # of attached files that are told, and characters of one


@dataclass(slots=True)
class Notes:
    """What has to be told of a file: sentences (``said``), and pages, by number, of which one is made."""

    said: list[Notice] = field(default_factory=list)
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
        yield from self.said
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


def not_all(done: int, pages: int, limits: Limits) -> Notice:
    """That time or the limit on pages was over before all were recognised."""
    if done >= limits.ocr_pages:
        return Notice(
            f"Hanya {done} dari {pages} halaman pindaian yang dikenali.",
            f"Only {done} of {pages} scanned pages were recognised.",
        )
    return Notice(
        f"Hanya {done} dari {pages} halaman pindaian yang dikenali, karena waktunya habis; bagilah berkas ini.",
        f"Only {done} of {pages} scanned pages were recognised, because time ran out; split the file into several.",
    )


def no_ocr(pages: int) -> Notice:
    """That pages were not recognised because the program for it is not there."""
    return Notice(
        f"{pages} halaman pindaian tidak dikenali karena Tesseract (ind, eng) tidak terpasang.",
        f"{pages} scanned pages were not recognised because Tesseract (ind, eng) is not installed.",
    )


def attached(document: pdfium.PdfDocument) -> Iterator[Notice]:
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
