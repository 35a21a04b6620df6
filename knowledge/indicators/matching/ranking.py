"""Which indicator a description means, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.indicators.catalogue import Indicator
from knowledge.indicators.matching.lexical import Hit, IndicatorIndex
from knowledge.indicators.matching.semantic import SemanticMatcher
from knowledge.indicators.questions.cues import FOLLOW_UP, FORMULA, LOOKUP, VALUE
from knowledge.indicators.questions.question import IndicatorQuestion
from knowledge.indicators.questions.terms import words

# Least confidence of a search by the cue the question gives that it is about an indicator; chosen on the
# development questions so that questions for the documents stay below.
MIN_CONFIDENCE_WITH_WORD = 0.5  # the word indicator
MIN_CONFIDENCE_WITH_LEAD = 0.45  # that word, and a first hit far before the second
MIN_CONFIDENCE_WITH_CUE = 0.6  # a standard, or a word such as "measured by"
MIN_CONFIDENCE_ALONE = 0.86  # nothing but the description
CLEAR_LEAD = 1.25
# Least share of the question's weight that an indicator explains.
MIN_COVERAGE = 0.5
MIN_COVERAGE_WITH_WORD = 0.3
MIN_COVERAGE_BY_ONE_TERM = 0.55
# By meaning: the cosine from which a question with such a cue is about the indicator, and how much cosines weigh
# beside the search by words, whose best hit counts as 1.
MIN_SIMILARITY = 0.7
SIMILARITY_WEIGHT = 2.0


class IndicatorRanker:
    """Ranks the indicators a question may describe: by words, and by meaning where a matcher is at hand."""

    def __init__(self, index: IndicatorIndex, matcher: SemanticMatcher | None = None) -> None:
        self._index = index
        self._matcher = matcher

    def search(self, question: IndicatorQuestion, among: Sequence[Indicator] = ()) -> list[Hit]:
        """The hits by words alone: ``among`` some indicators, or in the one standard that the question names."""
        standards = question.standards if len(question.standards) == 1 and not among else ()
        return self._index.search(question.text, question.language, standards, among)

    def rank(self, question: IndicatorQuestion) -> list[Hit]:
        """The hits, by meaning too if the question gives any cue that it is about an indicator."""
        hits = self.search(question)
        cue = question.names_catalogue or LOOKUP.search(question.text) or VALUE.search(question.text)
        if self._matcher is None or not hits or not cue:
            return hits
        subject = " ".join(words(question.text, question.language))
        similarities = self._matcher.similarities(subject, [hit.indicator for hit in hits])
        hits = [replace(hit, similarity=similarity) for hit, similarity in zip(hits, similarities, strict=True)]
        best = hits[0].score
        return sorted(hits, key=lambda hit: -(hit.score / best + SIMILARITY_WEIGHT * hit.similarity))


def is_sure(question: IndicatorQuestion, hits: Sequence[Hit]) -> bool:
    """Whether the first of these hits, best first, is what the question means."""
    best = hits[0]
    near = best.similarity >= MIN_SIMILARITY and best.coverage >= MIN_COVERAGE
    if near and question.names_catalogue:
        return True
    named = question.names_indicators
    explained = min(best.coverage, best.phrase)
    if best.matched == 1 and explained < (MIN_COVERAGE_BY_ONE_TERM if named else MIN_CONFIDENCE_ALONE):
        return False
    if best.coverage < (MIN_COVERAGE_WITH_WORD if named else MIN_COVERAGE):
        return False  # most of what it speaks of is no indicator's subject
    if named:
        return best.confidence >= (MIN_CONFIDENCE_WITH_LEAD if leads(hits) else MIN_CONFIDENCE_WITH_WORD)
    if _gives_cue(question):
        return best.confidence >= MIN_CONFIDENCE_WITH_CUE
    several = best.matched > 1 or len(question.text.split()) <= 2
    return several and explained >= MIN_CONFIDENCE_ALONE


def leads(hits: Sequence[Hit]) -> bool:
    """Whether the first hit is far before the second."""
    return len(hits) == 1 or hits[0].score >= CLEAR_LEAD * hits[1].score


def _gives_cue(question: IndicatorQuestion) -> bool:
    text = question.text
    continues = question.context and FOLLOW_UP.search(text)
    return bool(question.standards or LOOKUP.search(text) or FORMULA.search(text) or continues)
