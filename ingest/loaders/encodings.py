"""Bytes of a text file as text, whatever encoding they are in."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from ingest.errors import DocumentError, Notice
from ingest.limits import DEFAULT, Limits

REPLACEMENT = "\ufffd"
_SAMPLE = 4 * 1024 * 1024  # bytes an encoding is told from
_MARKED = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UTF8_BAD = 3  # times as many good signs of UTF-8 as bad ones make the bad ones damage
_FEW = 0.2  # share of bytes beyond ASCII up to which a text is in the Latin alphabet
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HIGH = re.compile(rb"[\x80-\xff]")


def decode(data: bytes, limits: Limits = DEFAULT) -> str:
    """Text of bytes in UTF-8, UTF-16 or, as far as it can be told, an older encoding; line ends are ``\\n``.

    UTF-8 in which some bytes are damaged stays UTF-8: each of them becomes one U+FFFD. An older text in the Latin
    alphabet is taken for Windows-1252, in which practically all of them are; others are guessed.

    Raises:
        DocumentError: it is binary or longer than the limit.
    """
    text = _decoded(data)
    if len(_NO_TEXT.findall(text)) > len(text) // 1000:
        raise _not_text()
    if len(text) > limits.characters:
        raise DocumentError(
            f"Teks ini lebih panjang dari {limits.characters:,} karakter.".replace(",", "."),
            f"This text is longer than {limits.characters:,} characters.",
        )
    return _NO_TEXT.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def damage(text: str) -> tuple[Notice, ...]:
    """A warning when characters of a decoded text could not be read."""
    count = text.count(REPLACEMENT)
    several = "characters were" if count > 1 else "character was"
    notice = Notice(
        f"{count} karakter rusak dan tidak dapat dibaca; periksa teksnya.",
        f"{count} {several} damaged and could not be read; read the text over.",
    )
    return (notice,) if count else ()


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if encoding := _unmarked_utf16(data):
        return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    sample = data[:_SAMPLE]
    mended = sample.decode("utf-8-sig", errors="replace")
    bad = mended.count(REPLACEMENT)
    good = sum(character > "\x7f" for character in mended) - bad
    if good >= _UTF8_BAD * bad:
        return data.decode("utf-8-sig", errors="replace")
    if len(_HIGH.findall(sample)) <= _FEW * len(sample) and not _NO_TEXT.search(mended):
        return data.decode("cp1252", errors="replace")
    best = from_bytes(sample).best()
    if best is None:
        raise _not_text()
    return data.decode(best.encoding, errors="replace")


def _unmarked_utf16(data: bytes) -> str:
    """The UTF-16 of a text without its mark: every other byte of Latin letters is zero."""
    sample = data[:4096]
    pairs = len(sample) // 2
    even, odd = sample[0 : 2 * pairs : 2].count(0), sample[1 : 2 * pairs : 2].count(0)
    if pairs < 2 or max(even, odd) < 0.7 * pairs or min(even, odd) > 0.05 * pairs:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _not_text() -> DocumentError:
    return DocumentError(
        "Berkas ini bukan teks dan bukan jenis dokumen yang dikenal.",
        "This file is not text and not a kind of document that is known.",
    )
