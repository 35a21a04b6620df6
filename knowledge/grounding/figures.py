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
    "twice": 2, "ketiganya": 3, "keempatnya": 4, "kelimanya": 5, "keenamnya": 6,
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
_GROUPED_DECIMAL = re.compile(r"(\d{1,3}(?:\.\d{3})+),(\d{1,6})|(\d{1,3}(?:,\d{3})+)\.(\d{1,6})")
_LONGEST = 30  # characters of a number
_GREATEST = 1e18
_ONE = frozenset(("satu", "one"))


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
    return (value for value, is_number in numbers_and_words(text) if is_number)


def is_number_word(word: str) -> bool:
    """Whether a word is a number, or a part of one."""
    return word in _UNITS or word in _ORDINALS or word in _MANY or word in _GREAT


def numbers_and_words(text: str) -> Iterator[tuple[str, bool]]:
    """The words of a text in order, lower case, each with whether it is a number: in digits or in words, which are put
    together (``dua puluh enam`` and ``twenty-six`` are 26)."""
    number = _Number()
    for word in (part for found in _WORD.findall(text) for part in _parts(found.lower())):
        if word[0].isdecimal():
            yield from number.end()
            number.add(_digits(word))
        elif word in _ONE:
            if not number.takes(1):
                yield from number.end()
            number.add(1)
            number.vague = number.vague or number.value == 1
        elif (value := _UNITS.get(word)) is not None:
            if not number.takes(value):
                yield from number.end()
            number.add(value)
        elif word in ("puluh", "belas") and number.begun:
            number.tens(word)
        elif (factor := _MANY.get(word) or _GREAT.get(word)) and number.begun:
            number.multiply(factor)
        elif word in _ORDINALS:
            yield from number.end()
            yield str(_ORDINALS[word]), True
        elif word != "and":
            yield from number.end()
            yield word, False
    yield from number.end()


class _Number:
    """A number that is being read, word by word. ``vague`` is a one by itself, which is mostly no figure."""

    def __init__(self) -> None:
        self.begun = self.vague = False
        self._whole: float = 0  # what is multiplied already: the five thousand of 5,500
        self._part: float = 0

    @property
    def value(self) -> float:
        return self._whole + self._part

    def takes(self, value: float) -> bool:
        """Whether a number word goes on from what was read: ``twenty`` ``six``, ``seratus`` ``dua``."""
        part = self._part
        if not self.begun or part == 0:
            return True
        return (part >= 20 and value < 10 and part % 10 == 0) or (part >= 100 and value < 100 and part % 100 == 0)

    def add(self, value: float) -> None:
        self.begun, self.vague = True, False
        if value >= 1000 and self._part == 0:
            self._whole += value
        else:
            self._part += value

    def tens(self, word: str) -> None:
        last = self._part % 10
        self._part += last * 9 if word == "puluh" else 10
        self.vague = False

    def multiply(self, factor: float) -> None:
        self.vague = False
        if factor == 100:
            last = self._part % 10
            self._part += (last or 1) * 100 - last
        else:
            self._whole = self._whole + self._part * factor if self._part else self._whole * factor
            self._part = 0

    def end(self) -> Iterator[tuple[str, bool]]:
        """The number, if one was read; then another begins."""
        if self.begun and not self.vague:
            yield _written(self.value), True
        self.begun = self.vague = False
        self._whole = self._part = 0


def _parts(word: str) -> list[str]:
    if word.startswith("ke-"):
        return [word[3:]]
    pieces = word.split("-")
    return pieces if len(pieces) > 1 and all(piece in _UNITS or piece in _ONE for piece in pieces) else [word]


def _digits(word: str) -> float:
    word = word.rstrip(".,")[:_LONGEST]
    if _GROUPED.fullmatch(word) and not word.startswith("0"):
        return float(re.sub(r"[.,]", "", word))
    if mixed := _GROUPED_DECIMAL.fullmatch(word):
        whole, part = (mixed[1], mixed[2]) if mixed[1] else (mixed[3], mixed[4])
        return float(f"{re.sub('[.,]', '', whole)}.{part}")
    plain = word.replace(",", ".")
    return float(plain) if plain.count(".") <= 1 else float(re.sub(r"[.,]", "", word))


def _written(value: float) -> str:
    return str(int(value)) if value == value // 1 and value < _GREATEST else f"{value:g}"
