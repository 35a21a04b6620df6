"""Quantities in a question, and which of them is the numerator and which the denominator of an indicator."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import permutations

from knowledge.documents import Language
from knowledge.indicators.catalogue import Indicator
from knowledge.indicators.questions.cues import just_before
from knowledge.indicators.questions.terms import WORD, normalise, stem
from knowledge.indicators.questions.units import UNITS, Unit, converted

_MULTIPLIERS = {
    **dict.fromkeys(("ribu", "rb", "thousand", "k"), 10**3),
    **dict.fromkeys(("juta", "jt", "million", "mn", "mio"), 10**6),
    **dict.fromkeys(("miliar", "milyar", "billion", "bn"), 10**9),
    **dict.fromkeys(("triliun", "trilyun", "trillion", "t"), 10**12),
}
_WORDS = "|".join(sorted(map(re.escape, (*_MULTIPLIERS, "m")), key=len, reverse=True))
_UNIT_WORDS = "|".join(sorted(map(re.escape, (*UNITS, "%", "persen", "percent")), key=len, reverse=True))
#: In how many seconds something flows.
_SECONDS = {
    **dict.fromkeys(("detik", "second", "s"), 1),
    **dict.fromkeys(("menit", "minute"), 60),
    **dict.fromkeys(("jam", "hour"), 3600),
    **dict.fromkeys(("hari", "day"), 86400),
}
_TIMES = "|".join(_SECONDS)
NUMBER = re.compile(
    r"(?P<sign>(?<![\w)])-\s?|\b(?:minus|negatif|negative)\s+)?(?:(?P<money>\brp\.?|\bidr|\busd|\bus\$|\$|\beur|€)\s?|"
    r"(?<![\w.,:]))(?P<digits>\d{1,3}(?:([.,\u0020])\d{3})(?:\4\d{3})*(?:[.,]\d{1,6})?(?!\d)|\d{1,18}(?:[.,]\d{1,6})?)"
    rf"(?:\s?(?P<word>{_WORDS})(?!\w))?(?:\s?(?P<unit>{_UNIT_WORDS})(?=nya\b|(?!\w))(?:\s?(?:per|/)\s?(?P<time>{_TIMES})\b)?)?(?![.,:/]?\d)"
)
# "120/300", which is no date and no law (59/2022).
FRACTION = re.compile(r"(?<![\d/.,])(\d[\d.,]*)\s?/\s?(?!(?:19|20)\d\d\b)(\d[\d.,]*)(?![\d/])")
_RATE = re.compile(r"(?:\bper|/|\btiap|\bsetiap|\beach|\bevery)\s?$")
_PER_NUMBER = re.compile(
    r"\b(?:per|tiap|setiap|each|every)\s(?P<digits>\d{1,3}(?:[.,\u0020]\d{3}){1,2}|\d{1,7})"
    rf"(?:\s?(?P<word>{'|'.join(sorted(_MULTIPLIERS, key=len, reverse=True))})\b)?(?:\s(?P<noun>(?:rumah )?[a-z]+))?"
)
# Behind a figure: "30 personel damkar per 100 ribu penduduk", "8 dari tiap 1000 warga".
_PER_SO_MANY = re.compile(
    r"(?:\s[a-z]+){0,3}\s(?:per|dari (?:tiap|setiap)|(?:out )?of every|in every|untuk (?:tiap|setiap))\s\d"
)
# Before a figure: "target kami 30", "mau nilai 12,5", "per 1.000 siswa ada 8".
_WANTED = re.compile(
    r"\bper [\d.,]{1,9}(?: ?(?:ribu|rb|juta))?(?: [a-z]+){0,2} ?(?:=|:|ada|adalah|is|are)\s?$|"
    r"\b(?:mau|ingin|pengen|target\w*|want|wanted|goal)"
    r"(?:\s(?:kami|kita|nya|nilai\w*|skor\w*|capai|mencapai|of|is|adalah)){0,3}\s$"
)
_YEAR = re.compile(r"\b(?:tahun|year|since|sejak|in|pada|dari tahun|anggaran|ta|fy|per)\s?$")
_OF = re.compile(
    r"^\W*(?:\w+ ){0,4}?"
    r"(?:(?:dari|of(?! which| them| these)|out of|dibagi|divided by|over|dibanding|terhadap)\b|÷)"
)
_OF_BEFORE = re.compile(
    r"\b(?:dari|of|out of)(?! which| them| these| jumlah| itu)(?: total| seluruh| semua| all| the| sekitar)*"
    r"\s(?:\w+ ){0,4}$"
)
_AMONG_BEFORE = re.compile(r"\b(?:of which|of them|of these|di ?antaranya|dari jumlah (?:itu|tersebut))\b[^,;.]*$")
_AMONG_AFTER = re.compile(r"^[^,;.]*\b(?:di ?antaranya|of which|of them|of these)\b")
MAX_QUANTITIES = 12
# "A of B" tells more than any single word near a number.
PATTERN_WEIGHT = 2
_TOTAL = frozenset({"total", "seluruh", "semua", "keseluruhan", "all", "overall", "totalnya"})
_SAME_WHOLE = (
    ("penduduk", "penduduk jiwa warga orang residents inhabitants people population populasi"),
    ("siswa", "siswa murid pelajar students pupils anak"),
    ("rumah tangga", "rumah tangga kk keluarga households families homes"),
    ("luas", "luas wilayah daratan area"),
    ("anggaran", "apbd anggaran budget"),
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a question as it was given; ``start`` and ``end`` are its place in the text, ``unit`` what it was
    given in. ``percent`` marks a given percentage and ``goal`` a value that is wanted or given per so many, such as "30
    per 100.000 penduduk"; neither is a count."""

    value: Decimal
    start: int
    end: int
    percent: bool = False
    unit: Unit | None = None
    goal: bool = False

    @property
    def counts(self) -> bool:
        """Whether it says how many or how much there is."""
        return not (self.percent or self.goal)

    @property
    def size(self) -> Decimal:
        """The value in the base of its dimension, to compare figures in different units by."""
        return self.value * self.unit.factor if self.unit else self.value

    def as_counted(self, role: str) -> Decimal:
        """The value as this numerator or denominator counts it: 500 ha are 5 of a ``(km2)``."""
        return converted(self.value, self.unit, role) if self.unit else self.value


