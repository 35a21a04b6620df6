"""What a file is, told from its content."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from ingest.errors import DocumentError
from ingest.loaders import office_packages, zip_files

Kind = Literal["pdf", "docx", "pptx", "xlsx", "odf", "csv", "html", "text", "image", "mail"]

_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM", b"GIF87a", b"GIF89a")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DIRECTORY, _SECTOR = slice(48, 52), 512  # where the header tells the first sector of the directory; bytes of one
_OUTLOOK = "__substg1.0_".encode("utf-16-le")
_HTML = re.compile(rb"<(?:!doctype html|html|head|body|article|table|div|p|h[1-6])\b", re.IGNORECASE)
_MAIL = re.compile(rb"(?:^|\n)(?:From|Subject|Message-ID|Date|MIME-Version|Received): ?\S", re.IGNORECASE)
# The line before each message of a box of them (mbox), and the header that follows it.
_BOX = re.compile(rb"From \S{1,300} [^\n]{0,100}\d{4}[^\n]{0,20}\r?\n[\w-]{1,60}:")
_OTHER = {
    b"MZ": "program",
    b"\x7fELF": "program",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "gzip",
    b"{\\rtf": "RTF",
    b"SQLite format 3": "SQLite",
}
HEAD = 8192


def sniff(path: Path) -> Kind:
    """The kind of a file; its name decides only between kinds of text that look alike (CSV and plain text).

    A file that is two kinds at once (a polyglot) is what its first bytes say.

    Raises:
        DocumentError: it is of no kind that is taken in; the text says what to do.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if b"%PDF-" in head[:1024] and not head.startswith(b"PK"):
        return "pdf"
    if head.startswith(_IMAGES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return "image"
    if head.startswith(b"PK"):
        return _zip_kind(path)
    if head.startswith(_OLE):
        if _is_outlook(path, head):
            raise DocumentError(
                "Ini surel Outlook (.msg). Buka di Outlook dan simpan sebagai .eml atau PDF, lalu unggah lagi.",
                "This is an Outlook message (.msg). Open it in Outlook, save it as .eml or PDF, and upload it again.",
            )
        raise DocumentError(
            "Ini berkas Office lama (.doc/.xls/.ppt) atau berkas yang dilindungi kata sandi. "
            "Simpan sebagai .docx, .xlsx, .pptx atau PDF tanpa kata sandi, lalu unggah lagi.",
            "This is an old Office file (.doc/.xls/.ppt) or one protected by a password. "
            "Save it as .docx, .xlsx, .pptx or PDF without a password and upload it again.",
        )
    for magic, name in _OTHER.items():
        if head.startswith(magic):
            raise _unknown(name)
    return _text_kind(path, start)


def _is_outlook(path: Path, head: bytes) -> bool:
    """Whether the directory of an OLE file, at the sector that its header tells, names what Outlook keeps in it."""
    sector = int.from_bytes(head[_DIRECTORY], "little")
    with path.open("rb") as file:
        file.seek((sector + 1) * _SECTOR)
        return _OUTLOOK in file.read(HEAD)


def _zip_kind(path: Path) -> Kind:
    with zip_files.directory(path) as opened:
        if kind := office_packages.kind_of(opened):
            return kind
    raise DocumentError(
        "Ini arsip ZIP. Berkas di dalamnya diproses satu per satu bila arsip diunggah sebagai sumber.",
        "This is a ZIP archive. The files inside are taken in one by one when the archive is given as a source.",
    )


def _text_kind(path: Path, start: bytes) -> Kind:
    suffix = path.suffix.lower()
    if start[:1] == b"<" and _HTML.search(start[:4096]):
        return "html"
    if suffix in (".html", ".htm") and _HTML.search(start):
        return "html"
    if _BOX.match(start):
        return "mail"
    lines = start[:2048].split(b"\n\n")[0].split(b"\r\n\r\n")[0]
    if len(_MAIL.findall(b"\n" + lines)) >= (1 if suffix in (".eml", ".mht", ".mhtml") else 2):
        return "mail"
    return "csv" if suffix in (".csv", ".tsv") else "text"


def _unknown(name: str) -> DocumentError:
    return DocumentError(
        f"Berkas {name} tidak didukung. Kirim PDF, DOCX, PPTX, XLSX, CSV, HTML, teks, gambar atau ZIP.",
        f"{name} files are not supported. Send PDF, DOCX, PPTX, XLSX, CSV, HTML, text, a picture or a ZIP.",
    )
