"""The last calculation with another figure: "eh salah, wifinya 221", "kalau ditambah 115 km?", "kalau pemadam 63"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from knowledge.documents import Language
from knowledge.indicators.arithmetic import format_number
from knowledge.indicators.own_figures import work_out
from knowledge.indicators.questions.cues import CUES, FOLLOW_UP
from knowledge.indicators.questions.kinds import kind_of
from knowledge.indicators.questions.mentions import dotted_codes, find_codes
from knowledge.indicators.questions.quantities import Quantity, find_quantities
from knowledge.indicators.questions.terms import WORD, normalise, stem
from knowledge.language.query import content_words

_MORE: Final = CUES.pattern("more_of_it")
_WHOLE: Final = CUES.pattern("of_the_whole")
_OF: Final = CUES.pattern("part_of")
_SHARE: Final = CUES.pattern("share")
_HOW_MANY: Final = CUES.pattern("how_many")
_MOST_OTHERS: Final = 3  # words of a message that its question before does not have
_FIGURES: Final = 2  # at least, of a calculation
_NEAR: Final = 4  # words on either side of a figure that say what it counts
_MOST_WORDS: Final = 12  # of a message that only changes a figure
_FARTHEST: Final = 20  # times the figure that one of the same name takes the place of
_FAR: Final = 5  # the same, where it only counts the same kind of thing, or something else instead
_TYPO: Final = Decimal("1.5")  # the same, where nothing else tells


def with_other_figures(message: str, before: str, language: Language) -> str:
    """The question before with the figures that a message changes, normalised; "" where the question before holds no
    two figures, or the message does something else, or it is not plain which figure it changes.

    Args:
        message: what was written after it, such as "eh salah, wifinya 221".
        before: the question with its figures, such as "penduduk 1.423.877, wifi 212 titik, berapa per 100.000?".
        language: of both, for decimal marks.
    """
    said, question = normalise(message), dotted_codes(normalise(before))
    codes = [(code.start, code.end) for code in find_codes(question) if code.named]
    old = [one for one in find_quantities(question, language, codes) if one.counts]
    new = [one for one in find_quantities(said, language) if one.counts]
    if len(old) < _FIGURES or not 1 <= len(new) < len(old) or len(WORD.findall(said)) > _MOST_WORDS:
        return ""
    changes: list[tuple[int, int, str]] = []
    for at, figure in enumerate(new):
        change = _more(said, figure, question, old, language) or _other(said, new, at, question, old)
        if not change or any(change[0] < end and start < change[1] for start, end, _ in changes):
            return ""
        changes.append(change)
    for start, end, text in sorted(changes, reverse=True):
        question = f"{question[:start]}{text}{question[end:]}"
    return question


def calculated_again(message: str, before: str, language: Language) -> str:
    """What a message makes of the question before and its figures: the same with other ones, or more asked of them
    ("kalau targetnya 50 %, kurang berapa lagi?"); "" where it does neither.

    Args:
        message: what was written after it.
        before: the question with its figures.
        language: of both, for decimal marks.
    """
    return with_other_figures(message, before, language) or _asked_of_the_same(message, before, language)


def _asked_of_the_same(message: str, before: str, language: Language) -> str:
    """The question before and the message as one text, where that asks something of its figures and of nothing else."""
    said, question = normalise(message), dotted_codes(normalise(before))
    old = [one for one in find_quantities(question, language) if one.counts]
    new = find_quantities(said, language)
    known = {stem(word) for word in WORD.findall(question)}
    others = {stem(word) for word in content_words(WORD.findall(said)) if not word[0].isdigit()} - known
    if len(old) < _FIGURES or any(one.counts for one in new) or len(others) > _MOST_OTHERS:
        return ""
    joined = f"{question.rstrip(' ?.')}. {said}"
    asks = _SHARE.search(said) or (new and _HOW_MANY.search(said))
    return joined if asks and work_out(joined, language) else ""


def names_something_else(again: str, before: Sequence[str]) -> bool:
    """Whether a question worked out again has a word that none of those before had, so that it may be about another
    indicator."""
    words = {word for question in before for word in WORD.findall(dotted_codes(normalise(question)))}
    return any(not word[0].isdigit() for word in set(WORD.findall(again)) - words)


def _more(
    said: str, figure: Quantity, question: str, old: Sequence[Quantity], language: Language
) -> tuple[int, int, str] | None:
    """The part of the whole with so many more."""
    if not _MORE.search(said[: figure.start]):
        return None
    part = min(old, key=lambda one: one.size)
    if part.unit != figure.unit:
        return None
    written = question[part.start : part.end]
    number = re.match(r"[\d.,]+", written)
    if number is None:
        return None
    return part.start, part.end, format_number(part.value + figure.value, language) + written[number.end() :]


def _other(
    said: str, new: Sequence[Quantity], at: int, question: str, old: Sequence[Quantity]
) -> tuple[int, int, str] | None:
    """The figure that this one takes the place of: of the same name, the whole, of the same kind, or nearly as large;
    where something else is counted, with its name."""
    figure = new[at]
    written = said[figure.start : figure.end]
    names = _names(said, new, at)
    named = [other for other in range(len(old)) if names & _names_in_question(question, old, other)]
    if len(named) > 1 and not _WHOLE.search(said):  # "120 of 500 lamps": lamps are counted by both
        named = [min(named, key=lambda other: old[other].size)]
    if len(named) == 1 and _times(figure, old[named[0]]) <= _FARTHEST:
        return old[named[0]].start, old[named[0]].end, written
    if named:
        return None
    if _WHOLE.search(said):
        whole = max(old, key=lambda one: one.size)
        return (whole.start, whole.end, written) if _times(figure, whole) <= _FARTHEST else None
    kind = kind_of(said, new, at)
    same = [other for other in range(len(old)) if kind and kind_of(question, old, other) == kind]
    if len(same) == 1 and _times(figure, old[same[0]]) <= _FAR:
        return old[same[0]].start, old[same[0]].end, written
    if FOLLOW_UP.search(said) and (other_thing := _another_thing(said, figure, question, old)):
        return other_thing
    near = [one for one in old if _times(figure, one) <= _TYPO]
    return (near[0].start, near[0].end, written) if len(near) == 1 else None


def _another_thing(said: str, figure: Quantity, question: str, old: Sequence[Quantity]) -> tuple[int, int, str] | None:
    """What is counted instead, in the place of the one thing that there are about as many of: with its name."""
    named = _last_word(said, 0, figure.start)
    near = [at for at, one in enumerate(old) if _times(figure, one) <= _FAR]
    if not named or len(near) != 1:
        return None
    one = old[near[0]]
    replaced = _last_word(question, old[near[0] - 1].end if near[0] else 0, one.start)
    if not replaced:
        return None
    return replaced.start(), one.end, f"{named[0]} {said[figure.start : figure.end]}"


def _last_word(text: str, start: int, end: int) -> re.Match[str] | None:
    """The last word of a stretch that carries a topic."""
    found = [match for match in WORD.finditer(text, start, end) if content_words([match[0]])]
    return found[-1] if found else None


def _times(figure: Quantity, other: Quantity) -> Decimal:
    """How many times the smaller the larger of two figures is."""
    if bool(figure.unit) != bool(other.unit) and figure.unit and other.unit is None:
        return Decimal(_FARTHEST) * 2
    small, large = sorted((figure.size, other.size))
    return large / small if small > 0 else Decimal(_FARTHEST) * 2


def _names_in_question(text: str, figures: Sequence[Quantity], at: int) -> set[str]:
    """The same of a question, where a part of a whole is named with it."""
    names = _names(text, figures, at)
    if at + 1 < len(figures) and _OF.search(text[figures[at].end : figures[at + 1].start]):
        names |= _names(text, figures, at + 1)
    return names


def _names(text: str, figures: Sequence[Quantity], at: int) -> set[str]:
    """The stems of the words beside a figure that say what it counts."""
    left = figures[at - 1].end if at else 0
    right = figures[at + 1].start if at + 1 < len(figures) else len(text)
    before = WORD.findall(re.split(r"[,;?!]\s", text[left : figures[at].start])[-1])[-_NEAR:]
    after = WORD.findall(re.split(r"[,;.?!](?:\s|$)", text[figures[at].end : right])[0])[:_NEAR]
    return {stem(word) for word in content_words([*before, *after]) if not word.isdigit()}
