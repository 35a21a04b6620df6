"""What can be worked out of the asker's own figures, though it is the value of no indicator: shares, values per so
many, what a target takes, weighted averages. Every step is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Context, Decimal, localcontext
from typing import Final

from knowledge.documents import Language
from knowledge.indicators.arithmetic import LARGEST, format_number, rounded
from knowledge.indicators.questions.cues import CUES
from knowledge.indicators.questions.kinds import kind_named, kind_of
from knowledge.indicators.questions.quantities import Quantity, Rate, find_quantities, find_rates
from knowledge.indicators.questions.terms import WORD, normalise, stem

_VALUE: Final = CUES.pattern("value")
_SHARE: Final = CUES.pattern("share")
_MEAN: Final = CUES.pattern("mean")
_HOW_MANY: Final = CUES.pattern("how_many")
_DIVIDED: Final = CUES.pattern("divided")
_OF: Final = CUES.pattern("part_of")
_RESULT: Final = CUES.pattern("result")
_NOW: Final = CUES.pattern("there_now")
_IS_PART: Final = CUES.pattern("is_part")
_EACH: Final = CUES.pattern("each")
_TARGET: Final = CUES.pattern("target_before")
_WHOLE_BEFORE: Final = CUES.pattern("whole_before")
_ASKED_NOUN: Final = CUES.pattern("asked_noun")
_BARE: Final = CUES.pattern("bare_value")
_DIGITS: Final = 15  # of a figure that was converted
_LEAST_PAIRS: Final = 2
_PAIR: Final = 2
_NEAR: Final = 4  # words on either side of a figure that say what it counts


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a calculation, and a word on it (``rounded_up``, ``short``, ``reached``) where there is one."""

    text: str
    note: str = ""
    value: str = ""


class _Sums:
    """The figures of one question, and how they are written in its language."""

    def __init__(self, text: str, language: Language) -> None:
        self.text, self.language = text, language
        self.quantities = find_quantities(text, language)
        self.rates = find_rates(text, language)
        # "Of 1,250 km 310 km. Or the other way round, 1250 by 310?": a figure that is said again is the same.
        counts = {(one.value, one.unit): one for one in reversed(self.quantities) if one.counts}
        self.counts = sorted(counts.values(), key=lambda one: one.start)
        self.percents = [quantity for quantity in self.quantities if quantity.percent]
        self.goals = [quantity for quantity in self.quantities if quantity.goal]
        self.rest = text  # without its figures, so that "60 persen" told is no "persen" asked for
        for one in reversed(self.quantities):
            self.rest = f"{self.rest[: one.start]}{'#' * (one.end - one.start)}{self.rest[one.end :]}"

    @property
    def asks(self) -> bool:
        """Whether a value is asked for; figures that are only told are left as they are."""
        return _VALUE.search(self.rest) is not None

    def write(self, value: Decimal) -> str:
        return format_number(value, self.language)

    def equals(self, left: str, value: Decimal, unit: str = "") -> Step:
        short, exact = rounded(value)
        return Step(f"{left} {'=' if exact else '≈'} {self.write(short)}{unit}")

    def before(self, quantity: Quantity) -> str:
        return self.text[max(quantity.start - 40, 0) : quantity.start]

    def between(self, one: Quantity, other: Quantity) -> str:
        first, second = sorted((one, other), key=lambda quantity: quantity.start)
        return self.text[first.end : second.start]

    def is_aimed_at(self, quantity: Quantity) -> bool:
        """Whether a percentage is called a target."""
        return _TARGET.search(self.before(quantity)) is not None

    def is_of(self, share: Quantity, count: Quantity) -> bool:
        """Whether something says that a percentage is one of this figure: "30% dari 500", "dari 500 ada 30%", a target,
        or that as many of what the figure counts are asked for."""
        if share.start < count.start:
            linked = bool(_OF.search(self.between(share, count)) or _IS_PART.search(self.before(count)))
        else:
            linked = bool(_WHOLE_BEFORE.search(self.before(count))) or self.text.startswith("nya", share.end)
        if linked or self.is_aimed_at(share):
            return True
        asked = {stem(noun[1]) for noun in _ASKED_NOUN.finditer(self.rest)}
        before = WORD.findall(self.text[: count.start])[-_NEAR:]
        after = WORD.findall(self.text[count.end :])[:_NEAR]
        kind = kind_of(self.text, self.counts, self.counts.index(count))
        return any(
            noun in {stem(word) for word in (*before, *after)} or (kind and kind_named(noun) == kind) for noun in asked
        )

    def base_of(self, rate: Rate) -> Quantity | None:
        """The figure that counts what a rate is per; without any the largest."""
        kind = kind_named(rate.noun)
        same = [one for at, one in enumerate(self.counts) if kind and kind_of(self.text, self.counts, at) == kind]
        return same[0] if same else max(self.counts, key=lambda one: one.size, default=None)


