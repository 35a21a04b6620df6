"""The date of a document: when it was enacted, signed or published, and no other day that it speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.structure.pieces import Piece
from knowledge.language.dates import month_number

_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?[ ]([A-Za-z]{3,9}),?[ ](\d{4})\b")
_MONTH_FIRST = re.compile(r"\b([A-Za-z]{3,9})[ ](\d{1,2})(?:st|nd|rd|th)?,[ ](\d{4})\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_SLASHED = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")
# A law is enacted at its end; what it was before, as in "ditetapkan dengan Undang-Undang", is another one.
_ENACTED = re.compile(
    r"\b(?:ditetapkan|dikeluarkan|disahkan|ditandatangani|dibuat) di\b"
    r"|\b(?:done|adopted|signed|issued) (?:at|in)\b(?=[^.]{0,60}\bon\b)",
    re.IGNORECASE,
)
_PROMULGATED = re.compile(r"\bdiundangkan di\b", re.IGNORECASE)
_PUBLISHED = re.compile(
    r"\b(?:adopted|endorsed|published|issued|signed|dated|released|updated|as of|version|versi|diterbitkan|ditetapkan"
    r"|disahkan|diperbarui|dikeluarkan|per tanggal|(?:status|posisi|keadaan|data) per)\b",
    re.IGNORECASE,
)
_LABELLED = re.compile(
    r"(?:Tanggal|TANGGAL|Date|DATE|Tgl\.?)"
    r"(?:\s*:|[ ](?P<what>(?i:pembuatan|surat|dokumen|terbit|penetapan|of issue))\b\s*:?)\s*"
)
# Records of a meeting are of the day on which it was held.
_RECORD = re.compile(
    r"(?:NOTULEN|NOTULA|RISALAH|RESUME RAPAT|BERITA ACARA|DAFTAR HADIR|SUMMARY RECORD|MINUTES OF)\b", re.IGNORECASE
)
_WEEKDAY = re.compile(
    r"(?:Senin|Selasa|Rabu|Kamis|Jum[’']?at|Sabtu|Minggu|Ahad|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b",
    re.IGNORECASE,
)
_PLACED = re.compile(r"(?:^|\s)([A-Z][\w.’\'-]{2,30})[ ]?,[ ]?(?:tanggal[ ])?(?=\d{1,2}[ ][A-Za-z])")
_EVENT = re.compile(
    r"\b(?:hari|pukul|waktu|jam|acara|rapat|tempat|kegiatan|berlaku|paling lambat|paling lama|sampai|hingga"
    r"|batas|selambat|sejak|held|deadline|until|before|event|meeting|effective)\b",
    re.IGNORECASE,
)
HEAD_WORDS = 400
TITLE_LINE_WORDS = 10
NEAR = 100  # characters after the word that enacts in which its date stands


def date_of(pieces: Sequence[Piece]) -> str:
    """The date as ISO; empty when the text tells none.

    First what is said where a law or decree is signed ("Ditetapkan di … pada tanggal …"), then the date beside the
    place of a letter, then the one of a memo's head, then one that follows "adopted", "published" and the like or
    stands on a line of its own at the beginning. The day of an event or of coming into force is none of these, unless
    the document is the record of a meeting.
    """
    texts = [piece.text for piece in pieces if piece.kind != "table"]
    for pattern in (_ENACTED, _PROMULGATED):
        signed = _signed(texts, pattern)
        if signed is not None:
            return signed
    head = _head(texts)
    return _beside_place(head, texts[-12:]) or _labelled(head) or edition_of(head) or _on_title(head) or _held(head)


def _head(texts: Sequence[str]) -> list[str]:
    head: list[str] = []
    words = 0
    for text in texts:
        head.append(" ".join(text[: 20 * HEAD_WORDS].split()[: HEAD_WORDS - words]))
        words += len(head[-1].split())
        if words >= HEAD_WORDS:
            break
    return head


def _signed(texts: Sequence[str], pattern: re.Pattern[str]) -> str | None:
    """The date where the text is signed; empty when it is left open there, None when it is signed nowhere."""
    open_places = False
    for place, text in enumerate(texts):
        # It begins a paragraph, or a line of a paragraph that ends with it.
        for match in pattern.finditer(text):
            if match.start() > 0 and text[match.start()].islower():
                continue
            after = " ".join([text[match.end() :], *texts[place + 1 : place + 3]])[:NEAR]
            if date := _first(after):
                return date
            open_places = open_places or match.start() == 0
    return "" if open_places else None


def _beside_place(head: Sequence[str], end: Sequence[str]) -> str:
    """``Jakarta, 6 Januari 2026`` at the head of a letter or above its signature."""
    for text in (*head, *reversed(end)):
        for match in _PLACED.finditer(text):
            if _WEEKDAY.fullmatch(match[1]) or _EVENT.search(text[: match.start()][-60:]):
                continue
            # In a sentence it is a day that the sentence speaks of.
            if match.start() > 40 or (match.start() > 0 and text[:1].islower()):
                continue
            if date := _first(text[match.end() :][:20]):
                return date
    return ""


def _labelled(head: Sequence[str]) -> str:
    """``Tanggal : 6 Januari 2026`` of a memo, unless it is the day of what it invites to."""
    for place, text in enumerate(head):
        match = _LABELLED.match(text)
        if match is None or (
            not match["what"]
            and any(_EVENT.match(other) for other in (*head[max(place - 1, 0) : place], *head[place + 1 : place + 2]))
        ):
            continue
        value = text[match.end() :]
        if not _WEEKDAY.match(value) and (date := _first(value[:30])):
            return date
    return ""


def edition_of(lines: Sequence[str]) -> str:
    """The date after "as of", "published" and the like, as running heads tell it too; ISO, empty without one."""
    for text in lines:
        for match in _PUBLISHED.finditer(text):
            after = text[match.end() : match.end() + 60]
            if (date := _first(after)) and not _EVENT.search(after[: _start(after)]):
                return date
    return ""


def _on_title(head: Sequence[str]) -> str:
    """A date on a short line at the beginning, such as a title page has."""
    for text in head[:12]:
        if (
            len(text.split()) <= TITLE_LINE_WORDS
            and ":" not in text
            and not _EVENT.search(text)
            and text[-1:] not in ";"
        ):
            start = _start(text)
            if (date := _first(text)) and not _WEEKDAY.search(text[max(start - 20, 0) : start]):
                return date
    return ""


def _held(head: Sequence[str]) -> str:
    """The first day that the record of a meeting speaks of."""
    if not any(_RECORD.match(text) for text in head[:8]):
        return ""
    return next((date for text in head if (date := _first(text))), "")


def _found(text: str) -> list[tuple[int, str, str, str]]:
    found = [(m.start(), m[3], m[2], m[1]) for m in _DAY_FIRST.finditer(text)]
    found += [(m.start(), m[3], m[1], m[2]) for m in _MONTH_FIRST.finditer(text)]
    found += [(m.start(), m[1], m[2], m[3]) for m in _ISO.finditer(text)]
    found += [(m.start(), m[3], m[2], m[1]) for m in _SLASHED.finditer(text)]
    return sorted(found)


def _start(text: str) -> int:
    return next((start for start, *_ in _found(text)), len(text))


def _first(text: str) -> str:
    """The first full date of a text."""
    for _, year, month, day in _found(text):
        number = int(month) if month.isdigit() else month_number(month) or 0
        if 1 <= number <= 12 and 1 <= int(day) <= 31 and 1945 <= int(year) <= 2100:
            return f"{year}-{number:02}-{int(day):02}"
    return ""
