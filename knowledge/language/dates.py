"""Dates of sources as people write them."""

from __future__ import annotations

import re

from knowledge.documents import Language

_MONTHS: dict[Language, list[str]] = {
    "id": [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
#: What stands beside a date in lists of sources, in English there.
_WORDS: dict[Language, dict[str, str]] = {
    "id": {
        "n.d.": "tanpa tanggal",
        "adopted": "ditetapkan",
        "modified": "diubah",
        "released": "diterbitkan",
        "or later": "atau sesudahnya",
    },
    "en": {"n.d.": "no date"},
}
_DATE = re.compile(r"(?<![\w-])(\d{4})-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?(?![\w/-])")
_WORD = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in _WORDS["id"]))


def written_date(date: str, language: Language) -> str:
    """A source's date in words: ``2026-01`` is ``Januari 2026``, ``adopted 2019-08-23`` is ``ditetapkan 23 Agustus
    2019``; what is not a date stays as it is."""
    months = _MONTHS[language]

    def written(found: re.Match[str]) -> str:
        year, month, day = found.groups()
        return " ".join(part for part in ((day or "").lstrip("0"), months[int(month) - 1], year) if part)

    said = _WORDS[language]
    return _WORD.sub(lambda found: said.get(found[0], found[0]), _DATE.sub(written, date))