def find_quantities(text: str, language: Language, taken: Sequence[tuple[int, int]] = ()) -> list[Quantity]:
    """The first twelve quantities of a normalised text, without rates (per 100 000), years, standard numbers and
    ``taken`` spans (indicator codes)."""
    found = []
    for match in NUMBER.finditer(text):
        start, end = match.start("digits"), match.end()
        bare = not (match["word"] or match["money"] or match["unit"])
        year = bare and re.fullmatch(r"(?:19|20)\d\d", match["digits"]) and just_before(_YEAR, text, match.start())
        standard = re.fullmatch(r"371\d\d", match["digits"])
        rate = just_before(_RATE, text, match.start())
        if year or standard or rate or any(s < end and start < e for s, e in taken):
            continue
        quantity = _quantity(match, language)
        wanted = just_before(_WANTED, text, match.start()) or _PER_SO_MANY.match(text, end)
        found.append(replace(quantity, goal=bool(wanted) and quantity.unit is None and not quantity.percent))
        if len(found) == MAX_QUANTITIES:
            break
    return found


@dataclass(frozen=True, slots=True)
class Rate:
    """What a figure is given or wanted per: ``scale`` of what ``noun`` names; its place in the text."""

    scale: Decimal
    noun: str
    start: int
    end: int


def find_rates(text: str, language: Language) -> list[Rate]:
    """Each "per 100.000 penduduk" of a normalised text."""
    found = []
    for match in _PER_NUMBER.finditer(text):
        scale = _decimal(match["digits"], language, whole=True) * _MULTIPLIERS.get(match["word"] or "", 1)
        if scale > 1:
            found.append(Rate(scale, match["noun"] or "", match.start(), match.end()))
    return found


def _quantity(match: re.Match[str], language: Language) -> Quantity:
    word = match["word"] or ""
    value = _decimal(match["digits"], language, whole=not (word or match["unit"]))
    if word == "m":  # miliar in Indonesian money, million in English
        value *= 10**9 if language == "id" else 10**6
    elif word:
        value *= _MULTIPLIERS[word]
    unit = match["unit"] or ""
    measured = UNITS.get(unit)
    if measured and match["time"]:
        measured = replace(measured, factor=measured.factor / _SECONDS[match["time"]], seconds=_SECONDS[match["time"]])
    if match["sign"]:
        value = -value
    return Quantity(value, match.start(), match.end(), unit in {"%", "persen", "percent"}, measured)


def _decimal(digits: str, language: Language, whole: bool) -> Decimal:
    """Read separators: several alike, or one before exactly three digits, group thousands; otherwise it is the
    decimal sign. One foreign separator before three digits groups too when a whole number is expected."""
    text = digits.replace(" ", "")
    marks = re.findall(r"[.,]", text)
    if len(set(marks)) == 2:
        decimal = marks[-1]
        return Decimal(text.replace("," if decimal == "." else ".", "").replace(decimal, "."))
    if not marks:
        return Decimal(text)
    head, tail = text.split(marks[0], 1)[0], text.rsplit(marks[-1], 1)[1]
    groups = len(marks) > 1 or (len(tail) == 3 and head != "0" and len(head) <= 3)
    own = marks[0] == ("." if language == "id" else ",")
    if groups and (own or whole or len(marks) > 1):
        return Decimal(re.sub(r"[.,]", "", text))
    return Decimal(text.replace(",", "."))


