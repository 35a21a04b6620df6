"""Guesses about a document that staff can correct: title, publisher, date, number, language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path

from ingest.structure.dates import date_of
from ingest.structure.markers import ALONE, MARKER
from ingest.structure.numbers import number_of
from ingest.structure.pieces import Piece
from knowledge.documents import Document
from knowledge.language.cleaning import clean
from knowledge.language.detection import document_language
from knowledge.language.personal_data import mask

_PUBLISHER = re.compile(
    r"\b(ASEAN Secretariat|Sekretariat ASEAN|Badan Standardisasi Nasional|Badan Pusat Statistik|Bappenas"
    r"|Asian Development Bank|World Bank|ASEAN Smart Cities Network"
    r"|(?:Kementerian|KEMENTERIAN|Direktorat Jenderal|DIREKTORAT JENDERAL|Ministry of|Pemerintah (?:Kota|Kabupaten"
    r"|Provinsi)|PEMERINTAH (?:KOTA|KABUPATEN|PROVINSI)|Badan|BADAN|Dinas|DINAS|Sekretariat Daerah|SEKRETARIAT DAERAH)"
    r"(?: (?:dan|and|of|the|DAN|[A-Z][\w-]+)){1,6})"
)
_PUBLISHED_BY = re.compile(
    r"\b(?:published|issued|prepared|produced) by(?: the)?|\b(?:diterbitkan|disusun|dikeluarkan) oleh"
    r"|\bpenerbit\b|\bpublisher\b|©",
    re.IGNORECASE,
)
_REGULATION = re.compile(
    r"(?:SALINAN )?((?:RANCANGAN )?(?:UNDANG-UNDANG|PERATURAN|KEPUTUSAN|INSTRUKSI|SURAT EDARAN|QANUN|MAKLUMAT)\b.*)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\bNO(?:MOR|\.)", re.IGNORECASE)
_ISSUER = re.compile(
    r"(?:RANCANGAN )?(?:PERATURAN|KEPUTUSAN|INSTRUKSI|SURAT EDARAN) "
    r"((?:WALI ?KOTA|BUPATI|GUBERNUR|MENTERI|PRESIDEN)\b.{0,100}?) NO(?:MOR|\.)",
    re.IGNORECASE,
)
# Above what is considered stands who enacts it.
_ENACTING = re.compile(
    r"DENGAN RAHMAT TUHAN YANG MAHA ESA,? ((?:PIMPINAN|KETUA|KEPALA|MENTERI|PRESIDEN|GUBERNUR|WALI ?KOTA|BUPATI)\b"
    r"[A-Z /-]{0,100}),"
)
_ACT = re.compile(r"\b(?:RANCANGAN )?(?:UNDANG-UNDANG|PERATURAN|KEPUTUSAN|INSTRUKSI|SURAT EDARAN|QANUN)\b")
_AFTER_TITLE = re.compile(
    r" (?:DENGAN RAHMAT|MENIMBANG|MENGINGAT|MEMUTUSKAN|BAB I|PASAL 1"
    r"|(?:MENTERI|PRESIDEN|GUBERNUR|WALI ?KOTA|BUPATI)\b[^,]{0,80},)(?!\w)"
)
_PREAMBLE = re.compile(
    r"(?:DENGAN RAHMAT|MENIMBANG|MENGINGAT|MENTERI|PRESIDEN|GUBERNUR|WALI ?KOTA|BUPATI|BAB|PASAL|YTH|KEPADA)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(r"(?:Hal|HAL|Perihal|PERIHAL|Subject|SUBJECT|Re|RE)\s*:\s*(\S.*)")
_SPACED = re.compile(r"\b(?:[A-Z] ){5,}[A-Z]\b")  # ``T E N T A N G``
_LETTER_NUMBER = re.compile(r"(?:Nomor|NOMOR|No\.|Kepada|KEPADA|Dari|DARI|Lampiran|Sifat|From|To|Ref\S*)\s*:")
_JUNK_TITLE = re.compile(
    r"microsoft|untitled|\.(?:docx?|dotx?|rtf|odt|indd|pdf|pptx?|xlsx?|html?|tmp)$|^slide \d|^(?:dokumen|document)\d*$",
    re.I,
)
_PART = re.compile(r"(?:\d{1,2}(?:[.)]|(?:\.\d{1,2}){1,4}[.)]?)|[A-Z][.)]|[IVXLC]{1,6}[.)])\s")
_TITLE_WORD = re.compile(r"\w{3,}")
_TOLD_WORDS = 100  # from which a text tells what it is about
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
    title = _SPACED.sub(lambda word: word[0].replace(" ", ""), clean(_title(path, pieces, title))).strip() or "document"
    return Document(
        id=slug(title) or slug(mask(path.stem)) or "document",
        title=title,
        collection="staff",
        language=document_language(text),
        publisher=publisher or _publisher(pieces) or _issuer(title, pieces),
        date=date_of(pieces) or date,
        number=number_of(title, pieces),
    )


def slug(text: str) -> str:
    """Lower-case letters, digits and hyphens, at most 60 characters, for use as an id."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-")


