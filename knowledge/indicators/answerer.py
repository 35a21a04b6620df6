"""Understanding questions about indicators and answering them from the catalogue."""

from __future__ import annotations

from dataclasses import replace

from knowledge.documents import Language
from knowledge.indicators.catalogue import DEFAULT_STANDARD, Catalogue, Indicator
from knowledge.indicators.matching.lexical import Hit, IndicatorIndex
from knowledge.indicators.matching.ranking import (
    LEAST_ALONE,
    LEAST_COVERAGE,
    LEAST_OF_NAMED,
    LEAST_SHARE,
    LEAST_SIMILARITY,
    LEAST_WITH_CUE,
    LEAST_WITH_LEAD,
    LEAST_WITH_WORD,
    SIMILARITY_WEIGHT,
    _leads,
)
from knowledge.indicators.matching.semantic import SemanticMatcher
from knowledge.indicators.questions.cues import (
    ABOUT_STANDARD,
    CLASSES,
    COMPARE,
    FOCUS,
    FOLLOW_UP,
    FORMULA,
    INDICATOR,
    LIST,
    LOOKUP,
    MEANING,
    OTHER_SUBJECT,
    STANDARD_BEFORE,
    VALUE,
    just_before,
)
from knowledge.indicators.questions.mentions import CodeMention, dotted_codes, find_codes, find_standards, resolve
from knowledge.indicators.questions.quantities import FRACTION, find_quantities, role_evidence
from knowledge.indicators.questions.question import Question
from knowledge.indicators.questions.terms import normalise, terms, words
from knowledge.indicators.replies.builder import IndicatorReply, ReplyBuilder
from knowledge.indicators.replies.overviews import answer_classes, answer_overview
from knowledge.indicators.replies.single import answer_comparison, answer_focus, answer_found, answer_missing
from knowledge.indicators.replies.worked_values import answer_value

__all__ = ["IndicatorAnswerer", "IndicatorReply"]

MAX_QUESTION_CHARACTERS = 1000
MAX_CARDS = 4


