"""The indicators a question speaks of: by code, by description, or from the turn before."""

from __future__ import annotations

from knowledge.indicators.catalogue import Catalogue, Indicator
from knowledge.indicators.matching.lexical import Hit
from knowledge.indicators.matching.ranking import (
    MIN_CONFIDENCE_ALONE,
    MIN_CONFIDENCE_WITH_CUE,
    MIN_CONFIDENCE_WITH_WORD,
    MIN_COVERAGE_BY_ONE_TERM,
    IndicatorRanker,
    leads,
)
from knowledge.indicators.questions.cues import ABOUT_STANDARD, ELSE_ASKED, OTHER_SUBJECT, VALUE
from knowledge.indicators.questions.mentions import resolve
from knowledge.indicators.questions.quantities import role_evidence
from knowledge.indicators.questions.question import IndicatorQuestion


class SubjectFinder:
    """Finds the indicators that a question speaks of."""

    def __init__(self, catalogue: Catalogue, ranker: IndicatorRanker) -> None:
        self._catalogue = catalogue
        self._ranker = ranker

    def belongs_to_documents(self, question: IndicatorQuestion) -> bool:
        """Whether a question has a subject that the documents tell of, and no indicator."""
        if question.codes:
            return False
        if OTHER_SUBJECT.search(question.text):
            # A standard or the word indicator beside ASCN words is still a question for the documents.
            return True
        if not ABOUT_STANDARD.search(question.text):
            return False
        hits = self._ranker.search(question)
        return not (question.names_indicators and hits and hits[0].confidence >= MIN_CONFIDENCE_WITH_CUE)

    def named(self, question: IndicatorQuestion) -> list[Indicator]:
        """The indicators whose codes it names, each once."""
        found = [indicator for code in question.codes for indicator in resolve(code, self._catalogue)]
        return list(dict.fromkeys(found))

    def of_value(self, question: IndicatorQuestion) -> Indicator | None:
        """The indicator whose value is to be worked out from the quantities in the question."""
        if not question.quantities or not (VALUE.search(question.text) or len(question.counts) > 1):
            return None
        if not question.counts and not question.codes:
            return None
        if not VALUE.search(question.text) and not question.names_indicators and ELSE_ASKED.search(question.text):
            return None
        if question.codes:
            found = [indicator for code in question.codes for indicator in resolve(code, self._catalogue)]
            valued = VALUE.search(question.text) or len(question.quantities) > 1
            return found[0] if len(found) == 1 and valued else None
        hits = self._ranker.rank(question)
        best = hits[0] if hits else None
        earlier = self._of_earlier_value(question, best)
        if earlier or best is None or (len(question.quantities) < 2 and not question.names_indicators):
            return earlier
        return best.indicator if best.confidence >= _min_confidence_of_value(question) and best.matched > 1 else None

    def _of_earlier_value(self, question: IndicatorQuestion, best: Hit | None) -> Indicator | None:
        """The indicator of the turn before that the quantities belong to, if the question names no other subject."""
        if not question.context:
            return None
        hits = self._ranker.search(question, question.context)
        coverages = {hit.indicator: hit.coverage for hit in hits}
        evidence = {
            indicator: role_evidence(question.text, question.quantities, indicator) for indicator in question.context
        }
        chosen = max(question.context, key=lambda indicator: (coverages.get(indicator, 0.0), evidence[indicator]))
        coverage = coverages.get(chosen, 0.0)
        if best and best.confidence >= MIN_CONFIDENCE_ALONE and best.coverage > coverage:
            return None
        related = len(question.terms) < 2 or coverage >= MIN_COVERAGE_BY_ONE_TERM or evidence[chosen] >= 0.5
        return chosen if related else None

    def compared(self, question: IndicatorQuestion) -> list[Indicator]:
        """The indicators to compare; fewer than two if the question does not tell them."""
        if not question.codes:
            return self._described_pair(question)
        named = self.named(question)
        if len(named) == 1 and question.context:
            named = [*(indicator for indicator in question.context[:1] if indicator != named[0]), *named]
        if len(named) == 1:
            neighbours = self._catalogue.neighbours(named[0])
            described = [hit.indicator for hit in self._ranker.search(question) if hit.indicator in neighbours]
            named = [*named, *(described or neighbours)[:1]]
        return named

    def _described_pair(self, question: IndicatorQuestion) -> list[Indicator]:
        """Two indicators described in words: 'meter air di gedung' and 'di rumah tangga'."""
        hits = self._ranker.search(question)
        least = MIN_CONFIDENCE_WITH_WORD if question.names_catalogue else MIN_CONFIDENCE_WITH_CUE
        if not hits or hits[0].confidence < least or hits[0].matched < 2:
            return []
        first = hits[0].indicator
        neighbours = self._catalogue.neighbours(first)
        second = next((hit.indicator for hit in hits[1:] if hit.indicator in neighbours), None)
        return [first, second or neighbours[0]] if neighbours else []

    def in_context(self, question: IndicatorQuestion) -> list[Indicator]:
        """The indicators of the turn before that the question describes, best first."""
        return [hit.indicator for hit in self._ranker.search(question) if hit.indicator in question.context]

    def sibling(self, question: IndicatorQuestion) -> Hit | None:
        """Another indicator of the theme spoken of: 'terus yang plastik?'."""
        context = question.context
        themes = {indicator.theme for indicator in context}
        of_themes = [indicator for indicator in self._catalogue.indicators.values() if indicator.theme in themes]
        near = [indicator for indicator in of_themes if indicator.standard == context[0].standard]
        near += [
            neighbour
            for indicator in context
            for neighbour in self._catalogue.neighbours(indicator)
            if neighbour not in near
        ]
        listed = context if len(context) > 1 else ()  # "yang anggaran", of a list
        for among in filter(None, (listed, near, of_themes)):
            hits = self._ranker.search(question, among)
            if hits and hits[0].coverage >= MIN_CONFIDENCE_ALONE and leads(hits):
                return hits[0]
        return None


def _min_confidence_of_value(question: IndicatorQuestion) -> float:
    if question.names_catalogue:
        return MIN_CONFIDENCE_WITH_WORD
    return MIN_CONFIDENCE_WITH_CUE if VALUE.search(question.text) else MIN_CONFIDENCE_ALONE
