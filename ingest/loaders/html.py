"""Web pages: the main content, found with trafilatura; nothing they refer to is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import trafilatura
from bs4 import BeautifulSoup, Tag
from bs4.dammit import UnicodeDammit
from bs4.element import NavigableString

from ingest.errors import DocumentError
from ingest.limits import DEFAULT, Limits, Meter
from ingest.loaders.loaded import Loaded
from ingest.structure.metadata import guess
from ingest.structure.pieces import Piece, gathered, table_piece
from ingest.structure.sections import sections

_SKIPPED = ("script", "style", "noscript", "template", "svg", "nav", "footer", "aside", "form", "iframe", "button")
_HEADINGS = {f"h{level}": level for level in range(1, 7)} | {"head": 2}
_TEXT = {"p", "blockquote", "pre", "quote", "code", "dt", "dd", "figcaption", "summary", "address"}
_MIN_MAIN = 0.3  # share of the page's words; main content below it is a mistake of the finder
MAX_DEPTH = 200


def load(path: Path, limits: Limits = DEFAULT) -> Loaded:
    """Load an HTML file.

    Raises:
        DocumentError: it holds no text, or more than the limit.
    """
    return load_html(path, path.read_bytes(), limits)


def load_html(path: Path, data: bytes, limits: Limits = DEFAULT) -> Loaded:
    """Load HTML from memory; ``path`` is used for its name only."""
    text = UnicodeDammit(data, ["utf-8"]).unicode_markup or ""
    if len(text) > limits.characters or text.count("<") > limits.nodes // 10:
        raise DocumentError("Halaman web ini terlalu panjang.", "This web page is too long.")
    soup = BeautifulSoup(text, "lxml")
    for tag in soup.find_all(_SKIPPED):
        tag.decompose()
    everything = gathered(pieces(soup.body or soup, limits), limits)
    found = _main(text, everything, limits)
    if not found:
        raise DocumentError("Halaman web ini tidak memuat teks.", "This web page holds no text.")
    stated = _stated(text)
    document = guess(
        path,
        found,
        title=stated.get("title") or (soup.title.get_text() if soup.title else ""),
        publisher=stated.get("sitename") or "",
        date=stated.get("date") or "",
    )
    document = replace(document, date=stated.get("date") or document.date, url=_url(soup))
    return Loaded(document, sections(document.title, found))


def _main(text: str, everything: list[Piece], limits: Limits) -> list[Piece]:
    extracted = trafilatura.extract(
        text, output_format="html", include_tables=True, include_links=False, include_comments=False, favor_recall=True
    )
    found = gathered(pieces(BeautifulSoup(extracted, "lxml"), limits), limits) if extracted else []
    enough = sum(len(p.text) for p in found) >= _MIN_MAIN * sum(len(p.text) for p in everything)
    return found if enough else everything


def _stated(text: str) -> dict[str, Any]:
    found = trafilatura.extract_metadata(text)
    return {key: getattr(found, key) for key in ("title", "sitename", "date")} if found else {}


def _url(soup: BeautifulSoup) -> str:
    link = soup.find("link", rel="canonical")
    address = str(link.get("href", "")) if isinstance(link, Tag) else ""
    return address if address.startswith(("https://", "http://")) else ""


def pieces(root: Tag, limits: Limits, depth: int = 0) -> Iterator[Piece]:
    """The pieces below a tag in document order; text outside any block is a paragraph."""
    loose: list[str] = []
    for child in root.children:
        if isinstance(child, NavigableString):
            if type(child) is NavigableString:
                loose.append(str(child))
            continue
        if not isinstance(child, Tag):
            continue
        if _is_inline(child):
            loose.append(_text(child))
            continue
        yield from _paragraph(loose)
        loose = []
        yield from _block(child, limits, depth)
    yield from _paragraph(loose)


def _is_inline(tag: Tag) -> bool:
    inline = {
        "a",
        "b",
        "i",
        "em",
        "strong",
        "span",
        "sup",
        "sub",
        "u",
        "small",
        "mark",
        "abbr",
        "time",
        "br",
        "hi",
        "q",
    }
    return tag.name in inline and not tag.find(["p", "div", "ul", "ol", "table", *_HEADINGS])


def _block(tag: Tag, limits: Limits, depth: int) -> Iterator[Piece]:
    name = tag.name
    if name in _HEADINGS:
        if text := _text(tag):
            yield Piece("heading", text, _HEADINGS[name])
    elif name == "table" and not tag.find("table"):
        meter = Meter(limits)
        yield from table_piece([_row(row, meter) for row in tag.find_all("tr")], limits)
    elif name in ("ul", "ol"):
        ordered = name == "ol" and len(tag.find_all("li", recursive=False)) > 0
        for number, item in enumerate(tag.find_all("li"), 1):
            yield from _item(item, number if ordered else None)
    elif name in _TEXT and not tag.find(["p", "ul", "ol", "table"]):
        yield from _paragraph([_text(tag)])
    elif depth < MAX_DEPTH:
        yield from pieces(tag, limits, depth + 1)
    else:
        yield from _paragraph([_text(tag)])


def _item(item: Tag, number: int | None) -> Iterator[Piece]:
    nested = [child.extract() for child in item.find_all(["ul", "ol"])]
    if text := _text(item):
        yield Piece("paragraph", f"{number}. {text}") if number else Piece("item", text)
    for inner in nested:
        yield from (Piece("item", _text(li)) for li in inner.find_all("li") if _text(li))


def _row(row: Tag, meter: Meter) -> list[str]:
    cells = row.find_all(["td", "th"])
    meter.cells(len(cells))
    return [meter.text(_text(cell)) for cell in cells]


def _paragraph(texts: list[str]) -> Iterator[Piece]:
    text = " ".join("".join(texts).split())
    if text:
        yield Piece("paragraph", text)


def _text(tag: Tag) -> str:
    return " ".join(tag.get_text(" " if tag.find(["br", "p", "li"]) else "").split())
