"""Personal data in texts: numbers that identify a person (NIK, NIP, NPWP, passport), birth dates, phone numbers and
mailboxes of persons.

Law 27/2022 protects them. Offices, their landlines, public hotlines and role mailboxes are not personal. Some are known
by their form alone; others by the word before them, or by the column they stand in (:mod:`.personal_columns`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.documents import Language
from knowledge.language.mailboxes import is_office

Kind = Literal["nik", "nip", "npwp", "passport", "identity", "birth", "phone", "email"]

_LABELS: dict[Kind, dict[Language, str]] = {
    "nik": {"id": "NIK", "en": "identity number (NIK)"},
    "nip": {"id": "NIP", "en": "employee number (NIP)"},
    "npwp": {"id": "NPWP", "en": "tax number (NPWP)"},
    "passport": {"id": "nomor paspor", "en": "passport number"},
    "identity": {"id": "nomor identitas", "en": "identity number"},
    "birth": {"id": "tanggal lahir", "en": "date of birth"},
    "phone": {"id": "nomor telepon", "en": "phone number"},
    "email": {"id": "alamat surel", "en": "e-mail address"},
}
MASKS: dict[Kind, str] = {
    "nik": "[NIK]",
    "nip": "[NIP]",
    "npwp": "[NPWP]",
    "passport": "[paspor]",
    "identity": "[identitas]",
    "birth": "[tgl lahir]",
    "phone": "[telepon]",
    "email": "[surel]",
}

_EMAIL = re.compile(r"(?<![\w.+-])(?P<name>[\w.%+-]{1,64})@(?P<domain>(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24})")
# Mobile numbers in Indonesia begin with 08 or +62 8; landlines of offices and hotlines such as 112 do not.
_MOBILE = re.compile(r"(?<![\d.,+])(?:\(?\+?62\)?[ .-]?|\(?0)8\d(?:[ .()-]{0,2}\d){6,10}(?!\d|[.,]\d)")
_FOREIGN = re.compile(r"(?<![\d+])\+(?!62)[1-9]\d{0,2}(?:[ .()-]{0,2}\d){6,12}(?!\d)")
# Countries whose mobile numbers can be told from landlines, with what these begin: the neighbours first.
_MOBILE_ABROAD = re.compile(
    r"639|601|65[89]|66[689]|84[35789]|855[16789]|85620|959|673[78]|670[78]|614|642|447|491[567]|33[67]|316|34[67]|393"
    r"|81[789]0|821|861[3-9]|852[5-9]|91[6-9]"
)
_KNOWN_ABROAD = re.compile(r"6[013456]|673|670|84|855|856|95|44|49|33|31|34|39|81|82|86|852|91")
_LABEL_ROOM = 60  # characters before a number in which its label is looked for
_PERSONAL_LABEL = re.compile(
    r"\b(?:mobile|cell|cellphone|cellular|hp|ponsel|handphone|seluler|wa|whatsapp|telegram|signal)"
    r"(?: ?(?:phone|no|nomor|number|num))?\W{0,12}$",
    re.IGNORECASE,
)
_PUBLIC_LABEL = re.compile(
    r"\b(?:hotline|call ?cent(?:er|re)|layanan|pengaduan|aduan|darurat|emergency|helpdesk|posko)\b"
    r"[^\d@\n]{0,40}$",
    re.IGNORECASE,
)
_OFFICE_LABEL = re.compile(
    r"\b(?:tel|telp|telepon|telephone|phone|fax|faks|faksimile|facsimile|kantor|office|pabx|switchboard|operator)"
    r"(?: ?(?:no|nomor|number))?\W{0,12}$",
    re.IGNORECASE,
)
_EXTENSION = re.compile(r"\W{0,4}(?:ext|ekst|pes\.)", re.IGNORECASE)
# A NIK has 16 digits: region (6), birth date DDMMYY (day + 40 for women), serial (4).
_NIK = re.compile(r"(?<!\d)(?<!\d[.,-])[1-9]\d(?:[ .-]?\d){14}(?!\d|[.,-]\d)")
# A NIP has 18 digits: birth date YYYYMMDD, since when in service YYYYMM, sex, serial (3).
_NIP = re.compile(r"(?<!\d)(?<!\d[.,-])(?:19|20)\d\d(?:[01]\d)[0-3]\d ?(?:19|20)\d\d[0-2]\d ?[12] ?\d{3}(?!\d|[.,-]\d)")
# An NPWP has 15 digits, written like this; the new one is as long as a NIK.
_NPWP = re.compile(r"(?<!\d)\d\d\.\d{3}\.\d{3}\.\d-\d{3}\.\d{3}(?!\d)")

_MONTH = r"(?:[A-Za-z]{3,9})"
DATE = (
    r"(?:\d{1,2}[ /.-](?:\d{1,2}|" + _MONTH + r")[ /.-](?:19|20)\d\d|(?:19|20)\d\d[/.-]\d{1,2}[/.-]\d{1,2}"
    r"|" + _MONTH + r" \d{1,2},? (?:19|20)\d\d|\d{1,2}[/.-]\d{1,2}[/.-]\d\d)(?!\d)"
)
#: What stands before a value and says what it is, with the value.
_LABELLED: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("nip", re.compile(r"\b(?:NIP|NRP|NIDN|NIPPPK)\b[^\w\n]{0,8}(?P<value>\d[\d .]{5,24}\d)")),
    ("npwp", re.compile(r"\bNPWP\b[^\w\n]{0,8}(?P<value>\d[\d .-]{12,24}\d)")),
    ("nik", re.compile(r"\b(?:NIK|KTP|KK)\b(?:[^\w\n]{0,8}(?:no|nomor)\b)?[^\w\n]{0,8}(?P<value>\d[\d .-]{13,22}\d)")),
    (
        "passport",
        re.compile(
            r"\b(?:paspor|passport)\b[^\d\n]{0,25}?\b(?P<value>[A-Z]{1,2} ?\d{6,8}[A-Z]?\b|\d{8,9}\b)", re.IGNORECASE
        ),
    ),
    (
        "identity",
        re.compile(
            r"\b(?:NRIC|MyKad|IC (?:no|number)|identity card|ID card|citizen ID|national ID|nomor identitas)\b"
            r"[^\d\n]{0,12}?\b(?P<value>[A-Z]?\d[\d -]{4,16}[\dA-Z])\b",
            re.IGNORECASE,
        ),
    ),
    (
        "birth",
        re.compile(
            r"(?:\b(?:tanggal|tgl\.?|tempat[^\n\d]{0,15}?) ?lahir\b|\bTTL\b|\bdate of birth\b|\bbirth ?da(?:te|y)\b"
            r"|\bD\.?O\.?B\b)"
            rf"[^\d\n]{{0,40}}?(?P<value>\b{DATE})",
            re.IGNORECASE,
        ),
    ),
    (
        "phone",
        re.compile(
            r"\b(?:mobile|cell|cellphone|hp|ponsel|handphone|seluler|wa|whatsapp)(?: ?(?:phone|no|nomor|number))?\b"
            r"[^\w\n+(]{0,8}(?P<value>(?:\+|\()?\d[\d ()-]{6,18}\d)(?![\d.,]\d)",
            re.IGNORECASE,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One piece of personal data; ``start`` and ``end`` are character positions in the text."""

    kind: Kind
    start: int
    end: int

    def label(self, language: Language) -> str:
        """What it is, for people."""
        return _LABELS[self.kind][language]


