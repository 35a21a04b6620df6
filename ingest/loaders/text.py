"""Plain text and Markdown."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path

from ingest.errors import DocumentError
from ingest.limits import DEFAULT, Limits
from ingest.loaders.encodings import damage, decode
from ingest.loaders.loaded import Loaded
from ingest.structure.markers import MARKER
from ingest.structure.metadata import guess
from ingest.structure.pieces import Piece, gathered
from ingest.structure.sections import sections
from knowledge.markup import blocks

_HEADING = re.compile(r"(#{1,6})[ \t]++(.*)")
_FENCE = re.compile(r"^(```|~~~)")
_ADDRESS = r"\((?:[^()]++|\([^()]*+\))*+\)"
_IMAGE = re.compile(rf"!\[([^\[\]]*+)\]{_ADDRESS}")
_LINK = re.compile(rf"\[([^\[\]]++)\]{_ADDRESS}")
_EMPHASIS = re.compile(r"[*_`]")
_CLOSING = {mark: re.compile(rf"(?<=\S)(?={re.escape(mark)})") for mark in ("**", "__", "*", "_", "`")}
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


def load(path: Path, limits: Limits = DEFAULT) -> Loaded:
    """Load a text file; ``#`` headings, lists and tables are read as Markdown.

    Raises:
        DocumentError: it is binary, in no known encoding, empty or too long.
    """
    text = decode(path.read_bytes(), limits)
    found = gathered(_pieces(_FRONT.sub("", text)), limits)
    if not found:
        raise DocumentError("Berkas ini kosong.", "This file is empty.")
    document = guess(path, found)
    return Loaded(document, sections(document.title, found), damage(text))


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
                yield Piece("heading", plain(_unclosed(heading[2])), len(heading[1]))
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
    return "\n".join(map(_without_emphasis, text.split("\n"))).strip()


def _unclosed(heading: str) -> str:
    """A heading without the ``#`` that may close it."""
    return heading.rstrip("#").rstrip(" \t") or heading


def _without_emphasis(line: str) -> str:
    """A line without the pairs of marks around words. Where a mark can close is looked up, not searched for from every
    place where one may open: a line of a million marks that nothing closes is read once."""
    closings = {mark: [found.start() for found in closing.finditer(line)] for mark, closing in _CLOSING.items()}
    parts: list[str] = []
    done = 0
    for found in _EMPHASIS.finditer(line):
        start = found.start()
        if start >= done and (pair := _emphasised(line, start, closings)):
            first, last, end = pair
            parts += (line[done:start], line[first:last])
            done = end
    return "".join((*parts, line[done:]))


def _emphasised(line: str, start: int, closings: dict[str, list[int]]) -> tuple[int, int, int] | None:
    """Where the words between the mark at ``start`` and the one that closes it begin and end, and where that ends."""
    for mark, places in closings.items():
        first = start + len(mark)
        if line.startswith(mark, start) and not line[first : first + 1].isspace():
            at = bisect_right(places, first)
            if at < len(places):
                return first, places[at], places[at] + len(mark)
    return None