def asks_more_than_a_value(question: str, language: Language) -> bool:
    """Whether a question asks of its figures what no formula of an indicator gives: what a target takes, a part of a
    percentage, an average of averages."""
    return bool(_first(question, language, _OTHER_THAN_VALUES))


def is_determined(question: str, language: Language) -> bool:
    """Whether a question says so well how its figures belong together that no document is needed for it."""
    return bool(_first(question, language, (*_OTHER_THAN_VALUES, _per_so_many)))


def work_out(question: str, language: Language) -> list[Step]:
    """The steps of what a question asks of its own figures; none where it asks for no calculation that is sure."""
    return _first(question, language, (*_OTHER_THAN_VALUES, _per_so_many, _shares, _share, _quotient))


def _first(question: str, language: Language, ways: Sequence[Callable[[_Sums], list[Step]]]) -> list[Step]:
    sums = _Sums(normalise(question), language)
    if not (sums.quantities and sums.asks) or any(one.value <= 0 or one.value > LARGEST for one in sums.quantities):
        return []
    with localcontext(prec=40):
        return next(filter(None, (way(sums) for way in ways)), [])


def _weighted_mean(sums: _Sums) -> list[Step]:
    """``40 berkas 9 hari, 10 berkas 21 hari``: each value as often as it occurs."""
    found = sums.quantities
    if not _MEAN.search(sums.rest) or len(found) < _PAIR * _LEAST_PAIRS or len(found) % _PAIR:
        return []
    pairs = list(zip(found[::_PAIR], found[1::_PAIR], strict=True))
    units = {value.unit for _, value in pairs}
    if len(units) != 1 or None in units or any(number.unit for number, _ in pairs):
        return []
    total = sum((number.value * value.value for number, value in pairs), Decimal())
    number = sum((number.value for number, _ in pairs), Decimal())
    terms = " + ".join(f"{sums.write(one.value)} × {sums.write(value.value)}" for one, value in pairs)
    unit = sums.text[pairs[0][1].start : pairs[0][1].end].rsplit(maxsplit=1)[-1]
    return [sums.equals(f"({terms}) ÷ {sums.write(number)}", total / number, f" {unit}")]


def _total_of_goal(sums: _Sums) -> list[Step]:
    """``30 per 100.000 penduduk``, of so many: how many that takes, and how many are missing."""
    if len(sums.goals) != 1 or not sums.rates or not sums.counts or not _HOW_MANY.search(sums.rest):
        return []
    goal, rate = sums.goals[0], sums.rates[0]
    base = sums.base_of(rate)
    if base is None:
        return []
    needed = goal.value * base.value / rate.scale
    left = f"{sums.write(goal.value)} × ({sums.write(base.value)} ÷ {sums.write(rate.scale)})"
    steps = [sums.equals(left, needed), *_missing(sums, needed, [one for one in sums.counts if one is not base])]
    for other in sums.rates[1:]:
        per = f"{sums.write(goal.value)} × ({sums.write(other.scale)} ÷ {sums.write(rate.scale)})"
        steps.append(sums.equals(per, goal.value * other.scale / rate.scale, f" per {sums.write(other.scale)}"))
    return steps


def _of_percentage(sums: _Sums) -> list[Step]:
    """A percentage of a whole, the whole of which a part is told, or what a target share takes."""
    if len(sums.percents) != 1 or not _HOW_MANY.search(sums.rest):
        return []
    percent = sums.percents[0]
    share = percent.value
    if len(sums.counts) == 1:
        count = sums.counts[0]
        if not sums.is_of(percent, count):
            return []
        if _IS_PART.search(sums.before(count)):
            return [sums.equals(f"{sums.write(count.value)} ÷ {sums.write(share)} %", count.value * 100 / share)]
        return [sums.equals(f"{sums.write(share)} % × {sums.write(count.value)}", count.value * share / 100)]
    if len(sums.counts) != _PAIR or share > 100:
        return []
    part, whole = sorted(sums.counts, key=lambda one: one.size)
    if not (sums.is_aimed_at(percent) or sums.is_of(percent, whole) or _OF.search(sums.between(part, whole))):
        return []
    needed = whole.value * share / 100
    steps = _share(sums, always=True)
    steps.append(sums.equals(f"{sums.write(share)} % × {sums.write(whole.value)}", needed))
    return [*steps, *_missing(sums, needed, [part], told=True)]


