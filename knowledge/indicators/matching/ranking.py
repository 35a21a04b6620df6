"""Which indicator a description means, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from knowledge.documents import Language
from knowledge.indicators.catalogue import Indicator
from knowledge.indicators.matching.lexical import Hit, IndicatorIndex
from knowledge.indicators.matching.semantic import SemanticMatcher
from knowledge.indicators.questions.cues import FOLLOW_UP, FORMULA, LOOKUP, UNIT
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
# By meaning alone, whatever words it uses: the cosine from which a question is about the indicator, with a cue and
# without, and how far it must be before the next indicator; and that from which one is near enough to be named.
SURE_SIMILARITY_WITH_CUE = 0.8
SURE_SIMILARITY_ALONE = 0.85
SURE_COVERAGE = 0.4  # of its words all the same
# Where a question names indicators and holds all words of a phrase: the cosine, the lead before the next and the part
# of its words that are enough.
SURE_SIMILARITY_OF_PHRASE = 0.7
PHRASE_LEAD = 0.14
PHRASE_COVERAGE = 0.33
LEAST_SIMILARITY = 0.405  # below which words alone are an accident, such as those of wildfires in a question on markets
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
        subject = " ".join(words(text, language))
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

    def nearest(self, question: IndicatorQuestion, most: int) -> list[Hit]:
        """The indicators that a question is nearest to in meaning, best first, as far as they are near at all."""
        if len(words(question.text, question.language)) < _FEWEST_WORDS:
            return []
        hits = self.rank(question)
        top = max((hit.similarity for hit in hits), default=0.0)
        cue = question.names_catalogue or question.names_indicators or _gives_cue(question)
        least = max(NEAR_SIMILARITY if cue else NEAR_SIMILARITY_ALONE, top - 2 * SIMILARITY_LEAD)
        near = [hit for hit in hits if hit.similarity >= least]
        if question.quantities and hits and hits[0].phrase == 1.0 and hits[0] not in near:
            near.append(hits[0])  # what it is called stands in the question, among its figures
        return sorted(near, key=lambda hit: -(hit.similarity + SIMILARITY_LEAD * (hit.phrase == 1.0)))[:most]


def is_sure(question: IndicatorQuestion, hits: Sequence[Hit]) -> bool:
    """Whether the first of these hits, best first, is what the question means."""
    best = hits[0]
    ahead = max((hit.similarity for hit in hits[1:]), default=0.0) + SIMILARITY_LEAD
    cue = question.names_catalogue or _gives_cue(question)
    enough = SURE_SIMILARITY_WITH_CUE if cue else SURE_SIMILARITY_ALONE
    if best.similarity >= max(enough, ahead) and best.coverage >= SURE_COVERAGE:
        return True
    after = max((hit.similarity for hit in hits[1:]), default=0.0) + PHRASE_LEAD
    told = best.phrase == 1.0 and best.coverage >= PHRASE_COVERAGE and question.names_catalogue
    if told and best.similarity >= max(SURE_SIMILARITY_OF_PHRASE, after):
        return True
    if 0.0 < best.similarity < LEAST_SIMILARITY and best.confidence < MIN_CONFIDENCE_ALONE:
        return False
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


def _gives_cue(question: IndicatorQuestion) -> bool:
    text = question.text
    continues = question.context and FOLLOW_UP.search(text)
    return bool(question.standards or any(cue.search(text) for cue in (LOOKUP, FORMULA, UNIT)) or continues)