def label(kind: Kind, language: Language) -> str:
    """What a kind of personal data is called."""
    return _LABELS[kind][language]


def find(text: str) -> list[Finding]:
    """Personal data in a text, in order; no two findings overlap."""
    kept: list[Finding] = []
    for finding in sorted(_all(text), key=lambda finding: (finding.start, -finding.end)):
        if not kept or finding.start >= kept[-1].end:
            kept.append(finding)
    return kept


def _all(text: str) -> Iterator[Finding]:
    yield from (Finding("nik", *m.span()) for m in _NIK.finditer(text) if _is_nik(m[0]))
    yield from (Finding("nip", *m.span()) for m in _NIP.finditer(text))
    yield from (Finding("npwp", *m.span()) for m in _NPWP.finditer(text))
    yield from (Finding("email", *m.span()) for m in _EMAIL.finditer(text) if not is_office(m["name"], m["domain"]))
    yield from (
        Finding("phone", *m.span()) for m in _MOBILE.finditer(text) if not _PUBLIC_LABEL.search(_before(text, m))
    )
    yield from (Finding("phone", *m.span()) for m in _FOREIGN.finditer(text) if _is_persons(text, m))
    for kind, pattern in _LABELLED:
        yield from (Finding(kind, *m.span("value")) for m in pattern.finditer(text))


def mask(text: str, kinds: Collection[Kind] = tuple(MASKS), found: Sequence[Finding] | None = None) -> str:
    """The text with personal data replaced by ``[NIK]``, ``[telepon]``, ``[surel]`` and the like.

    Args:
        text: any text.
        kinds: the kinds that are replaced.
        found: what :func:`find` found in it, if that was asked already.
    """
    parts: list[str] = []
    done = 0
    for finding in find(text) if found is None else found:
        if finding.kind in kinds:
            parts += (text[done : finding.start], MASKS[finding.kind])
            done = finding.end
    return "".join((*parts, text[done:]))


def _is_nik(text: str) -> bool:
    digits = re.sub(r"\D", "", text)
    province, day, month, serial = int(digits[:2]), int(digits[6:8]), int(digits[8:10]), int(digits[12:])
    born = 1 <= day <= 31 or 41 <= day <= 71
    return 11 <= province <= 97 and born and 1 <= month <= 12 and serial > 0


def _is_persons(text: str, match: re.Match[str]) -> bool:
    """Whether a number abroad is a person's: a mobile one, or one that is not said to be an office's."""
    before = _before(text, match)
    if _PUBLIC_LABEL.search(before):
        return False
    digits = re.sub(r"\D", "", match[0])
    if _PERSONAL_LABEL.search(before) or _MOBILE_ABROAD.match(digits):
        return True
    if _KNOWN_ABROAD.match(digits):
        return False
    return not _OFFICE_LABEL.search(before) and not _EXTENSION.match(text, match.end())


def _before(text: str, match: re.Match[str]) -> str:
    return text[max(match.start() - _LABEL_ROOM, 0) : match.start()]
