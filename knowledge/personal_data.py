"""Personal data in texts: identity numbers (NIK), mobile phone numbers and e-mail addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from knowledge.documents import Language

Kind = Literal["nik", "phone", "email"]

_LABELS: dict[Kind, dict[Language, str]] = {
    "nik": {"id": "NIK", "en": "identity number (NIK)"},
    "phone": {"id": "nomor telepon", "en": "phone number"},
    "email": {"id": "alamat surel", "en": "e-mail address"},
}
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@(?P<domain>(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24})")
# Mobile numbers in Indonesia begin with 08 (or +62 8) and have 9 to 13 digits after the 0; landlines of offices and
# hotlines such as 112 or 1500-xxx do not look like that and stay.
_PHONE = re.compile(r"(?<![\d.,])(?:\+?62[\s.-]?|0)8\d(?:[\s.-]?\d){6,11}(?![\d,]|\.\d)")
# A NIK has 16 digits: region (6), birth date DDMMYY (day + 40 for women), serial (4).
_NIK = re.compile(r"(?<!\d)[1-9]\d(?:[ .-]?\d){14}(?!\d)")
_PUBLIC_DOMAINS = (".go.id", ".gov", ".int", ".org", ".mil.id", ".ac.id", ".edu")
_OFFICES = re.compile(
    r"(?:info|admin|humas|sekretariat|secretariat|contact|kontak|office|diskominfo|bappeda|ppid)", re.I
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


def find(text: str) -> list[Finding]:
    """Personal data in a text, in order. Offices' addresses under public domains (``.go.id``, ``.org``) are none."""
    found = [Finding("email", *match.span()) for match in _EMAIL.finditer(text) if not _is_office(match)]
    found += [Finding("nik", *match.span()) for match in _NIK.finditer(text) if _is_nik(match[0])]
    taken = [(one.start, one.end) for one in found]
    found += [
        Finding("phone", *match.span())
        for match in _PHONE.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in taken)
    ]
    return sorted(found, key=lambda one: one.start)


def mask(text: str) -> str:
    """The text with personal data replaced by ``[NIK]``, ``[telepon]`` and ``[surel]``."""
    masks: dict[Kind, str] = {"nik": "[NIK]", "phone": "[telepon]", "email": "[surel]"}
    for one in reversed(find(text)):
        text = text[: one.start] + masks[one.kind] + text[one.end :]
    return text


def _is_office(match: re.Match[str]) -> bool:
    local = match[0].split("@")[0]
    domain = match["domain"].lower()
    return bool(_OFFICES.search(local)) or any(f".{domain}".endswith(public) for public in _PUBLIC_DOMAINS)


def _is_nik(text: str) -> bool:
    digits = re.sub(r"\D", "", text)
    day, month = int(digits[6:8]), int(digits[8:10])
    return (1 <= day <= 31 or 41 <= day <= 71) and 1 <= month <= 12
