"""Bytes as text: the encoding that a file says it has, or the one its bytes speak for."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from charset_normalizer import from_bytes

from ingest.errors import Notice

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HIGH = re.compile(rb"[\x80-\xff]")
# Bytes that Windows-1252 has no character for, and letters that no text in Latin letters is full of.
_NOT_WESTERN = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_MOST_WESTERN = 0.25  # share of bytes above ASCII up to which a text is taken for one in Latin letters
_GUESSED = 4 * 1024 * 1024  # bytes that a guess looks at
_HALVES = 2_000  # bytes in which the zero halves of UTF-16 are looked for
#: Encodings that messages and pages name where they mean another, or none at all.
_SAYING_NOTHING = {"unknown-8bit", "x-unknown", "unknown", "us-ascii", "ascii", "8bit", "binary", "utf-7"}
_WESTERN = {"iso8859-1", "cp1252"}


class Decoded(NamedTuple):
    """A text, and how many places of it could not be read: they stand as U+FFFD."""

    text: str
    unread: int

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What a person should know of it."""
        if not self.unread:
            return ()
        return (
            Notice(
                f"Rusak di {self.unread} tempat: huruf yang tidak terbaca diberi tanda tanya.",
                f"Damaged in {self.unread} places: letters that could not be read are shown as question marks.",
            ),
        )


def decode_bytes(data: bytes, stated: str = "") -> Decoded | None:
    """The text of bytes, or None where they are in no encoding that can be told.

    UTF-8 is what it is even where single bytes of it are damaged, whatever is stated: what is right UTF-8 in many
    places is so by no chance.

    Args:
        data: the bytes.
        stated: the encoding that the file says it has; one that does not fit is not followed.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _replaced(data, encoding)
    if halves := _halves(data):
        return _replaced(data, halves)
    try:
        return Decoded(data.decode("utf-8"), 0)
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", errors="replace")
    bad, good = _bad_and_good(text, data)
    if good and good >= bad:
        return Decoded(text, bad)
    if (known := _known(stated)) and (decoded := _exact(data, known)) is not None:
        return Decoded(decoded, 0)
    high = len(_HIGH.findall(data))
    if high <= _MOST_WESTERN * len(data) and not _NOT_WESTERN.search(data):
        return Decoded(data.decode("cp1252"), 0)
    best = from_bytes(data[:_GUESSED]).best()
    return _replaced(data, best.encoding) if best is not None else None


def _replaced(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    return Decoded(text, text.count("\N{REPLACEMENT CHARACTER}"))


def _bad_and_good(text: str, data: bytes) -> tuple[int, int]:
    """Of UTF-8 read with replacements: how many were made, and how many characters above ASCII were read."""
    bad = text.count("\N{REPLACEMENT CHARACTER}")
    high = sum(1 for character in text if character > "\x7f")
    own = data.count("\N{REPLACEMENT CHARACTER}".encode())
    return bad - own, high - bad + own


def _halves(data: bytes) -> str:
    """UTF-16 without a mark: every other byte of a text in Latin letters is zero."""
    start = data[: _HALVES - len(data[:_HALVES]) % 2]
    if len(start) < 8 or len(data) % 2:
        return ""
    even, odd = start[::2].count(0), start[1::2].count(0)
    half = len(start) // 2
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * half and odd < 0.05 * half else ""


def _known(stated: str) -> str:
    """The name by which Python knows an encoding that was stated; nothing for one that says nothing."""
    try:
        name = codecs.lookup(stated.strip().strip("\"'")).name if stated.strip() else ""
    except (LookupError, ValueError):
        return ""
    if stated.lower() in _SAYING_NOTHING:
        return ""
    return "cp1252" if name in _WESTERN else name


def _exact(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (LookupError, ValueError):  # also one that is no encoding of text
        return None