def _of_two_percentages(sums: _Sums) -> list[Step]:
    """``4% dari 2.000, kalau target 10%, kurang berapa?``: what the target takes, and what is missing of it."""
    if len(sums.percents) != _PAIR or len(sums.counts) != 1 or not _HOW_MANY.search(sums.rest):
        return []
    aims = [one for one in sums.percents if sums.is_aimed_at(one)]
    there = [one for one in sums.percents if not sums.is_aimed_at(one)]
    whole = sums.counts[0]
    if len(aims) != 1 or not sums.is_of(there[0], whole) or there[0].value >= aims[0].value:
        return []
    aim, share, count = (sums.write(one.value) for one in (aims[0], there[0], whole))
    missing = (aims[0].value - there[0].value) * whole.value / 100
    return [
        sums.equals(f"{aim} % × {count}", aims[0].value * whole.value / 100),
        sums.equals(f"({aim} % − {share} %) × {count}", missing),
        *_missing(sums, missing, []),
    ]


def _missing(sums: _Sums, needed: Decimal, others: Sequence[Quantity], told: bool = False) -> list[Step]:
    steps = []
    whole = needed.to_integral_value(ROUND_CEILING)
    if whole != needed:
        steps.append(Step("", "rounded_up", sums.write(whole)))
    if len(others) == 1 and (told or _NOW.search(sums.before(others[0]))):
        there = others[0].value
        if whole > there:
            steps.append(Step(f"{sums.write(whole)} − {sums.write(there)}", "short", sums.write(whole - there)))
        else:
            steps.append(Step("", "reached", sums.write(there)))
    return steps


def _per_so_many(sums: _Sums) -> list[Step]:
    """Two figures, one of them wanted per so many of the other."""
    if len(sums.rates) != 1 or len(sums.counts) != _PAIR or sums.goals:
        return []
    rate = sums.rates[0]
    base = sums.base_of(rate)
    part = next((one for one in sums.counts if one is not base), None)
    if base is None or part is None:
        return []
    left = f"{sums.write(part.value)} ÷ ({sums.write(base.value)} ÷ {sums.write(rate.scale)})"
    noun = f" {rate.noun}" if rate.noun and kind_named(rate.noun) else ""
    return [sums.equals(left, part.value * rate.scale / base.value, f" per {sums.write(rate.scale)}{noun}")]


def _share(sums: _Sums, *, always: bool = False) -> list[Step]:
    """The smaller of two figures as a share of the other, both in the same unit."""
    if len(sums.counts) != _PAIR or sums.goals or not (always or _asks_for_share(sums)):
        return []
    part, whole = sorted(sums.counts, key=lambda one: one.size)
    divided = _DIVIDED.match(sums.text[sums.counts[0].end : sums.counts[1].start])
    if divided and sums.counts[0] is whole:
        part, whole = whole, part
    return _share_of(sums, part, whole)


def _share_of(sums: _Sums, part: Quantity, whole: Quantity) -> list[Step]:
    if bool(part.unit) != bool(whole.unit) or (part.unit and whole.unit and not part.unit.is_like(whole.unit)):
        return []
    factor = part.unit.factor / whole.unit.factor if part.unit and whole.unit else Decimal(1)
    shown = Context(prec=_DIGITS).plus(part.value * factor)
    return [sums.equals(f"{sums.write(shown)} ÷ {sums.write(whole.value)} × 100", shown * 100 / whole.value, " %")]


def _shares(sums: _Sums) -> list[Step]:
    """``37 dari 205, dan 2 dari 8; berapa persen masing-masing?``: the share of each pair."""
    if not (_EACH.search(sums.text) and _SHARE.search(sums.rest)) or len(sums.counts) < 2 * _PAIR:
        return []
    pairs = list(zip(sums.counts[::_PAIR], sums.counts[1::_PAIR], strict=False))
    found = [_share_of(sums, *sorted(pair, key=lambda one: one.size)) for pair in pairs]
    return [step for steps in found for step in steps] if all(found) and len(sums.counts) % _PAIR == 0 else []


def _asks_for_share(sums: _Sums) -> bool:
    between = sums.text[sums.counts[0].end : sums.counts[1].start]
    if _SHARE.search(sums.rest):
        return True
    bare = _BARE.search(sums.text[sums.counts[1].end :])  # "215.000 dari 690.000 berarti berapa?"
    return bool(_OF.search(between) and (bare or _RESULT.search(sums.rest)))


def _quotient(sums: _Sums) -> list[Step]:
    """One figure divided by another, in so many words."""
    if len(sums.counts) != _PAIR or not _DIVIDED.match(sums.text[sums.counts[0].end : sums.counts[1].start]):
        return []
    first, second = sums.counts
    return [sums.equals(f"{sums.write(first.value)} ÷ {sums.write(second.value)}", first.value / second.value)]


_OTHER_THAN_VALUES: Final = (_weighted_mean, _total_of_goal, _of_percentage, _of_two_percentages)
