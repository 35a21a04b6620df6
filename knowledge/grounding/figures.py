"""Numbers and dates of a text in one form, whatever the language: what a statement must have from its source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.language.dates import month_number

_UNITS = {
    "nol": 0, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9,
    "sepuluh": 10, "sebelas": 11, "seratus": 100, "seribu": 1000,
    "zero": 0, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
_ORDINALS = {
    "kedua": 2, "ketiga": 3, "keempat": 4, "kelima": 5, "keenam": 6, "ketujuh": 7, "kedelapan": 8, "kesembilan": 9,
    "kesepuluh": 10,
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "twice": 2,
}  # fmt: skip
_MANY = {"ratus": 100, "hundred": 100, "ribu": 1000, "thousand": 1000}
_GREAT = {
    "juta": 10**6, "million": 10**6, "miliar": 10**9, "milyar": 10**9, "billion": 10**9, "triliun": 10**12,
    "trillion": 10**12,
}  # fmt: skip
_MONTH = r"[A-Za-z]{3,9}"
_DATES = (
    re.compile(rf"(?<![\w.])(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month>{_MONTH}),?\s+(?P<year>\d{{4}})(?!\w)"),
    re.compile(rf"(?<!\w)(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?!\w)"),
    re.compile(r"(?<![\w-])(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?![\w-])"),
)
_WORD = re.compile(r"(?:ke-)?\d[\d.,]*|[^\W\d_]+(?:-[^\W\d_]+)*")
#: Number words up to twelve that stand by themselves, as things are counted.
_COUNT = rf"(?:{'|'.join(word for word, value in (*_UNITS.items(), *_ORDINALS.items()) if value <= 12)})"
_GREATER = rf"(?:{'|'.join((*_MANY, *_GREAT, 'puluh', 'belas'))})"
_SMALL = re.compile(rf"(?<![\w-])(?:{_COUNT}|(?:dua|se)\s?belas)(?![\w-])(?!\s+{_GREATER}\b)", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*")


def figures(text: str, *, counted: bool = True) -> frozenset[str]:
    """The numbers and dates of a text: ``1.000``, ``1,000`` and ``seribu`` are ``1000``; ``23 Agustus 2019`` and
    ``August 23, 2019`` are ``2019-08-23``. One is left out, since ``satu`` and ``one`` mostly are no figures.

    Args:
        text: in either language.
        counted: take number words up to twelve too, such as the ``six`` of six areas that are listed.
    """
    found: set[str] = set()
    for pattern in _DATES:
        text = pattern.sub(lambda match: _taken(match, found), text)
    if not counted:
        text = _SMALL.sub(" ", text)
    found.update(_numbers(text))
    return frozenset(found)


def _taken(match: re.Match[str], found: set[str]) -> str:
    """Take a date out of the text; leave it if its month is none."""
    name = match["month"]
    month = int(name) if name.isdigit() else month_number(name)
    if month is None or not 1 <= month <= 12 or not 1 <= int(match["day"]) <= 31:
        return match[0]
    found.add(f"{match['year']}-{month:02d}-{int(match['day']):02d}")
    return " "


def _numbers(text: str) -> Iterator[str]:
    """Numbers in digits and in words, words put together: ``dua puluh enam`` and ``twenty-six`` are 26."""
    total: float | None = None
    for word in (part for found in _WORD.findall(text) for part in _parts(found.lower())):
        value = _UNITS.get(word)
        if value is None and word[0].isdigit():
            if total is not None:
                yield _written(total)
            total = _digits(word)
        elif value is not None:
            if total is not None and not _joins(total, value):
                yield _written(total)
                total = None
            total = (total or 0) + value
        elif word in ("puluh", "belas") and total is not None:
            total = _tens(total, word)
        elif (factor := _MANY.get(word) or _GREAT.get(word)) and total is not None:
            total *= factor
        elif word in _ORDINALS:
            yield str(_ORDINALS[word])
        elif total is not None and word != "and":
            yield _written(total)
            total = None
    if total is not None:
        yield _written(total)


def _parts(word: str) -> list[str]:
    if word.startswith("ke-"):
        return [word[3:]]
    pieces = word.split("-")
    return pieces if len(pieces) > 1 and all(piece in _UNITS for piece in pieces) else [word]


def _joins(total: float, value: int) -> bool:
    """Whether a number word goes on from what was read: ``twenty`` ``six``, ``seratus`` ``dua``."""
    return (total >= 20 and value < 10 and total % 10 == 0) or (total >= 100 and value < 100 and total % 100 == 0)


def _tens(total: float, word: str) -> float:
    last = total % 10
    return total - last + last * 10 if word == "puluh" else total - last + last + 10


def _digits(word: str) -> float:
    word = word.rstrip(".,")
    if _GROUPED.fullmatch(word) and not word.startswith("0"):
        return float(re.sub(r"[.,]", "", word))
    plain = word.replace(",", ".")
    return float(plain) if plain.count(".") <= 1 else float(re.sub(r"[.,]", "", word))


def _written(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:g}"
