"""Answering questions about indicators from the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, lru_cache

from knowledge.documents import Language
from knowledge.indicators.catalogue import DEFAULT_STANDARD, Catalogue
from knowledge.indicators.matching.lexical import Hit, IndicatorIndex
from knowledge.indicators.matching.ranking import (
    MIN_CONFIDENCE_WITH_WORD,
    SIMILARITY_LEAD,
    IndicatorRanker,
    fits_as_well,
)
from knowledge.indicators.matching.semantic import SemanticMatcher
from knowledge.indicators.matching.subjects import SubjectFinder
from knowledge.indicators.own_figures import asks_more_than_a_value
from knowledge.indicators.questions.cues import (
    ALTERNATIVE,
    CLASSES,
    COMPARE,
    FOLLOW_UP,
    LIST,
    MEANING,
    SEVERAL,
    alternative_in,
    asks_for_aspect,
)
from knowledge.indicators.questions.mentions import of_another_scheme, resolve
from knowledge.indicators.questions.quantities import find_rates
from knowledge.indicators.questions.question import IndicatorQuestion, understand
from knowledge.indicators.replies.builder import IndicatorReply, ReplyBuilder
from knowledge.indicators.replies.listings import asked_aspects, reply_table
from knowledge.indicators.replies.overviews import reply_classes, reply_overview
from knowledge.indicators.replies.single import (
    reply_comparison,
    reply_nearest,
    reply_to_codes,
    reply_to_match,
    reply_to_several,
    reply_unknown_code,
)
from knowledge.indicators.replies.themes import reply_others
from knowledge.indicators.replies.worked_values import counts_something_else, reply_other_things, reply_worked_value

MAX_QUESTION_CHARACTERS = 1000
MAX_CARDS = 4
_NEAREST = 3
_REMEMBERED = 32  # of the latest questions
_FEW = 2  # words of a follow-up that describe something


class IndicatorAnswerer:
    """Answers questions about indicators; everything else is None and belongs to the documents.

    With a ``matcher`` what was found by words is put in order by meaning too. Nothing is indexed before the first
    question.
    """

    def __init__(self, catalogue: Catalogue, matcher: SemanticMatcher | None = None) -> None:
        self._catalogue = catalogue
        self._matcher = matcher
        # A question that this does not answer is asked again for what it comes near to.
        self._understood = lru_cache(_REMEMBERED)(self._understand)

    @cached_property
    def index(self) -> IndicatorIndex:
        """The search by words, made when first needed."""
        return IndicatorIndex(self._catalogue)

    @cached_property
    def _ranker(self) -> IndicatorRanker:
        return IndicatorRanker(self.index, self._matcher)

    @cached_property
    def _subjects(self) -> SubjectFinder:
        return SubjectFinder(self._catalogue, self._ranker)

    def answer(self, question: str, language: Language, context: tuple[str, ...] = ()) -> IndicatorReply | None:
        """Answer a question, or return None if it is not about an indicator.

        ``context`` are the keys of the reply before (``37122:19.9``), for follow-ups such as "rumusnya?".
        Questions of more than 1,000 characters are None.
        """
        if not question.strip() or len(question) > MAX_QUESTION_CHARACTERS:
            return None
        understood = self._understood(question, language, context)
        if self._subjects.belongs_to_documents(understood):
            return None
        if not understood.standards and of_another_scheme(understood.text):
            return None
        if not understood.codes and asks_more_than_a_value(understood.text, language):
            return None
        builder = ReplyBuilder(self._catalogue, language)
        valued = self._subjects.of_value(understood)
        if valued and not understood.codes and counts_something_else(understood, valued):
            if understood.names_catalogue and not find_rates(understood.text, language):
                return reply_other_things(understood, valued, builder)
            return None  # what its figures give is worked out by itself
        if valued:
            return reply_worked_value(understood, valued, builder)
        return (
            self._comparison(understood, builder)
            or self._codes(understood, builder)
            or reply_others(understood, builder)
            or self._of_context(understood, builder)
            or self._overview(understood, builder)
            or self._follow_up(understood, builder)
            or self._description(understood, builder)
        )

    def nearest(self, question: str, language: Language, *, beside: str = "") -> IndicatorReply | None:
        """The indicators that a question comes near to, which neither the catalogue nor the documents answer surely;
        None where there are none. ``beside`` a calculation of the asker's own figures they are only named."""
        if not question.strip() or len(question) > MAX_QUESTION_CHARACTERS:
            return None
        understood = self._understood(question, language, ())
        if self._subjects.belongs_to_documents(understood) or of_another_scheme(understood.text):
            return None
        hits = self._ranker.nearest(understood, _NEAREST)
        if not hits and understood.standards and understood.names_indicators:
            hits = self._ranker.nearest(replace(understood, standards=()), _NEAREST)
        builder = ReplyBuilder(self._catalogue, language)
        asked = understood.standards[0] if len(understood.standards) == 1 else ""
        return reply_nearest(hits, builder, beside, asked) if hits else None

    def _understand(self, question: str, language: Language, context: tuple[str, ...]) -> IndicatorQuestion:
        known = self._catalogue.indicators
        return understand(question, language, [known[key] for key in context if key in known], self._catalogue)

    def _comparison(self, question: IndicatorQuestion, builder: ReplyBuilder) -> IndicatorReply | None:
        if not COMPARE.search(question.text):
            return None
        compared = self._subjects.compared(question)
        return reply_comparison(compared[:MAX_CARDS], builder) if len(compared) > 1 else None

    def _codes(self, question: IndicatorQuestion, builder: ReplyBuilder) -> IndicatorReply | None:
        if not question.codes:
            return None
        for mention in question.codes:
            if not resolve(mention, self._catalogue):
                return reply_unknown_code(mention, question, builder)
        named = self._subjects.named(question)
        alone = len(named) == 1 and not question.standards
        return reply_to_codes(named[:MAX_CARDS], question, builder, same_code=alone)

    def _overview(self, question: IndicatorQuestion, builder: ReplyBuilder) -> IndicatorReply | None:
        if not (CLASSES.search(question.text) and question.names_catalogue):
            return reply_overview(question, builder)
        explains = MEANING.search(question.text) or COMPARE.search(question.text)
        if explains and (question.standard != DEFAULT_STANDARD or not question.standards):
            return None  # what the classes are is told by the documents
        return reply_classes(question.standard, builder)

    def _follow_up(self, question: IndicatorQuestion, builder: ReplyBuilder) -> IndicatorReply | None:
        context = question.context
        alternative = alternative_in(question.wish) is not None
        # "Is it people or households that are counted?": what is put side by side is no subject of its own.
        of_counting = ALTERNATIVE.search(question.wish) and asks_for_aspect(question.wish)
        if not context or (len(question.terms) > _FEW and not of_counting):
            return None
        if question.standards and FOLLOW_UP.search(question.text) and not question.terms:
            same_code = self._catalogue.with_code(context[0].code)  # "kalau di 37120?"
            meant = [indicator for indicator in same_code if indicator.standard in question.standards]
            return reply_to_codes(meant, question, builder) if meant else None
        if alternative or asks_for_aspect(question.wish):
            chosen = context if len(context) <= MAX_CARDS else context[:1]
            meant = self._subjects.in_context(question)[:1]
            if meant or not self._is_described(question, surely=len(question.terms) <= _FEW):
                return reply_to_codes(meant or chosen, question, builder)
        if LIST.search(question.text) and not question.terms and len(context) > 1:
            builder.paragraph("chosen", builder.citations.of_indicators(*context))
            builder.items(context)
            return builder.reply(context)
        sibling = self._subjects.sibling(question) if FOLLOW_UP.search(question.text) and question.terms else None
        return reply_to_match([sibling], question, builder) if sibling else None

    def _is_described(self, question: IndicatorQuestion, *, surely: bool) -> bool:
        """Whether a question describes an indicator by itself."""
        hits = self._ranker.rank(question) if question.terms else []
        if surely or not hits:
            return self._ranker.is_sure(question, hits)
        return hits[0].confidence >= MIN_CONFIDENCE_WITH_WORD and hits[0].matched > 1

    def _description(self, question: IndicatorQuestion, builder: ReplyBuilder) -> IndicatorReply | None:
        hits = self._ranker.rank(question)
        if hits and question.names_indicators and SEVERAL.search(question.text):
            fitting = [hit for hit in hits if fits_as_well(hit, hits[0])]
            others = [hit for hit in hits if hit not in fitting]  # before which those on the subject must be, together
            if len(fitting) > 1 and self._ranker.is_sure(question, [hits[0], *others]):
                return reply_to_several(fitting, builder, asked_aspects(question))
        sure = self._ranker.is_sure(question, hits)
        elsewhere = self._elsewhere(question, hits)
        return reply_to_match(elsewhere or hits, question, builder) if elsewhere or sure else None

    def _elsewhere(self, question: IndicatorQuestion, hits: Sequence[Hit]) -> list[Hit]:
        """What is surely meant of another standard than the one that is named, which has nothing as near."""
        if len(question.standards) != 1 or len(question.terms) < _FEW:  # a word such as "smart" means none
            return []
        anywhere = self._ranker.rank(replace(question, standards=()))
        if not anywhere or anywhere[0].indicator.standard in question.standards:
            return []
        if not self._ranker.is_sure(question, anywhere):
            return []
        nearest = max((hit.similarity for hit in hits), default=0.0)
        return anywhere if anywhere[0].similarity >= nearest + SIMILARITY_LEAD else []

    def _of_context(self, question: IndicatorQuestion, builder: ReplyBuilder) -> IndicatorReply | None:
        """The indicators just spoken of as a table."""
        known = [term for term in question.terms if self.index.knows(term)]
        return None if known else reply_table(question, builder)