def _title(path: Path, pieces: Sequence[Piece], stated: str) -> str:
    stated = " ".join(stated.split())
    opening = [piece for piece in pieces[:25] if piece.page in (None, 1, 2) and piece.kind != "table"]
    # What a program or a template states is often the title of another document.
    if (formal := _regulation_title(opening)) and _NUMBERED.search(formal):
        return formal
    if subject := _subject(opening):
        return subject
    if len(stated) >= 5 and not _JUNK_TITLE.search(stated) and not _is_left_over(stated, pieces):
        return stated[:200]
    if formal:
        return formal
    if headings := _leading_headings(opening):
        return " – ".join(headings)[:200]
    return " ".join(re.sub(r"[_+-]+", " ", path.stem).split()) or "document"


def _is_left_over(stated: str, pieces: Sequence[Piece]) -> bool:
    """Whether a title that a file states was left there by a template: no word of it stands in the text."""
    told = [word for piece in pieces for word in _TITLE_WORD.findall(piece.text.casefold())]
    return len(told) >= _TOLD_WORDS and set(told).isdisjoint(_TITLE_WORD.findall(stated.casefold()))


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
        if (
            piece.kind != "heading"
            or ALONE.fullmatch(piece.text)
            or (texts and _PART.match(piece.text))
            or (texts and len(" ".join([*texts, piece.text]).split()) > TITLE_WORDS)
        ):
            break
        texts.append(piece.text)
    # One large word on a page is often a picture's or a date's; as a marked-up heading it is meant.
    return texts if opening[0].page is None or len(" ".join(texts).split()) >= 2 else []


def _regulation_title(opening: Sequence[Piece]) -> str:
    """``PERATURAN … NOMOR 5 TAHUN 2020 TENTANG …``: its lines up to the preamble; empty when there is none."""
    for place, piece in enumerate(opening):
        if joined := _joined_title(piece.text):
            return joined[:200]
        match = _REGULATION.match(piece.text)
        if not match or len(piece.text.split()) > 40 or piece.text.rstrip()[-1] in ".;:":
            continue
        lines = [match[1]]
        for following in opening[place + 1 : place + 8]:
            if not _goes_on(lines, following):
                break
            lines.append(following.text)
        return " ".join(" ".join(lines).split())[:200]
    return ""


def _joined_title(text: str) -> str:
    """The title of an act whose lines were read as one paragraph with its letterhead or its preamble, in capitals up to
    its subject's end; empty when a paragraph is no such."""
    words = text.split()
    capitals = " ".join(takewhile(lambda word: not any(map(str.islower, word)), words[:120]))
    act = _ACT.search(capitals)
    if act is None:
        return ""
    title = capitals[act.start() :]
    if cut := _AFTER_TITLE.search(title, max(title.find(" TENTANG "), 0)):
        title = title[: cut.start()]
    joined = act.start() > 0 or len(title.split()) < len(words)
    return title if joined and _NUMBERED.search(title) and re.search(r" TENTANG \w", title) else ""


def _goes_on(lines: Sequence[str], piece: Piece) -> bool:
    if _PREAMBLE.match(piece.text) or MARKER.match(piece.text) or piece.kind == "item" or len(piece.text.split()) > 40:
        return False
    if piece.text.isupper():
        return True
    # In small letters a title goes on with its number, its subject, and the line below "tentang".
    opens = re.match(r"(?:nomor|no\.|tahun|tentang)\b", piece.text, re.IGNORECASE) is not None
    about = re.search(r"\btentang$", lines[-1], re.IGNORECASE) is not None and piece.text.rstrip()[-1] not in ".;:"
    return opens or about


def _subject(opening: Sequence[Piece]) -> str:
    """What a letter or memo is about, as it states above its text."""
    for place, piece in enumerate(opening):
        if match := _SUBJECT.match(piece.text):
            beside = (*opening[max(place - 5, 0) : place], *opening[place + 1 : place + 3])
            if any(_LETTER_NUMBER.match(other.text) for other in beside):
                return " ".join(match[1].split())[:200]
    return ""


def _publisher(pieces: Sequence[Piece]) -> str:
    """Whose a document is by its letterhead, its title page or "published by"; to be mentioned in it is not enough."""
    words = 0
    for piece in pieces:
        words += len(piece.text.split())
        if words > HEAD_WORDS or piece.kind == "table":
            break
        found = _PUBLISHER.match(piece.text) if len(piece.text.split()) <= TITLE_WORDS else None
        if said := _PUBLISHED_BY.search(piece.text):
            found = _PUBLISHER.search(piece.text[said.end() : said.end() + 120])
        if found and ":" not in piece.text[: found.end() + 2]:
            return " ".join(found[1].split())
    return ""


def _issuer(title: str, pieces: Sequence[Piece]) -> str:
    """Who issued a regulation, such as ``WALI KOTA MANDALARATA``, by its title where its first lines say so, or by
    the line above what it considers."""
    issuer = _ISSUER.match(title)
    opening = " ".join(" ".join(piece.text for piece in pieces[:25]).split())
    if issuer and issuer[0].casefold() in opening.casefold():
        return issuer[1]
    named = _ENACTING.search(opening) if _REGULATION.match(title) else None
    return named[1] if named else ""
