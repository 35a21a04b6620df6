"""Which indicator a description means, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from knowledge.documents import Language
from knowledge.indicators.catalogue import Indicator
from knowledge.indicators.matching.certainty import (
    calibration,
    evidence_of,
    gives_cue,
    in_doubt,
    passage_of,
    probability,
)
from knowledge.indicators.matching.lexical import Hit, IndicatorIndex
from knowledge.indicators.matching.semantic import SemanticMatcher
from knowledge.indicators.questions.question import IndicatorQuestion
from knowledge.indicators.questions.terms import words
from knowledge.reading.reader import shipped_reader

# How well words alone explain what a question speaks of, where no probability is asked for: a standard, a value, two
# indicators to compare or one of those told before.
MIN_CONFIDENCE_WITH_WORD = 0.5  # the word indicator
MIN_CONFIDENCE_WITH_CUE = 0.6  # a standard, or a word such as "measured by"
MIN_CONFIDENCE_ALONE = 0.86  # nothing but the description
CLEAR_LEAD = 1.25
MIN_COVERAGE_BY_ONE_TERM = 0.55
# By meaning: how much cosines weigh beside the search by words, whose best hit counts as 1; and the cosine from which
# an indicator is near enough to be named, and how near the next must be to be named beside it.
SIMILARITY_WEIGHT = 2.0
SIMILARITY_LEAD = 0.08
NEAR_SIMILARITY = 0.6
NEAR_SIMILARITY_ALONE = 0.66  # where nothing else tells that indicators are asked for
SAME_SUBJECT = 0.8  # part of what the best explains of the question, from which another is on the same subject
_FEWEST_WORDS = 2  # that tell what a question is about
_BY_MEANING = 5  # hits that words alone did not find
_REMEMBERED = 32  # of the latest questions, which are ranked for more than one step, and in a preview for two Releases


class IndicatorRanker:
    """Ranks the indicators a question may describe: by words, and by meaning where a matcher is at hand."""

    def __init__(self, index: IndicatorIndex, matcher: SemanticMatcher | None = None) -> None:
        self._index = index
        self._matcher = matcher
        self._ranked = lru_cache(_REMEMBERED)(self._rank)

    def search(self, question: IndicatorQuestion, among: Sequence[Indicator] = ()) -> list[Hit]:
        """The hits by words alone: ``among`` some indicators, or in the one standard that the question names."""
        return self._index.search(question.text, question.language, () if among else _standard(question), among)

    def rank(self, question: IndicatorQuestion) -> list[Hit]:
        """The hits by words and by meaning, best first."""
        return list(self._ranked(question.text, question.language, _standard(question)))

    def _rank(self, text: str, language: Language, standard: tuple[str, ...]) -> list[Hit]:
        hits = self._index.search(text, language, standard)
        subject = " ".join(self._index.spelled(word) for word in words(text, language))
        if self._matcher is None or not subject:
            return hits
        among = self._index.indicators(standard)
        similarities = dict(zip(among, self._matcher.similarities(subject, among), strict=True))
        found = {hit.indicator for hit in hits}
        nearest = sorted(similarities, key=lambda indicator: -similarities[indicator])[:_BY_MEANING]
        hits += self._index.hits_of([one for one in nearest if one not in found], text, language)
        hits = [replace(hit, similarity=similarities[hit.indicator]) for hit in hits]
        best = max((hit.score for hit in hits), default=0.0) or 1.0
        return sorted(hits, key=lambda hit: -(hit.score / best + SIMILARITY_WEIGHT * hit.similarity))

    def probability(self, question: IndicatorQuestion, hits: Sequence[Hit]) -> float:
        """The probability (0..1) that a question means the first of these hits, best first; where that is in doubt and
        meanings are compared, the question is read beside it."""
        if not hits:
            return 0.0
        evidence = evidence_of(question, hits)
        if not in_doubt(evidence):
            return probability(evidence)
        (read,) = shipped_reader().read(question.text, [passage_of(hits[0].indicator, question.language)])
        return probability(evidence, read.score)

    def is_sure(self, question: IndicatorQuestion, hits: Sequence[Hit]) -> bool:
        """Whether the first of these hits, best first, is what the question means."""
        return self.probability(question, hits) >= calibration().threshold

    def nearest(self, question: IndicatorQuestion, most: int) -> list[Hit]:
        """The indicators that a question is nearest to in meaning, best first, as far as they are near at all."""
        if len(words(question.text, question.language)) < _FEWEST_WORDS:
            return []
        hits = self.rank(question)
        top = max((hit.similarity for hit in hits), default=0.0)
        cue = question.names_catalogue or question.names_indicators or gives_cue(question)
        least = max(NEAR_SIMILARITY if cue else NEAR_SIMILARITY_ALONE, top - 2 * SIMILARITY_LEAD)
        near = [hit for hit in hits if hit.similarity >= least]
        if question.quantities and hits and hits[0].phrase == 1.0 and hits[0] not in near:
            near.append(hits[0])  # what it is called stands in the question, among its figures
        return sorted(near, key=lambda hit: -(hit.similarity + SIMILARITY_LEAD * (hit.phrase == 1.0)))[:most]


def fits_as_well(hit: Hit, best: Hit) -> bool:
    """Whether a hit is on the subject of the best one, for who asks for all that are."""
    near = hit.similarity >= max(NEAR_SIMILARITY, best.similarity - 2 * SIMILARITY_LEAD)
    return near and hit.coverage >= SAME_SUBJECT * best.coverage


def _standard(question: IndicatorQuestion) -> tuple[str, ...]:
    """The one standard that it names, if it is one."""
    return question.standards if len(question.standards) == 1 else ()


def leads(hits: Sequence[Hit]) -> bool:
    """Whether the first hit is far before the second."""
    return len(hits) == 1 or hits[0].score >= CLEAR_LEAD * hits[1].score
