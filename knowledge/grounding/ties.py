"""Whether the words of a sentence belong to the same names and numbers as in its passage: ``A has 7, B has 6`` does not
bear out that A has 6."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from knowledge.grounding.wording import Wording, links, terms_of
from knowledge.language.analyzer import STOP_WORDS, default_analyzer

_MOST = 1 / 3  # share of the words beside a name or number that may belong to others


#: Names and numbers that do not come between: those of the sentence, and these with those of the heading.
Known = tuple[set[str], set[str]]


def tied(said: Wording, stands: Wording, heading: Wording) -> bool:
    """Whether what a sentence says of each of its names and numbers is said of it in the passage."""
    anchors = [at for at, word in enumerate(said.order) if _is_anchor(word, said)]
    named = {said.order[at] for at in anchors}
    known = named | heading.own_names
    for at in anchors:
        places = [place for place, word in enumerate(stands.order) if _same(said.order[at], word, stands)]
        if not places:
            continue  # what its context says of it
        beside = list(_beside(said, at))
        apart = [word for word in beside if not _belongs(word, places, stands, (named, known), said.order[at])]
        if any(word[0] == "#" for word in apart) or (
            apart and len(apart) >= max(min(2, len(beside)), _MOST * len(beside))
        ):
            return False
    return True


def _is_anchor(word: str, said: Wording) -> bool:
    return word[0] == "#" or word in said.own_names


def _same(anchor: str, word: str, stands: Wording) -> bool:
    return word == anchor or (anchor in stands.stems and default_analyzer().stem(word) == anchor)


def _beside(said: Wording, at: int) -> Iterator[str]:
    """The words behind a name or number as far as the next one, and a name before a number."""
    for word in said.order[at + 1 :]:
        if _is_anchor(word, said):
            if word[0] == "#" and said.order[at][0] != "#":
                yield word
            return
        if word != "," and word not in STOP_WORDS:
            yield word


def _belongs(word: str, places: Sequence[int], stands: Wording, known: Known, anchor: str) -> bool:
    """Whether a word stands with a name or number of these places, and not with another one of the passage."""
    found = [at for at, other in enumerate(stands.order) if _means(word, other)]
    if not found:
        return True  # another word for it: its meaning is compared elsewhere
    return any(_free(place, at, stands, known, anchor) for place in places for at in found)


def _means(word: str, other: str) -> bool:
    if word[0] == "#" or other[0] in "#,":
        return word == other
    stem = default_analyzer().stem
    return stem(word) == stem(other)


def _free(place: int, at: int, stands: Wording, known: Known, anchor: str) -> bool:
    between = stands.order[min(place, at) + 1 : max(place, at)]
    # What stands before a name, beyond a comma, is said of it only where it is said of no other.
    beyond = at < place and "," in between
    others, same = (stands.order[:at], known[0]) if beyond else (between, known[1])
    return not any(
        _is_anchor(word, stands) and word not in same and (word[0] == "#") == (anchor[0] == "#") for word in others
    )


def substitutes(said: Wording, stands: Wording, around: Wording) -> Iterator[tuple[str, str]]:
    """Words of a sentence that its passage does not hold, each with the word that stands in its place there: of ``a
    smart city of culture`` beside ``a smart city of rivers`` these are ``culture`` and ``rivers``."""
    own = [word for word in said.order if _tells(word)]
    theirs = [word for word in stands.order if _tells(word)]
    stem = default_analyzer().stem
    matched = {stem(word) for word in own}
    for at, word in enumerate(own):
        if _holds(word, stands) or _holds(word, around):
            continue
        for beside, step in ((at - 1, 1), (at + 1, -1)):
            if not 0 <= beside < len(own):
                continue
            for place, other in enumerate(theirs):
                if _means(own[beside], other) and 0 <= place + step < len(theirs):
                    there = theirs[place + step]
                    if stem(there) not in matched and there[0] != "#":
                        yield word, there


def _tells(word: str) -> bool:
    return word != "," and word not in STOP_WORDS and word not in links()


def _holds(word: str, stands: Wording) -> bool:
    return word[0] == "#" or all(stands.bears(term) > 0 for term in terms_of(word))
