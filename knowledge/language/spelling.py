"""Typing errors in rare words: the nearest known word, by edits (Damerau–Levenshtein distance)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.language.lexicon import Lexicon

#: Shorter words have too many neighbours that mean something else.
MIN_LENGTH = 5
TWO_EDITS_FROM = 9


_VOWELS = frozenset("aeiou")
_CONSONANTS = 3  # at least, of a word of which any vowels may be missing


def _consonants(word: str) -> str:
    return "".join(letter for letter in word if letter not in _VOWELS)


def _leaves_out(word: str, known: str) -> bool:
    """Whether a word is another without vowels, or without one letter."""
    one = len(known) - len(word) == 1 and len(word) >= MIN_LENGTH
    return (one or _consonants(word) == _consonants(known)) and _is_within(word, known)


def _is_within(word: str, known: str) -> bool:
    """Whether the letters of a word stand in another in this order."""
    letters = iter(known)
    return all(letter in letters for letter in word)


class SpellCorrector:
    """Knows the words of the lexicon and the terms of an index."""

    def __init__(self, terms: Iterable[str], lexicon: Lexicon) -> None:
        self._terms = terms
        self._lexicon = lexicon
        self._buckets: dict[tuple[str, int], list[str]] = {}

    def correct(self, word: str) -> str | None:
        """The known word or term nearest to a word, with the same first letter; None for a known word, a code, a
        short word and one without a near neighbour."""
        if len(word) < MIN_LENGTH or not word.isalpha() or self._knows(word):
            return None
        if not self._buckets:
            self._fill()
        edits = 2 if len(word) >= TWO_EDITS_FROM else 1
        lengths = range(len(word) - edits, len(word) + edits + 1)
        candidates = [known for length in lengths for known in self._buckets.get((word[0], length), ())]
        found = process.extractOne(word, candidates, scorer=OSA.distance, score_cutoff=edits)
        return found[0] if found else None

    def spelled_out(self, word: str, knows: Callable[[str], bool]) -> str | None:
        """What a word of a message is that nobody knows: one of the lexicon of which vowels or one letter were left out
        ("pndudk", "dibyar", "taunan").

        Args:
            word: in lower case.
            knows: whether a word of the lexicon is one of the index.
        """
        if len(word) < MIN_LENGTH - 1 or not word.isalpha() or self._knows(word):
            return None
        if not self._buckets:
            self._fill()
        longest = len(word) + (2 * len(_consonants(word)) if len(_consonants(word)) >= _CONSONANTS else 1)
        near = [
            (OSA.distance(word, known), known)
            for length in range(len(word), longest + 1)
            for known in self._buckets.get((word[0], length), ())
            if self._knows(known) and _leaves_out(word, known)
        ]
        return min((pair for pair in near if knows(pair[1])), default=(0, None))[1]

    def _knows(self, word: str) -> bool:
        return word in self._lexicon.from_indonesian or word in self._lexicon.from_english

    def _fill(self) -> None:
        buckets: dict[tuple[str, int], list[str]] = defaultdict(list)
        for known in dict.fromkeys((*self._terms, *self._lexicon.from_indonesian, *self._lexicon.from_english)):
            if len(known) >= MIN_LENGTH - 1 and known.isalpha():
                buckets[known[0], len(known)].append(known)
        self._buckets = buckets
