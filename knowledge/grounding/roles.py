"""Whether a sentence exchanges what its passage says of one and of another: ``144 officials and 40 students`` does not
bear out 40 officials, ``from A to B`` not from B to A."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from knowledge.grounding.wording import Wording, links, terms_of
from knowledge.language.analyzer import STOP_WORDS, default_analyzer

_COUNTED = 5  # words behind a number that it may count
_TELLING = 2  # of these that surely belong to it
_NEAR = 3  # words between a preposition and the name that it goes with
#: What a name is to what happens, by the word before it.
_ROLES = {
    **dict.fromkeys(("dari", "from"), "from"),
    **dict.fromkeys(("ke", "kepada", "to"), "to"),
    **dict.fromkeys(("oleh", "by", "melalui", "lewat", "through", "via"), "by"),
    **dict.fromkeys(("bersama", "with"), "with"),
}
_THEN = re.compile(r"\b(?:kemudian|lalu|then|afterwards)\b", re.IGNORECASE)


def exchanged(said: Wording, stands: Wording) -> bool:
    """Whether a sentence gives a number or name the part that another one has there."""
    return any(
        (_counts_another(said, stands), _has_another_role(said, stands), _in_another_order(said, stands)),
    )


def _counts_another(said: Wording, stands: Wording) -> bool:
    """Whether a number counts what another number counts there, and not this one."""
    for number, word in _counted(said):
        if number not in stands.order:
            continue
        counting = {other for other, there in _governed(stands) if _means(word, there)}
        if counting and number not in counting:
            return True
    return False


def _counted(wording: Wording) -> Iterator[tuple[str, str]]:
    """Each number with the words behind it that say what it counts or names."""
    for number, words in _behind_numbers(wording):
        yield from ((number, word) for word in words[:_TELLING])


def _governed(wording: Wording) -> Iterator[tuple[str, str]]:
    """The words behind each number, as far as the next number or comma, with that number."""
    for number, words in _behind_numbers(wording):
        yield from ((number, word) for word in words)


def _behind_numbers(wording: Wording) -> Iterator[tuple[str, list[str]]]:
    for at, number in enumerate(wording.order):
        if _counts(wording, at):
            # What stands in brackets behind a number says what it is.
            start = at + 2 if wording.order[at + 1 : at + 2] == (",",) else at + 1
            words = takewhile(lambda word: word[0] not in "#,", wording.order[start : start + _COUNTED])
            yield number, [word for word in words if word not in STOP_WORDS and word not in links()]


def _counts(wording: Wording, at: int) -> bool:
    """Whether what stands here is a number that counts something: no year, and no part of a name such as ISO 37122."""
    word, before = wording.order[at], wording.order[at - 1] if at else ""
    return word[0] == "#" and not _is_year(word) and before not in wording.names


def _has_another_role(said: Wording, stands: Wording) -> bool:
    """Whether a name comes from where it goes to there, or does what is done with it there."""
    there = list(_roles(stands))
    for name, role in _roles(said):
        known = {other for same, other in there if same == name}
        if known and role not in known:
            return True
    return False


def _roles(wording: Wording) -> Iterator[tuple[str, str]]:
    for at, word in enumerate(wording.order):
        if word in wording.names:
            before = reversed(wording.order[max(0, at - _NEAR) : at])
            between = takewhile(lambda other: other not in wording.names and other[0] not in "#,", before)
            if role := next((_ROLES[other] for other in between if other in _ROLES), ""):
                yield word, role


def _in_another_order(said: Wording, stands: Wording) -> bool:
    """Whether what comes first comes later there, and the other way round."""
    ours, theirs = _THEN.split(said.text, maxsplit=1), _THEN.split(stands.text, maxsplit=1)
    if said.language != stands.language or len(ours) != 2 or len(theirs) != 2:
        return False
    (first, later), (there_first, there_later) = map(_stems, ours), map(_stems, theirs)
    return bool(first & (there_later - there_first)) and bool(later & (there_first - there_later))


def _stems(text: str) -> set[str]:
    return {term.stem for term in terms_of(text)}


def _means(word: str, other: str) -> bool:
    stem = default_analyzer().stem
    if stem(word) == stem(other):
        return True
    return any(weight >= 0.2 and meant == stem(other) for term in terms_of(word) for meant, weight in term.translations)


def _is_year(word: str) -> bool:
    return len(word) == 5 and word[1:3] in ("19", "20")
