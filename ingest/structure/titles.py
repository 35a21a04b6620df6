"""What a document is called: by the act itself, by what a letter is about, by its heading; by its file's name last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path

from ingest.structure.markers import ALONE, MARKER
from ingest.structure.pieces import Piece
from ingest.structure.publishers import is_letterhead

_REGULATION = re.compile(
    r"(?:SALINAN )?((?:RANCANGAN )?(?:UNDANG-UNDANG|PERATURAN|KEPUTUSAN|INSTRUKSI|SURAT EDARAN|QANUN|MAKLUMAT)\b.*)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"\bNO(?:MOR|\.)", re.IGNORECASE)
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
_LETTER_NUMBER = re.compile(r"(?:Nomor|NOMOR|No\.|Kepada|KEPADA|Dari|DARI|Lampiran|Sifat|From|To|Ref\S*)\s*:")
_JUNK = re.compile(
    r"microsoft|untitled|\.(?:docx?|dotx?|rtf|odt|indd|pdf|pptx?|xlsx?|html?|tmp)$|^slide \d|^(?:dokumen|document)\d*$",
    re.I,
)
# A form says what it is of: ``Project title: …``.
_LABELLED = re.compile(
    r"(?:(?:project|document|report|full) title|title of (?:the )?project"
    r"|judul(?: (?:proyek|kegiatan|dokumen|laporan))?)\s?:\s?(\S.{4,199})",
    re.IGNORECASE,
)
# Lines that say what kind of document they head, in no larger a face than its text has.
_KIND = re.compile(
    r"(?:NOTULEN|NOTULA|RISALAH|RESUME RAPAT|BERITA ACARA|LAPORAN|TELAAHAN STAF|PENGUMUMAN|FORMULIR|RADIOGRAM|UNDANGAN"
    r"|DAFTAR HADIR|JADWAL|SUSUNAN ACARA|KERANGKA ACUAN|PROPOSAL|PEDOMAN|PETUNJUK TEKNIS|STANDAR OPERASIONAL|PERJANJIAN"
    r"|NOTA KESEPAHAMAN|KESEPAKATAN BERSAMA|SIARAN PERS|PAPARAN|SURAT (?:TUGAS|PERINTAH|KETERANGAN|PERNYATAAN|KUASA)"
    r"|SUMMARY RECORD|MINUTES OF|CONCEPT NOTE|TERMS OF REFERENCE|JOINT (?:STATEMENT|DECLARATION)"
    r"|CHAIR(?:MAN)?['’]S STATEMENT|MEMORANDUM OF|PRESS RELEASE|PROGRAMME OF|PROVISIONAL (?:AGENDA|PROGRAMME)"
    r"|LIST OF PARTICIPANTS)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(r"\b(?:of|of the|on|and|tentang|dan)$", re.IGNORECASE)
# A heading of a part of the text, which no title goes on with.
_CHAPTER = re.compile(
    r"(?:introduction|background|overview|foreword|preface|summary|executive summary|(?:table of )?contents|objectives?"
    r"|pendahuluan|latar belakang|ringkasan(?: eksekutif)?|kata pengantar|daftar isi|umum|tujuan|maksud dan tujuan)\b",
    re.IGNORECASE,
)
_PART = re.compile(r"(?:\d{1,2}(?:[.)]|(?:\.\d{1,2}){1,4}[.)]?)|[A-Z][.)]|[IVXLC]{1,6}[.)])\s")
_WORD = re.compile(r"\w{3,}")
_TOLD_WORDS = 100  # from which a text tells what it is about
MOST_WORDS = 12  # of headings put together
KIND_WORDS = 30
MAX_TITLE = 200  # characters


def title_of(path: Path, pieces: Sequence[Piece], stated: str) -> str:
    """The title of a document.

    Args:
        path: its file, whose name is the last resort.
        pieces: its text in reading order.
        stated: the title in the file's properties.
    """
    stated = " ".join(stated.split())
    opening = [piece for piece in pieces[:25] if piece.page in (None, 1, 2) and piece.kind != "table"]
    # What a program or a template states is often the title of another document.
    if (formal := _regulation(opening)) and _NUMBERED.search(formal):
        return formal
    if subject := _subject(opening) or _labelled(opening):
        return subject
    if len(stated) >= 5 and not _JUNK.search(stated) and not _is_left_over(stated, pieces):
        return stated[:MAX_TITLE]
    if formal:
        return formal
    if named := _kind(opening):
        return named
    if headings := _leading_headings(opening):
        return " – ".join(headings)[:MAX_TITLE]
    return " ".join(re.sub(r"[_+-]+", " ", path.stem).split()) or "document"


def _is_left_over(stated: str, pieces: Sequence[Piece]) -> bool:
    """Whether a title that a file states was left there by a template: no word of it stands in the text."""
    told = [word for piece in pieces for word in _WORD.findall(piece.text.casefold())]
    return len(told) >= _TOLD_WORDS and set(told).isdisjoint(_WORD.findall(stated.casefold()))


def _labelled(opening: Sequence[Piece]) -> str:
    found = (_LABELLED.match(piece.text) for piece in opening)
    return next((" ".join(match[1].split()) for match in found if match), "")


def _kind(opening: Sequence[Piece]) -> str:
    """Lines such as ``Summary Record of`` with those they go on with, above the first heading; empty without any."""
    for place, piece in enumerate(opening):
        if piece.kind == "heading" and not is_letterhead(piece.text) and not _KIND.match(piece.text):
            return ""
        text = piece.text
        # The lines of a letterhead in capitals may have been read as one paragraph with it.
        match = _KIND.search(text) if text.isupper() else _KIND.match(text)
        if match is None or not _is_line(text):
            continue
        lines = [text[match.start() :]]
        for following in opening[place + 1 : place + 5] if match.start() == 0 else ():
            level = (following.kind, following.level) == (piece.kind, piece.level)
            goes_on = level and _is_line(following.text) and not MARKER.match(following.text)
            small = following.text[:1].islower() or _OPEN.search(lines[-1]) is not None
            alike = piece.kind == "heading" or (piece.text.isupper() and following.text.isupper())
            if not goes_on or not (small or alike) or len(" ".join([*lines, following.text]).split()) > KIND_WORDS:
                break
            lines.append(following.text)
        # Headings are told as they are where none of them is cut off in the middle.
        between = " – " if piece.kind == "heading" and not _OPEN.search(lines[0]) else " "
        return " ".join(between.join(lines).split())[:MAX_TITLE]
    return ""


def _is_line(text: str) -> bool:
    """Whether a text is short, labels nothing and ends no sentence."""
    return len(text.split()) <= KIND_WORDS and text.rstrip()[-1] not in ".;:," and not _LETTER_NUMBER.match(text)


def _leading_headings(opening: Sequence[Piece]) -> list[str]:
    """The largest heading of the first page and those that follow it at once, up to twelve words together; a
    numbered one, or an introduction, heads a part of the text, and a letterhead is none."""
    first = [p for p in opening if p.page == opening[0].page]
    headings = [p for p in first if p.kind == "heading"]
    headings = [p for p in headings if not is_letterhead(p.text)] or headings
    if not headings:
        return []
    start = first.index(min(headings, key=lambda piece: piece.level))
    texts: list[str] = []
    for piece in first[start:]:
        if (
            piece.kind != "heading"
            or ALONE.fullmatch(piece.text)
            or (texts and (_PART.match(piece.text) or _CHAPTER.match(piece.text)))
            or (texts and len(" ".join([*texts, piece.text]).split()) > MOST_WORDS)
        ):
            break
        texts.append(piece.text)
    # One large word on a page is often a picture's or a date's; as a marked-up heading it is meant.
    return texts if opening[0].page is None or len(" ".join(texts).split()) >= 2 else []


def _regulation(opening: Sequence[Piece]) -> str:
    """``PERATURAN … NOMOR 5 TAHUN 2020 TENTANG …``: its lines up to the preamble; empty when there is none."""
    for place, piece in enumerate(opening):
        if joined := _joined(piece.text):
            return joined[:MAX_TITLE]
        match = _REGULATION.match(piece.text)
        if not match or len(piece.text.split()) > 40 or piece.text.rstrip()[-1] in ".;:":
            continue
        lines = [match[1]]
        for following in opening[place + 1 : place + 8]:
            if not _goes_on(lines, following):
                break
            lines.append(following.text)
        return " ".join(" ".join(lines).split())[:MAX_TITLE]
    return ""


def _joined(text: str) -> str:
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
                return " ".join(match[1].split())[:MAX_TITLE]
    return ""
