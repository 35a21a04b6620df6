"""Typing errors in rare words: the nearest known word, by edits (Damerau–Levenshtein distance)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.language.lexicon import Lexicon

#: Shorter words have too many neighbours that mean something else.
MIN_LENGTH = 5
TWO_EDITS_FROM = 9


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

    def _knows(self, word: str) -> bool:
        return word in self._lexicon.from_indonesian or word in self._lexicon.from_english

    def _fill(self) -> None:
        buckets: dict[tuple[str, int], list[str]] = defaultdict(list)
        for known in dict.fromkeys((*self._terms, *self._lexicon.from_indonesian, *self._lexicon.from_english)):
            if len(known) >= MIN_LENGTH - 1 and known.isalpha():
                buckets[known[0], len(known)].append(known)
        self._buckets = buckets
