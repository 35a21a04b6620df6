"""Months, and dates of sources as people write them."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

from knowledge.documents import Language

#: The time of western Indonesia, where the directorate works: by it days are counted, times shown and typed.
WIB = timezone(timedelta(hours=7), "WIB")
MONTHS: dict[Language, tuple[str, ...]] = {
    "id": (
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
    ),
    "en": (
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
    ),
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


# As people type a date: each form names its year, and its month and day as far as it has them.
_TYPED = tuple(
    re.compile(form, re.ASCII)
    for form in (
        r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?",
        r"(?:(?P<day>\d{1,2})[/.-])?(?P<month>\d{1,2})[/.-](?P<year>\d{4})",
        r"(?:(?P<day>\d{1,2}) )?(?P<month>[A-Za-z]{3,9}) (?P<year>\d{4})",
        r"(?P<month>[A-Za-z]{3,9}) (?P<day>\d{1,2}),? (?P<year>\d{4})",
    )
)
_NUMBERS = {"sept": 9, "pebruari": 2, "nopember": 11} | {
    form: number
    for names in MONTHS.values()
    for number, name in enumerate(names, 1)
    for form in (name.lower(), name[:3].lower())
}


def month_number(name: str) -> int | None:
    """The number, from 1, of a month in either language, written out or short (``Agu``, ``Sept``); None for a word
    that is none."""
    return _NUMBERS.get(name.lower())


def read_date(text: str) -> str | None:
    """A date as people type it, as ISO: ``15 Juni 2026``, ``June 15, 2026``, ``15/06/2026`` and ``15-06-2026`` are
    ``2026-06-15``, ``Juni 2026`` is ``2026-06``, and a year stays one; None for what is no date."""
    text = " ".join(text.split())
    found = next((match for form in _TYPED if (match := form.fullmatch(text))), None)
    if found is None:
        return None
    year, month, day = found["year"], found.groupdict().get("month"), found.groupdict().get("day")
    if month is None:
        return year
    number = int(month) if month.isdecimal() else month_number(month)
    try:
        whole = date(int(year), number or 0, int(day or 1))
    except ValueError:
        return None
    return whole.isoformat() if day else whole.isoformat()[:7]


def months_since(date: str, today: datetime) -> int | None:
    """Whole months from a year-month (or a year, taken from its end) to ``today``; None for what is no date."""
    found = re.match(r"(\d{4})(?:-(0[1-9]|1[0-2]))?(?!\d)", date)
    return (today.year - int(found[1])) * 12 + today.month - int(found[2] or 12) if found else None


def written_date(date: str, language: Language) -> str:
    """A source's date in words: ``2026-01`` is ``Januari 2026``, ``adopted 2019-08-23`` is ``ditetapkan 23 Agustus
    2019``; what is not a date stays as it is."""
    months = MONTHS[language]

    def written(found: re.Match[str]) -> str:
        year, month, day = found.groups()
        return " ".join(part for part in ((day or "").lstrip("0"), months[int(month) - 1], year) if part)

    said = _WORDS[language]
    return _WORD.sub(lambda found: said.get(found[0], found[0]), _DATE.sub(written, date))


def local_time(moment: datetime) -> str:
    """A moment by the clock of where the directorate works, with the name of its zone: ``2026-11-30 14:05 WIB``."""
    return f"{moment.astimezone(WIB):%Y-%m-%d %H:%M %Z}"


def local_day(moment: datetime) -> str:
    """The day that it is then where the directorate works: ``2026-11-30``."""
    return moment.astimezone(WIB).date().isoformat()
