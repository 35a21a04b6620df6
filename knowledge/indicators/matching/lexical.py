"""Finding indicators by everyday words: BM25 over weighted fields, with a confidence and tolerance for typos."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.documents import Language
from knowledge.indicators.catalogue import DEFAULT_STANDARD, Catalogue, Indicator
from knowledge.indicators.questions.cues import PER_HEAD
from knowledge.indicators.questions.terms import normalise, term_of, terms, words
from knowledge.language.analyzer import default_analyzer
from knowledge.language.spelling import TWO_EDITS_FROM

# BM25 as in Robertson and Zaragoza, "The Probabilistic Relevance Framework" (2009), with weighted fields (BM25F).
K1 = 1.2
B = 0.3
FIELD_WEIGHTS = {"everyday": 1.6, "title": 1.4, "parts": 0.7, "theme": 0.4}
DEFAULT_STANDARD_FACTOR = 1.12
# Several indicators exist as a share and per resident; which of them is meant is told by "per capita" or its absence.
PER_HEAD_FACTOR = 1.2
TYPO_LENGTH = 5
UNKNOWN_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class Hit:
    """An indicator found for a question. ``score`` ranks; ``coverage`` is the share of the question's weight that the
    indicator explains and ``phrase`` the share of its best phrase that the question holds, both 0..1; ``similarity``
    is the cosine with its nearest phrase, 0 where it was not computed."""

    indicator: Indicator
    score: float
    coverage: float
    phrase: float
    matched: int
    similarity: float = 0.0

    @property
    def confidence(self) -> float:
        """How surely the question means this indicator, 0..1."""
        return math.sqrt(self.coverage * self.phrase)


class IndicatorIndex:
    """Searches a catalogue, leaving out titles that are not verified; built once, then only read."""

    def __init__(self, catalogue: Catalogue) -> None:
        verified = (indicator for indicator in catalogue.indicators.values() if indicator.verified)
        self._rows = [_Row.of(indicator, catalogue) for indicator in verified]
        frequencies = Counter(term for row in self._rows for term in row.weights)
        count = len(self._rows)
        self._idf = {term: math.log(1 + (count - df + 0.5) / (df + 0.5)) for term, df in frequencies.items()}
        self._unknown = UNKNOWN_WEIGHT * max(self._idf.values())
        self._average_length = sum(row.length for row in self._rows) / count
        self._written = {term_of(word): word for indicator in self.indicators() for word in _words_of(indicator)}
        self._lexicon = default_analyzer().lexicon
        self._long_terms = [term for term in self._idf if len(term) >= TYPO_LENGTH]

    def search(
        self,
        question: str,
        language: Language,
        standards: Sequence[str] = (),
        among: Sequence[Indicator] = (),
        limit: int = 5,
    ) -> list[Hit]:
        """The best indicators for a question, best first; only of ``standards``, or ``among`` some, if given."""
        rows = [
            row
            for row in self._rows
            if (not standards or row.indicator.standard in standards) and (not among or row.indicator in among)
        ]
        hits = [hit for hit in self._hits(rows, question, language) if hit.matched]
        return sorted(hits, key=lambda hit: -hit.score)[:limit]

    def knows(self, term: str) -> bool:
        """Whether a search term occurs in any indicator."""
        return term in self._idf

    def spelled(self, word: str) -> str:
        """A subject word of a question; one that nobody knows as the catalogue writes what it is near to."""
        if word in self._lexicon.from_indonesian or word in self._lexicon.from_english:
            return word
        return self._written.get(self._corrected(term_of(word)), word)

    def indicators(self, standards: Sequence[str] = ()) -> list[Indicator]:
        """What it searches; only of ``standards``, if given."""
        return [row.indicator for row in self._rows if not standards or row.indicator.standard in standards]

    def hits_of(self, indicators: Sequence[Indicator], question: str, language: Language) -> list[Hit]:
        """How these indicators, verified ones, fit a question by its words, even where they share none."""
        return self._hits([row for row in self._rows if row.indicator in indicators], question, language)

    def _hits(self, rows: Sequence[_Row], question: str, language: Language) -> list[Hit]:
        text = normalise(question)
        query = list(dict.fromkeys(self._corrected(term) for term in dict.fromkeys(terms(text, language))))
        per_head = bool(PER_HEAD.search(text))
        return [self._hit(row, query, per_head) for row in rows]

    def _corrected(self, term: str) -> str:
        if term in self._idf or len(term) < TYPO_LENGTH:
            return term
        edits = 1 if len(term) < TWO_EDITS_FROM else 2  # two letters the wrong way round are one
        near = [known for known in self._long_terms if known[0] == term[0]]
        best = process.extractOne(term, near, scorer=OSA.distance, score_cutoff=edits)
        return best[0] if best else term

    def _weight(self, term: str) -> float:
        return self._idf.get(term, self._unknown)

    def _hit(self, row: _Row, query: Sequence[str], per_head: bool) -> Hit:
        matched = [term for term in query if term in row.weights]
        if not matched:
            return Hit(row.indicator, 0.0, 0.0, 0.0, 0)
        norm = K1 * (1 - B + B * row.length / self._average_length)
        bm25 = sum(self._idf[t] * row.weights[t] * (K1 + 1) / (row.weights[t] + norm) for t in matched)
        phrase = max(self._overlap(phrase, query) for phrase in row.phrases)
        coverage = sum(self._weight(t) for t in matched) / sum(self._weight(t) for t in query)
        factor = DEFAULT_STANDARD_FACTOR if row.indicator.standard == DEFAULT_STANDARD else 1.0
        if row.per_head:
            factor *= PER_HEAD_FACTOR if per_head else 1 / PER_HEAD_FACTOR
        return Hit(row.indicator, bm25 * (0.5 + phrase) * factor, coverage, phrase, len(matched))

    def _overlap(self, phrase: frozenset[str], query: Sequence[str]) -> float:
        return sum(self._weight(t) for t in query if t in phrase) / sum(self._weight(t) for t in phrase)


@dataclass(frozen=True, slots=True)
class _Row:
    indicator: Indicator
    weights: dict[str, float]
    length: float
    phrases: tuple[frozenset[str], ...]
    per_head: bool

    @classmethod
    def of(cls, indicator: Indicator, catalogue: Catalogue) -> _Row:
        theme = catalogue.themes[indicator.theme].name
        everyday = [_terms(phrase, "id") for phrase in indicator.everyday_id]
        everyday += [_terms(phrase, "en") for phrase in indicator.everyday_en]
        titles = [_terms(indicator.title.indonesian, "id"), _terms(indicator.title.english, "en")]
        parts = _terms(f"{indicator.numerator.indonesian} {indicator.denominator.indonesian}", "id")
        parts += _terms(f"{indicator.numerator.english} {indicator.denominator.english}", "en")
        weights: dict[str, float] = {}
        for name, found in (
            ("everyday", {term for phrase in everyday for term in phrase}),
            ("title", {term for title in titles for term in title}),
            ("parts", set(parts)),
            ("theme", {*_terms(theme.indonesian, "id"), *_terms(theme.english, "en")}),
        ):
            for term in found:
                weights[term] = weights.get(term, 0.0) + FIELD_WEIGHTS[name]
        phrases = tuple(frozenset(phrase) for phrase in (*everyday, *titles) if phrase)
        per_head = bool(PER_HEAD.search(normalise(indicator.title.english)))
        return cls(indicator, weights, sum(weights.values()), phrases, per_head)


def _terms(text: str, language: Language) -> list[str]:
    return terms(normalise(text), language)


def _words_of(indicator: Indicator) -> Iterator[str]:
    indonesian = indicator.title.indonesian, *indicator.everyday_id
    english = indicator.title.english, *indicator.everyday_en
    for phrase in indonesian:
        yield from words(normalise(phrase), "id")
    for phrase in english:
        yield from words(normalise(phrase), "en")
