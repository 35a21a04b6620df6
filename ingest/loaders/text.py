"""Plain text and Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from charset_normalizer import from_bytes

from ingest.errors import DocumentError
from ingest.limits import DEFAULT, Limits
from ingest.loaders.loaded import Loaded
from ingest.structure.markers import MARKER
from ingest.structure.metadata import guess
from ingest.structure.pieces import Piece
from ingest.structure.sections import sections
from knowledge.markup import blocks

_HEADING = re.compile(r"(#{1,6})[ \t]+(.+?)[ \t]*#*$")
_FENCE = re.compile(r"^(```|~~~)")
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]+)\]\((?:[^()]|\([^()]*\))*\)")
_EMPHASIS = re.compile(r"(\*\*|__|\*|_|`)(?=\S)(.+?)(?<=\S)\1")
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def load(path: Path, limits: Limits = DEFAULT) -> Loaded:
    """Load a text file; ``#`` headings, lists and tables are read as Markdown.

    Raises:
        DocumentError: it is binary, in no known encoding, empty or too long.
    """
    text = decode(path.read_bytes(), limits)
    found = list(_pieces(_FRONT.sub("", text)))
    if not found:
        raise DocumentError("Berkas ini kosong.", "This file is empty.")
    document = guess(path, found)
    return Loaded(document, sections(document.title, found))


def decode(data: bytes, limits: Limits = DEFAULT) -> str:
    """Text of bytes in UTF-8, UTF-16 or, as far as it can be told, an older encoding; line ends are ``\\n``.

    Raises:
        DocumentError: it is binary or longer than the limit.
    """
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(data[: 4 * 1024 * 1024]).best()
        if best is None:
            raise _not_text() from None
        text = data.decode(best.encoding, errors="replace")
    if len(_NO_TEXT.findall(text)) > len(text) // 1000:
        raise _not_text()
    if len(text) > limits.characters:
        raise DocumentError(
            f"Teks ini lebih panjang dari {limits.characters:,} karakter.".replace(",", "."),
            f"This text is longer than {limits.characters:,} characters.",
        )
    return _NO_TEXT.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def _not_text() -> DocumentError:
    return DocumentError(
        "Berkas ini bukan teks dan bukan jenis dokumen yang dikenal.",
        "This file is not text and not a kind of document that is known.",
    )


def _pieces(text: str) -> Iterator[Piece]:
    for block in re.split(r"\n[ \t]*\n", text):
        lines = [line for line in block.split("\n") if line.strip() and not _FENCE.match(line)]
        run: list[str] = []
        for line in lines:
            heading = _HEADING.match(line)
            if heading or (run and MARKER.match(line.strip())):
                yield from _block(run)
                run = []
            if heading:
                yield Piece("heading", plain(heading[2]), len(heading[1]))
            else:
                run.append(line)
        yield from _block(run)


def _block(lines: list[str]) -> Iterator[Piece]:
    for block in blocks.parse("\n".join(lines)):
        if block.kind == "table":
            yield Piece("table", plain(block.text))
        elif block.kind == "list":
            for line in block.lines:
                bullet = line.startswith("- ")
                yield Piece("item" if bullet else "paragraph", plain(line[2:] if bullet else line))
        else:
            yield Piece("paragraph", plain(block.lines[0]))


def plain(text: str) -> str:
    """Markdown without emphasis marks, links and pictures."""
    text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
    return _EMPHASIS.sub(r"\2", text).strip()
