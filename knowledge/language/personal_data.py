"""Personal data in texts: identity numbers (NIK), mobile phone numbers and personal e-mail addresses.

Law 27/2022 protects them. Offices, their landlines, public hotlines and role mailboxes are not personal.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.documents import Language

Kind = Literal["nik", "phone", "email"]

_LABELS: dict[Kind, dict[Language, str]] = {
    "nik": {"id": "NIK", "en": "identity number (NIK)"},
    "phone": {"id": "nomor telepon", "en": "phone number"},
    "email": {"id": "alamat surel", "en": "e-mail address"},
}
_MASKS: dict[Kind, str] = {"nik": "[NIK]", "phone": "[telepon]", "email": "[surel]"}

_EMAIL = re.compile(r"(?<![\w.+-])(?P<name>[\w.%+-]{1,64})@(?P<domain>(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24})")
_INSTITUTION = re.compile(r"(?:^|\.)(?:go|gov|gob|mil|ac|edu|int|org|or)(?:\.[a-z]{2})?$", re.IGNORECASE)
_OFFICE_MAILBOX = re.compile(
    r"info|admin|humas|sekretariat|secretariat|office|kantor|dinas|bappe|kominfo|pemkot|pemkab|pemda|pemprov|ppid"
    r"|layanan|pengaduan|kontak|contact|help|support|media|press|smartcity|ascn|ditjen|committee|council",
    re.IGNORECASE,
)
# Mobile numbers in Indonesia begin with 08 or +62 8; landlines of offices and hotlines such as 112 do not.
_MOBILE = re.compile(r"(?<![\d.,+])(?:\(?\+?62\)?[ .-]?|\(?0)8\d(?:[ .()-]{0,2}\d){6,10}(?!\d|[.,]\d)")
_FOREIGN = re.compile(r"(?<![\d+])\+(?!62)[1-9]\d{0,2}(?:[ .()-]{0,2}\d){7,11}(?!\d)")
_PERSONAL_LABEL = re.compile(r"\b(?:mobile|cell|hp|ponsel|handphone|wa|whatsapp)\W{0,12}$", re.IGNORECASE)
_PUBLIC_LABEL = re.compile(
    r"\b(?:hotline|call ?cent(?:er|re)|layanan|pengaduan|aduan|darurat|emergency|helpdesk|posko)\b"
    r"[^\d@\n]{0,40}$",
    re.IGNORECASE,
)
_LABEL_ROOM = 60  # characters before a number in which its label is looked for
# A NIK has 16 digits: region (6), birth date DDMMYY (day + 40 for women), serial (4).
_NIK = re.compile(r"(?<!\d)(?<!\d[.,-])[1-9]\d(?:[ .-]?\d){14}(?!\d|[.,-]\d)")


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
    """Personal data in a text, in order; no two findings overlap."""
    found = [Finding("nik", *m.span()) for m in _NIK.finditer(text) if _is_nik(m[0])]
    found += [Finding("email", *m.span()) for m in _EMAIL.finditer(text) if _is_personal(m["name"], m["domain"])]
    found += [Finding("phone", *m.span()) for m in _MOBILE.finditer(text) if not _PUBLIC_LABEL.search(_before(text, m))]
    found += [Finding("phone", *m.span()) for m in _FOREIGN.finditer(text) if _PERSONAL_LABEL.search(_before(text, m))]
    kept: list[Finding] = []
    for finding in sorted(found, key=lambda finding: (finding.start, -finding.end)):
        if not kept or finding.start >= kept[-1].end:
            kept.append(finding)
    return kept


def mask(text: str, kinds: Collection[Kind] = tuple(_MASKS), found: Sequence[Finding] | None = None) -> str:
    """The text with personal data replaced by ``[NIK]``, ``[telepon]`` and ``[surel]``.

    Args:
        text: any text.
        kinds: the kinds that are replaced.
        found: what :func:`find` found in it, if that was asked already.
    """
    parts: list[str] = []
    done = 0
    for finding in find(text) if found is None else found:
        if finding.kind in kinds:
            parts += (text[done : finding.start], _MASKS[finding.kind])
            done = finding.end
    return "".join((*parts, text[done:]))


def _is_nik(text: str) -> bool:
    digits = re.sub(r"\D", "", text)
    province, day, month, serial = int(digits[:2]), int(digits[6:8]), int(digits[8:10]), int(digits[12:])
    born = 1 <= day <= 31 or 41 <= day <= 71
    return 11 <= province <= 97 and born and 1 <= month <= 12 and serial > 0


def _is_personal(name: str, domain: str) -> bool:
    return _OFFICE_MAILBOX.search(name) is None and _INSTITUTION.search(domain) is None


def _before(text: str, match: re.Match[str]) -> str:
    return text[max(match.start() - _LABEL_ROOM, 0) : match.start()]
