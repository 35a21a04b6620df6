"""What was understood of a document, for the person who put it in: as text, and as a page with pictures beside it."""

from __future__ import annotations

import base64
from collections import defaultdict
from collections.abc import Iterator, Sequence

from jinja2 import Environment, PackageLoader, StrictUndefined

from ingest.loaders.loaded import Coverage, Loaded
from knowledge.documents import Language, Section
from knowledge.markup import blocks
from knowledge.markup.blocks import Block

_LABELS: dict[Language, dict[str, str]] = {
    "id": {
        "title": "Judul",
        "publisher": "Penerbit",
        "date": "Tanggal",
        "language": "Bahasa",
        "url": "Alamat",
        "pages": "Halaman",
        "sections": "Bagian",
        "page": "hlm.",
        "confidence": "keyakinan OCR",
        "unread": "Tidak terbaca",
        "warning": "Peringatan",
        "unknown": "tidak diketahui",
        "no_page": "Tanpa halaman",
    },
    "en": {
        "title": "Title",
        "publisher": "Publisher",
        "date": "Date",
        "language": "Language",
        "url": "Address",
        "pages": "Pages",
        "sections": "Sections",
        "page": "p.",
        "confidence": "OCR confidence",
        "unread": "Not read",
        "warning": "Warning",
        "unknown": "unknown",
        "no_page": "Without a page",
    },
}
_MOST_PAGES = 8  # that are told with their share


def as_text(loaded: Loaded, language: Language = "en") -> str:
    """Metadata, warnings and every section with its anchors, in lines for a terminal."""
    words = _LABELS[language]
    lines = [f"{name}: {value}" for name, value in _facts(loaded, language)]
    lines += [f"{words['warning']}: {notice.message(language)}" for notice in loaded.warnings]
    for section in loaded.sections:
        lines += ["", f"## {' › '.join(section.heading[1:]) or section.heading[0]}"]
        if anchors := _anchors(section, language):
            lines.append(f"[{anchors}]")
        lines.append(section.text)
    return "\n".join(lines) + "\n"


def as_html(loaded: Loaded, pictures: Sequence[bytes] = (), language: Language = "en") -> str:
    """The same as one self-contained page: each page's picture (JPEG) on the left, its sections on the right.

    Everything from the document is escaped; the page loads nothing and runs nothing.
    """
    by_page: defaultdict[int, list[Section]] = defaultdict(list)
    for section in loaded.sections:
        by_page[section.page or 0].append(section)
    numbers = sorted({*by_page, *range(1, len(pictures) + 1)})
    pages = [
        {
            "number": number,
            "unread": _percent(share) if (share := loaded.coverage.pages.get(number)) else "",
            "picture": base64.b64encode(pictures[number - 1]).decode() if 0 < number <= len(pictures) else "",
            "sections": [_shown(section, language) for section in by_page[number]],
        }
        for number in numbers
    ]
    environment = Environment(loader=PackageLoader("ingest"), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("inspect.html").render(
        language=language,
        words=_LABELS[language],
        title=loaded.document.title,
        facts=_facts(loaded, language),
        warnings=[notice.message(language) for notice in loaded.warnings],
        pages=pages,
    )


def _facts(loaded: Loaded, language: Language) -> list[tuple[str, str]]:
    document, words = loaded.document, _LABELS[language]
    facts = [
        (words["title"], document.title),
        (words["publisher"], document.publisher or words["unknown"]),
        (words["date"], document.date or words["unknown"]),
        (words["language"], document.language),
        (words["sections"], str(len(loaded.sections))),
    ]
    if document.url:
        facts.append((words["url"], document.url))
    if loaded.pages:
        facts.append((words["pages"], str(loaded.pages)))
    if loaded.coverage.unread:
        facts.append((words["unread"], _unread(loaded.coverage, words["page"])))
    return facts


def _unread(coverage: Coverage, page: str) -> str:
    """The share that was not read, and the pages of which most was not."""
    worst = sorted(coverage.pages.items(), key=lambda one: -one[1])[:_MOST_PAGES]
    told = ", ".join(f"{page} {number}: {_percent(share)}" for number, share in sorted(worst))
    more = ", …" if len(coverage.pages) > _MOST_PAGES else ""
    return f"{_percent(coverage.unread)} ({told}{more})" if told else _percent(coverage.unread)


def _percent(share: float) -> str:
    return f"{max(share, 0.01):.0%}"


def _anchors(section: Section, language: Language) -> str:
    words = _LABELS[language]
    parts = [f"{words['page']} {section.page}"] if section.page is not None else []
    parts += [anchor for anchor in (section.clause, section.anchor and f"#{section.anchor}") if anchor]
    if section.confidence is not None:
        parts.append(f"{words['confidence']} {section.confidence:.0%}")
    return ", ".join(parts)


def _shown(section: Section, language: Language) -> dict[str, object]:
    return {
        "heading": " › ".join(section.heading[1:]) or section.heading[0],
        "anchors": _anchors(section, language),
        "blocks": list(_block_parts(blocks.parse(section.text))),
    }


def _block_parts(parts: Sequence[Block]) -> Iterator[dict[str, object]]:
    for block in parts:
        if block.kind == "table":
            rows = [[cell.strip() for cell in row.strip().strip("|").split("|")] for row in block.lines]
            yield {"kind": "table", "header": rows[0], "rows": rows[1:]}
        else:
            yield {"kind": block.kind, "lines": block.lines}
