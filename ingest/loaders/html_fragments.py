"""HTML within Markdown."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from ingest.limits import Limits
from ingest.loaders import html_blocks, html_inline
from ingest.loaders.html_visibility import clear, is_hidden
from ingest.structure.pieces import Piece

_INLINE = (
    "a|abbr|b|bdi|bdo|big|br|cite|code|data|del|dfn|em|font|i|img|ins|kbd|mark|math|m[a-z]{1,12}|q|ruby|rp|rt|s|samp"
    "|small|span|strike|strong|sub|sup|time|tt|u|var|wbr"
)
_BLOCKS = (
    "address|article|aside|blockquote|body|caption|center|dd|details|dialog|div|dl|dt|fieldset|figcaption|figure|footer"
    "|form|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|meta|nav|noscript|ol|p|pre|script|section|style"
    "|summary|svg|table|tbody|td|template|tfoot|th|thead|title|tr|ul"
)
_OPENING = re.compile(rf" {{0,3}}(?:<!--|<({_BLOCKS})(?=[\s/>]|$)|</(?:{_BLOCKS})\s{{0,5}}>)", re.IGNORECASE)
_TAG = re.compile(rf"</?(?:{_INLINE}|{_BLOCKS})(?=[\s/>])", re.IGNORECASE)
_PLAIN = re.compile(r"</?(?:b|code|em|i|ins|kbd|mark|small|strong|u)>|<br ?/?>", re.IGNORECASE)
_ANGLE = re.compile(r"<(?!!--)")
_WHOLE = ("pre", "script", "style", "table", "svg", "math", "template", "ul", "ol", "dl", "noscript")
_MOST_LINES = 20_000  # that one tag reaches over


def opens(line: str) -> bool:
    """Whether a line begins a block of HTML."""
    return "<" in line[:4] and _OPENING.match(line) is not None


@dataclass(slots=True)
class Reach:
    """How many lines may still be looked through for where a tag is closed; many tags may be closed nowhere."""

    left: int = 500_000


def end(lines: Sequence[str], start: int, reach: Reach) -> int:
    """The line after the block of HTML that begins at a line: up to an empty line, as Markdown has it, or to where the
    tag is closed, when lines that are empty do not part it or when it is hidden with all that is in it."""
    opening = _OPENING.match(lines[start])
    if opening is None:
        return start + 1
    if not (name := opening[1]) and lines[start].lstrip().startswith("<!--"):
        within = _reach(lines, start)[: max(reach.left, 1)]
        closed = next((at + 1 for at in within if "-->" in lines[at]), None)
        reach.left -= (closed or within.stop) - start
        return closed or start + 1
    name = (name or "").lower()
    if name and (name in _WHOLE or _is_hidden(lines[start])):
        depth = 0
        for at in _reach(lines, start)[: max(reach.left, 1)]:
            reach.left -= 1
            low = lines[at].lower()
            depth += low.count(f"<{name}") - low.count(f"</{name}")
            if depth <= 0:
                return at + 1
    return next((at for at in _reach(lines, start) if not lines[at].strip()), len(lines))


def _reach(lines: Sequence[str], start: int) -> range:
    return range(start, min(len(lines), start + _MOST_LINES))


def _is_hidden(line: str) -> bool:
    first = next((tag for tag in _soup(line).find_all(True) if tag.name not in ("html", "body")), None)
    return isinstance(first, Tag) and is_hidden(first)


def pieces(fragment: str, limits: Limits) -> tuple[list[Piece], int]:
    """The pieces of a fragment, and how many places of it were struck out."""
    soup = _soup(fragment)
    for tag in soup.find_all(["script", "svg", "iframe"]):
        tag.decompose()
    cleared = clear(soup)
    return list(_pieces(soup, limits)), cleared.struck


def _pieces(soup: BeautifulSoup, limits: Limits) -> Iterator[Piece]:
    yield from html_blocks.pieces(soup.body or soup, limits)


def text(line: str) -> tuple[str, int]:
    """A line with tags in it as its reader sees it, and how many places of it were struck out. What looks like a tag
    and is none, such as ``<nama kota>``, stays."""
    bare = _PLAIN.sub(lambda found: " " if found[0][1] in "bB" and found[0][2] in "rR" else "", line)
    if "<" not in bare:  # most tags say nothing of the text, and reading a line as a page takes long
        return html.unescape(bare), 0
    soup = _soup(_ANGLE.sub(_or_less, line))
    cleared = clear(soup)
    return html_inline.text(soup), cleared.struck


def _or_less(found: re.Match[str]) -> str:
    return "<" if _TAG.match(found.string, found.start()) else "&lt;"


def _soup(fragment: str) -> BeautifulSoup:
    return BeautifulSoup(f"<body>{fragment}</body>", "lxml")
