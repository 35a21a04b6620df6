"""Plain text and Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from ingest.errors import DocumentError
from ingest.limits import DEFAULT, Limits
from ingest.loaders.encodings import Decoded, decode_bytes
from ingest.loaders.html import struck_out
from ingest.loaders.loaded import Loaded
from ingest.loaders.markdown import Reader
from ingest.loaders.markdown_inline import plain
from ingest.structure.metadata import guess
from ingest.structure.pieces import Piece, gathered
from ingest.structure.sections import sections

__all__ = ["decode", "load", "plain"]

_FRONT = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)
_STATED = re.compile(r"^(title|judul|date|tanggal|publisher|penerbit)[ \t]*+:[ \t]*+[\"']?([^\n\"']*+)", re.M | re.I)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_PLAIN = (".txt", ".text", ".log")  # in which tags and escapes are what they are
_BYTES = 4  # of one character, at most


def load(path: Path, limits: Limits = DEFAULT) -> Loaded:
    """Load a text file; headings, lists, tables and code are read as in Markdown, in plain text too.

    Raises:
        DocumentError: it is binary, in no known encoding, empty or too long.
    """
    decoded = decode(path.read_bytes(), limits)
    front = _FRONT.match(decoded.text)
    stated = {name.lower(): value.strip() for name, value in _STATED.findall(front[1])} if front else {}
    reader = Reader(limits, marked=path.suffix.lower() not in _PLAIN, quotes=path.suffix.lower() not in _PLAIN)
    found = gathered(reader.pieces(decoded.text[front.end() :] if front else decoded.text), limits)
    if not found:
        raise DocumentError("Berkas ini kosong.", "This file is empty.")
    date = _DATE.match(stated.get("date") or stated.get("tanggal") or "")
    document = guess(
        path,
        found,
        title=stated.get("title") or stated.get("judul") or _only_title(found),
        publisher=stated.get("publisher") or stated.get("penerbit") or "",
        date=date[0] if date else "",
    )
    struck = (struck_out(reader.inline.struck),) if reader.inline.struck else ()
    return Loaded(document, sections(document.title, found), (*decoded.notices, *struck))


def _only_title(found: Sequence[Piece]) -> str:
    """The heading that stands over all others, where there is one."""
    highest = [piece for piece in found if piece.kind == "heading" and piece.level == 1]
    return highest[0].text if len(highest) == 1 and highest[0] is found[0] else ""


def decode(data: bytes, limits: Limits = DEFAULT) -> Decoded:
    """Text of bytes in UTF-8, UTF-16 or, as far as it can be told, an older encoding; line ends are ``\\n``.

    Raises:
        DocumentError: it is binary or longer than the limit.
    """
    if len(data) > _BYTES * limits.characters + _BYTES:
        raise _too_long(limits)
    decoded = decode_bytes(data)
    if decoded is None:
        raise _not_text()
    text = decoded.text
    if len(_NO_TEXT.findall(text)) > len(text) // 1000:
        raise _not_text()
    if len(text) > limits.characters:
        raise _too_long(limits)
    return Decoded(_NO_TEXT.sub("", text).replace("\r\n", "\n").replace("\r", "\n"), decoded.unread)


def _too_long(limits: Limits) -> DocumentError:
    return DocumentError(
        f"Teks ini lebih panjang dari {limits.characters:,} karakter.".replace(",", "."),
        f"This text is longer than {limits.characters:,} characters.",
    )


def _not_text() -> DocumentError:
    return DocumentError(
        "Berkas ini bukan teks dan bukan jenis dokumen yang dikenal.",
        "This file is not text and not a kind of document that is known.",
    )
