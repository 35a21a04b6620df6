"""Guesses about a document that staff can correct: title, publisher, date, language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from ingest.structure.pieces import Piece
from knowledge.documents import Document
from knowledge.language.cleaning import clean
from knowledge.language.dates import month_number
from knowledge.language.detection import document_language
from knowledge.language.personal_data import mask

_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)? ([A-Za-z]{3,9}),? (\d{4})\b")
_MONTH_FIRST = re.compile(r"\b([A-Za-z]{3,9}) (\d{1,2})(?:st|nd|rd|th)?, (\d{4})\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_ENACTED = re.compile(r"(?:ditetapkan|diundangkan|pada tanggal|tanggal|adopted|endorsed|as of|dated)\b", re.IGNORECASE)
_PUBLISHER = re.compile(
    r"\b(ASEAN Secretariat|Sekretariat ASEAN|Badan Standardisasi Nasional|Badan Pusat Statistik|Bappenas"
    r"|Asian Development Bank|World Bank|ASEAN Smart Cities Network"
    r"|(?:Kementerian|KEMENTERIAN|Direktorat Jenderal|DIREKTORAT JENDERAL|Ministry of|Pemerintah (?:Kota|Kabupaten"
    r"|Provinsi)|PEMERINTAH (?:KOTA|KABUPATEN|PROVINSI)|Badan|Dinas)"
    r"(?: (?:dan|and|of|the|[A-Z][\w-]+)){1,6})"
)
_REGULATION = re.compile(
    r"^(?:(?:RANCANGAN )?(?:UNDANG-UNDANG|PERATURAN|KEPUTUSAN|INSTRUKSI|SURAT EDARAN|QANUN)\b.*)", re.IGNORECASE
)
_JUNK_TITLE = re.compile(
    r"microsoft|untitled|\.(?:docx?|indd|pdf|pptx?|xlsx?)$|^slide \d|^(?:dokumen|document)\d*$", re.I
)
_PART = re.compile(r"(?:\d{1,2}(?:[.)]|(?:\.\d{1,2}){1,4}[.)]?)|[A-Z][.)]|[IVXLC]{1,6}[.)])\s")
HEAD_WORDS = 400
TITLE_WORDS = 12


def guess(path: Path, pieces: Sequence[Piece], *, title: str = "", publisher: str = "", date: str = "") -> Document:
    """The document's metadata as far as they can be told; what the file itself states is given by name.

    Args:
        path: the file, whose name is the last resort for the title.
        pieces: its text in reading order.
        title: the title stated in the file's properties.
        publisher: the publisher stated, if it is an institution.
        date: a date stated, ISO; used when the text names none.
    """
    text = " ".join(piece.text for piece in pieces)
    head = " ".join(text[: 20 * HEAD_WORDS].split()[:HEAD_WORDS])
    title = clean(_title(path, pieces, title)).strip() or "document"
    return Document(
        id=slug(title) or slug(mask(path.stem)) or "document",
        title=title,
        collection="staff",
        language=document_language(text),
        publisher=publisher or _publisher(head),
        date=_date(head) or date,
    )


def slug(text: str) -> str:
    """Lower-case letters, digits and hyphens, at most 60 characters, for use as an id."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-")


def _title(path: Path, pieces: Sequence[Piece], stated: str) -> str:
    stated = " ".join(stated.split())
    if len(stated) >= 5 and not _JUNK_TITLE.search(stated):
        return stated[:200]
    opening = [piece for piece in pieces[:25] if piece.page in (None, 1, 2) and piece.kind != "table"]
    for place, piece in enumerate(opening):
        if _REGULATION.match(piece.text) and len(piece.text.split()) <= 40:
            return _regulation_title(opening[place:])
    if headings := _leading_headings(opening):
        return " – ".join(headings)[:200]
    return " ".join(re.sub(r"[_+-]+", " ", path.stem).split()) or "document"


def _leading_headings(opening: Sequence[Piece]) -> list[str]:
    """The largest heading of the first page and those that follow it at once, up to ten words together; a
    numbered one heads a part of the text."""
    first = [p for p in opening if p.page == opening[0].page]
    headings = [p for p in first if p.kind == "heading"]
    if not headings:
        return []
    start = first.index(min(headings, key=lambda piece: piece.level))
    texts: list[str] = []
    for piece in first[start:]:
        if piece.kind != "heading" or (texts and _PART.match(piece.text)):
            break
        if texts and len(" ".join([*texts, piece.text]).split()) > TITLE_WORDS:
            break
        texts.append(piece.text)
    # One large word on a page is often a picture's or a date's; as a marked-up heading it is meant.
    return texts if opening[0].page is None or len(" ".join(texts).split()) >= 2 else []


def _regulation_title(opening: Sequence[Piece]) -> str:
    """``PERATURAN … NOMOR 5 TAHUN 2020 TENTANG …``: its lines up to the preamble."""
    lines: list[str] = []
    for piece in opening[:8]:
        if lines and (
            not piece.text.isupper() or piece.text.startswith(("DENGAN RAHMAT", "MENTERI", "PRESIDEN", "BAB"))
        ):
            break
        lines.append(piece.text)
    return " ".join(" ".join(lines).split())[:200]


def _publisher(head: str) -> str:
    found = _PUBLISHER.search(head)
    return " ".join(found[1].split()) if found else ""


def _date(head: str) -> str:
    """The first full date, one after a word such as "adopted" before others."""
    after = (head[match.end() : match.end() + 60] for match in _ENACTED.finditer(head))
    return next((date for part in (*after, head) if (date := _first_date(part))), "")


def _first_date(text: str) -> str:
    found = [(m.start(), m[3], m[2], m[1]) for m in _DAY_FIRST.finditer(text)]
    found += [(m.start(), m[3], m[1], m[2]) for m in _MONTH_FIRST.finditer(text)]
    found += [(m.start(), m[1], m[2], m[3]) for m in _ISO.finditer(text)]
    for _, year, month, day in sorted(found):
        number = int(month) if month.isdigit() else month_number(month) or 0
        if 1 <= number <= 12 and 1 <= int(day) <= 31 and 1945 <= int(year) <= 2100:
            return f"{year}-{number:02}-{int(day):02}"
    return ""