@dataclass(frozen=True, slots=True)
class Roles:
    """What was read as numerator and denominator; None where the question does not hold it."""

    numerator: Quantity | None
    denominator: Quantity | None


def assign_roles(text: str, quantities: Sequence[Quantity], indicator: Indicator) -> Roles:
    """Assign quantities by the words around them, by 'A of B', and where nothing tells, by order (or size, for a
    part of a whole)."""
    counts = [quantity for quantity in quantities if quantity.counts]
    if not counts:
        return Roles(None, None)
    own, whole = _role_stems(indicator)
    scores = [_role_scores(text, counts, index, own, whole) for index in range(len(counts))]
    if len(counts) == 1:
        part, total = scores[0]
        return Roles(None, counts[0]) if total > part else Roles(counts[0], None)
    pairs = list(permutations(range(len(counts)), 2))

    def told(pair: tuple[int, int]) -> tuple[float, int]:
        return scores[pair[0]][0] + scores[pair[1]][1], _plain_order(counts, pair, indicator)

    best = max(pairs, key=told)
    possible = [pair for pair in pairs if 0 < counts[pair[0]].size <= counts[pair[1]].size]
    if indicator.part_of_whole and best not in possible and possible:
        # Only "A of B" says outright which is the part; words near a figure do not outweigh that it is the smaller.
        likely = max(possible, key=told)
        best = likely if told(best)[0] - told(likely)[0] < PATTERN_WEIGHT else best
    return Roles(counts[best[0]], counts[best[1]])


def role_evidence(text: str, quantities: Sequence[Quantity], indicator: Indicator) -> float:
    """How strongly the words around the quantities speak for this indicator; 0 if nothing does."""
    counts = [quantity for quantity in quantities if quantity.counts]
    own, whole = _role_stems(indicator)
    return sum(sum(_role_scores(text, counts, index, own, whole)) for index in range(len(counts)))


def _plain_order(counts: Sequence[Quantity], pair: tuple[int, int], indicator: Indicator) -> int:
    first, second = counts[pair[0]], counts[pair[1]]
    if indicator.part_of_whole:
        return int(first.size <= second.size)
    return int(first.start < second.start)


def _role_stems(indicator: Indicator) -> tuple[frozenset[str], frozenset[str]]:
    numerator = _stems(" ".join((*indicator.everyday_id, *indicator.everyday_en)))
    numerator |= _stems(f"{indicator.numerator.indonesian} {indicator.numerator.english}")
    denominator = _stems(f"{indicator.denominator.indonesian} {indicator.denominator.english}")
    common = denominator & _stems(f"{indicator.numerator.indonesian} {indicator.numerator.english}")
    whole = denominator - common
    for mark, synonyms in _SAME_WHOLE:
        if mark in indicator.denominator.indonesian.lower():
            whole |= _stems(synonyms) - common
    return numerator - denominator - whole, whole | {stem(word) for word in _TOTAL}


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in WORD.findall(normalise(text)) if len(word) > 2)


def _role_scores(
    text: str, counts: Sequence[Quantity], index: int, part: frozenset[str], whole: frozenset[str]
) -> tuple[float, float]:
    """How much the words near a quantity speak for numerator and for denominator; nearer words weigh more."""
    quantity = counts[index]
    left = counts[index - 1].end if index else 0
    right = counts[index + 1].start if index + 1 < len(counts) else len(text)
    before, after = text[left : quantity.start], text[quantity.end : right]
    near = [stem(word) for word in reversed(WORD.findall(re.split(r"[,;.?!]\s|\n", before)[-1]))]
    near_after = [stem(word) for word in WORD.findall(re.split(r"[,;.?!](?:\s|$)|\n", after)[0])]
    scores = [0.0, 0.0]
    for words in (near, near_after):
        for distance, word in enumerate(words, 1):
            scores[0] += (word in part) / distance
            scores[1] += (word in whole) / distance
    among = _AMONG_BEFORE.search(before) or (index and _AMONG_AFTER.search(after))
    if among or (index + 1 < len(counts) and _OF.search(after)):
        scores[0] += PATTERN_WEIGHT
    if (index and _OF.search(before)) or _OF_BEFORE.search(before):
        scores[1] += PATTERN_WEIGHT
    return scores[0], scores[1]