class IndicatorAnswerer:
    """Answers questions about indicators; everything else is None and belongs to the documents.

    With ``meanings`` what was found by words is put in order by meaning too.
    """

    def __init__(self, catalogue: Catalogue, meanings: SemanticMatcher | None = None) -> None:
        self._catalogue = catalogue
        self._meanings = meanings
        self._index = IndicatorIndex(catalogue)

    def answer(self, question: str, language: Language, context: tuple[str, ...] = ()) -> IndicatorReply | None:
        """Answer a question, or return None if it is not about an indicator.

        ``context`` are the keys of the reply before (``37122:19.9``), for follow-ups such as "rumusnya?".
        Questions of more than 1,000 characters are None.
        """
        if not question.strip() or len(question) > MAX_QUESTION_CHARACTERS:
            return None
        asked = self._understand(question, language, context)
        if self._belongs_to_documents(asked):
            return None
        builder = ReplyBuilder(self._catalogue, language)
        return (
            self._value(asked, builder)
            or self._comparison(asked, builder)
            or self._codes(asked, builder)
            or self._overview(asked, builder)
            or self._follow_up(asked, builder)
            or self._lookup(asked, builder)
        )

    def _understand(self, question: str, language: Language, context: tuple[str, ...]) -> Question:
        text = FRACTION.sub(r"\1 ÷ \2", dotted_codes(normalise(question)))
        codes = tuple(self._meant_as_codes(text, find_codes(text), language, bool(context)))
        quantities = find_quantities(text, language, [(code.start, code.end) for code in codes])
        known = self._catalogue.indicators
        return Question(
            text=text,
            language=language,
            codes=codes,
            standards=find_standards(text),
            quantities=tuple(quantities),
            terms=tuple(terms(text, language)),
            context=tuple(known[key] for key in context if key in known),
        )

    def _meant_as_codes(
        self, text: str, mentions: list[CodeMention], language: Language, follows: bool
    ) -> list[CodeMention]:
        """Only numbers meant as codes: called an indicator, beside a standard, asked for a formula, or alone."""
        existing = [one for one in mentions if self._catalogue.with_code(one.code)]
        asks = FOCUS.search(text) or INDICATOR.search(text) or (COMPARE.search(text) and len(existing) > 1)
        other = OTHER_SUBJECT.search(text) is not None
        bare = not other and (asks or follows or not terms(text, language))
        meant = []
        for one in mentions:
            beside = one.standards and (one in existing or just_before(STANDARD_BEFORE, text, one.start))
            if one.named or beside or ((bare or (one.asked and not other)) and one in existing):
                meant.append(one)
        return meant

    def _belongs_to_documents(self, asked: Question) -> bool:
        if asked.codes:
            return False
        if OTHER_SUBJECT.search(asked.text):
            # A standard or the word indicator beside ASCN words is still a question for the documents.
            return True
        if not ABOUT_STANDARD.search(asked.text):
            return False
        hits = self._search(asked)
        return not (asked.names_indicators and hits and hits[0].confidence >= LEAST_WITH_CUE)

    # -- worked values ------------------------------------------------------------------------------------------

    def _value(self, asked: Question, builder: ReplyBuilder) -> IndicatorReply | None:
        counts = [one for one in asked.quantities if not one.percent]
        if not asked.quantities or not (VALUE.search(asked.text) or len(counts) > 1):
            return None
        if not counts and not asked.codes:
            return None
        indicator = self._subject_of_value(asked)
        if indicator is None:
            return None
        return answer_value(asked.text, asked.quantities, indicator, builder)

    def _subject_of_value(self, asked: Question) -> Indicator | None:
        if asked.codes:
            found = [one for code in asked.codes for one in resolve(code, self._catalogue)]
            return found[0] if len(found) == 1 and (VALUE.search(asked.text) or len(asked.quantities) > 1) else None
        hits = self._ranked(asked)
        best = hits[0] if hits else None
        earlier = self._earlier_subject(asked, best)
        if earlier or best is None or (len(asked.quantities) < 2 and not asked.names_indicators):
            return earlier
        if not (asked.names_indicators or asked.standards):
            least = LEAST_WITH_CUE if VALUE.search(asked.text) else LEAST_ALONE
            return best.indicator if best.confidence >= least and best.matched > 1 else None
        return best.indicator if best.confidence >= LEAST_WITH_WORD and best.matched > 1 else None

    def _earlier_subject(self, asked: Question, best: Hit | None) -> Indicator | None:
        """The indicator of the turn before that the quantities belong to, if the question names no other subject."""
        if not asked.context:
            return None
        hits = self._index.search(asked.text, asked.language, among=asked.context)
        found = {hit.indicator: hit.coverage for hit in hits}
        evidence = {one: role_evidence(asked.text, asked.quantities, one) for one in asked.context}
        chosen = max(asked.context, key=lambda one: (found.get(one, 0.0), evidence[one]))
        coverage = found.get(chosen, 0.0)
        if best and best.confidence >= LEAST_ALONE and best.coverage > coverage:
            return None
        related = len(asked.terms) < 2 or coverage >= LEAST_SHARE or evidence[chosen] >= 0.5
        return chosen if related else None

    # -- comparisons and codes ----------------------------------------------------------------------------------

    def _comparison(self, asked: Question, builder: ReplyBuilder) -> IndicatorReply | None:
        if not COMPARE.search(asked.text):
            return None
        named = [one for code in asked.codes for one in resolve(code, self._catalogue)]
        named = list(dict.fromkeys(named, None))
        if len(named) == 1 and asked.context:
            named = [*(one for one in asked.context[:1] if one != named[0]), *named]
        if not asked.codes:
            named = self._described_pair(asked)
        if len(named) == 1 and asked.codes:
            twins = self._catalogue.neighbours(named[0])
            described = [hit.indicator for hit in self._search(asked) if hit.indicator in twins]
            named = [*named, *(described or twins)[:1]]
        return answer_comparison(named[:MAX_CARDS], builder) if len(named) > 1 else None

    def _described_pair(self, asked: Question) -> list[Indicator]:
        """Two indicators described in words: 'meter air di gedung' and 'di rumah tangga'."""
        best = self._search(asked)
        least = LEAST_WITH_WORD if asked.names_indicators or asked.standards else LEAST_WITH_CUE
        if not best or best[0].confidence < least or best[0].matched < 2:
            return []
        first = best[0].indicator
        twins = self._catalogue.neighbours(first)
        second = next((hit.indicator for hit in best[1:] if hit.indicator in twins), None)
        return [first, second or twins[0]] if twins else []

    def _codes(self, asked: Question, builder: ReplyBuilder) -> IndicatorReply | None:
        if not asked.codes:
            return None
        found = []
        for mention in asked.codes:
            indicators = resolve(mention, self._catalogue)
            if not indicators:
                return answer_missing(mention, asked.standard, builder)
            found += [one for one in indicators if one not in found]
        alone = len(found) == 1 and not asked.standards
        return answer_focus(found[:MAX_CARDS], asked.text, asked.language, builder, same_code=alone)

    # -- overviews, follow-ups and everyday words ---------------------------------------------------------------

    def _overview(self, asked: Question, builder: ReplyBuilder) -> IndicatorReply | None:
        if CLASSES.search(asked.text) and (asked.names_indicators or asked.standards):
            if asked.standard != DEFAULT_STANDARD or not asked.standards:
                explains = MEANING.search(asked.text) or COMPARE.search(asked.text)
                if explains:
                    return None
            return answer_classes(asked.standard, builder)
        return answer_overview(asked.text, asked.language, asked.standards, builder)

    def _follow_up(self, asked: Question, builder: ReplyBuilder) -> IndicatorReply | None:
        if not asked.context or len(asked.terms) > 2:
            return None
        if asked.standards and FOLLOW_UP.search(asked.text) and not asked.terms:
            same = self._catalogue.with_code(asked.context[0].code)  # "kalau di 37120?"
            meant = [one for one in same if one.standard in asked.standards]
            return answer_focus(meant, asked.text, asked.language, builder) if meant else None
        if FOCUS.search(asked.text):
            chosen = asked.context if len(asked.context) <= MAX_CARDS else asked.context[:1]
            hits = [hit.indicator for hit in self._search(asked) if hit.indicator in asked.context]
            return answer_focus(hits[:1] or chosen, asked.text, asked.language, builder)
        if LIST.search(asked.text) and not asked.terms and len(asked.context) > 1:
            builder.paragraph("chosen", builder.cite(*asked.context, clause=str(asked.context[0].clause)))
            builder.items(asked.context)
            return builder.reply([one.key for one in asked.context])
        return self._sibling(asked, builder) if FOLLOW_UP.search(asked.text) and asked.terms else None

    def _sibling(self, asked: Question, builder: ReplyBuilder) -> IndicatorReply | None:
        """Another indicator of the theme spoken of: 'terus yang plastik?'."""
        themes = {one.theme for one in asked.context}
        near = [one for one in self._catalogue.of_standard(asked.context[0].standard) if one.theme in themes]
        near += [twin for one in asked.context for twin in self._catalogue.neighbours(one) if twin not in near]
        hits = self._index.search(asked.text, asked.language, among=near)
        if not hits or hits[0].coverage < LEAST_ALONE or not _leads(hits):
            return None
        return answer_found(hits[:1], asked.text, asked.language, builder)

    def _lookup(self, asked: Question, builder: ReplyBuilder) -> IndicatorReply | None:
        hits = self._ranked(asked)
        if not hits or not self._sure(asked, hits):
            return None
        return answer_found(hits, asked.text, asked.language, builder)

    def _search(self, asked: Question) -> list[Hit]:
        only = asked.standards if len(asked.standards) == 1 else ()
        return self._index.search(asked.text, asked.language, only)

    def _ranked(self, asked: Question) -> list[Hit]:
        """The hits, by meaning too if the question gives any cue that it is about an indicator."""
        hits = self._search(asked)
        cue = asked.names_indicators or asked.standards or LOOKUP.search(asked.text) or VALUE.search(asked.text)
        if self._meanings is None or not hits or not cue:
            return hits
        subject = " ".join(words(asked.text, asked.language))
        near = self._meanings.similarities(subject, [hit.indicator for hit in hits])
        hits = [replace(hit, similarity=similarity) for hit, similarity in zip(hits, near, strict=True)]
        best = hits[0].score
        return sorted(hits, key=lambda hit: -(hit.score / best + SIMILARITY_WEIGHT * hit.similarity))

    def _sure(self, asked: Question, hits: list[Hit]) -> bool:
        best, confidence = hits[0], hits[0].confidence
        near = best.similarity >= LEAST_SIMILARITY and best.coverage >= LEAST_COVERAGE
        if near and (asked.names_indicators or asked.standards):
            return True
        least = LEAST_SHARE if asked.names_indicators else LEAST_ALONE
        if best.matched == 1 and min(best.coverage, best.phrase) < least:
            return False
        if best.coverage < (LEAST_OF_NAMED if asked.names_indicators else LEAST_COVERAGE):
            return False  # most of what it speaks of is no indicator's subject
        if asked.names_indicators:
            return confidence >= (LEAST_WITH_LEAD if _leads(hits) else LEAST_WITH_WORD)
        if (
            asked.standards
            or LOOKUP.search(asked.text)
            or FORMULA.search(asked.text)
            or (asked.context and FOLLOW_UP.search(asked.text))
        ):
            return confidence >= LEAST_WITH_CUE
        several = best.matched > 1 or len(asked.text.split()) <= 2
        return several and min(best.coverage, best.phrase) >= LEAST_ALONE
