"""The steps that each question takes, from its readings to an answer that is verified."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.answering.context import Context, Step, Way
from knowledge.answering.items import with_item
from knowledge.answering.merging import Reply
from knowledge.answering.refusal import refusal_offer
from knowledge.answering.steps.calculations import Calculations
from knowledge.answering.steps.composition import Composition
from knowledge.answering.steps.decision import Decision
from knowledge.answering.steps.indicators import IndicatorLookup, IndicatorsAfter, IndicatorsNear
from knowledge.answering.steps.interpretation import Interpretation
from knowledge.answering.steps.premises import Premises
from knowledge.answering.steps.reading import CloseLook
from knowledge.answering.steps.retrieval import Retrieval
from knowledge.answering.steps.verification import Verification
from knowledge.answers import Outcome
from knowledge.embedding.base import Embedder
from knowledge.grounding.originals import OriginalStore
from knowledge.indicators.answerer import IndicatorAnswerer
from knowledge.language.analyzer import tokens
from knowledge.language.query import content_words
from knowledge.reading.reader import Reader
from knowledge.retrieval.retriever import Retriever
from knowledge.understanding.conversation import ConversationState
from knowledge.understanding.message import Part
from knowledge.understanding.shapes import pattern

if TYPE_CHECKING:
    from knowledge.answering.steps.writing import Writing


class QuestionSteps:
    """Answers one question of a message from catalogue and documents.

    Args:
        retriever: searches the documents.
        indicators: answers from the catalogue.
        embedder: the shipped one, over which the heads were trained.
        originals: what the originals of sources say.
        reader: reads what was found beside the question, if it is the shipped embedder that finds.
        write: has a language model write what was found anew, if there is one.
    """

    def __init__(
        self,
        retriever: Retriever,
        indicators: IndicatorAnswerer,
        embedder: Embedder,
        originals: OriginalStore | None,
        reader: Reader | None,
        write: Writing | None,
    ) -> None:
        lookup = IndicatorLookup(indicators, retriever)
        self._steps: tuple[tuple[str, Step], ...] = (
            ("interpret", Interpretation(embedder)),
            ("indicate", lookup),
            ("retrieve", Retrieval(retriever)),
            *([("read", CloseLook(reader))] if reader else []),
            ("indicate", IndicatorsAfter(lookup)),
            ("calculate", Calculations(indicators)),
            ("near", IndicatorsNear(indicators)),
            ("decide", Decision(embedder, reader)),
            ("compose", Composition(embedder, originals, reader)),
        )
        self._look_up_premises = Premises(retriever, embedder, originals, reader)
        self._verify = Verification()
        self._write = write

    def __call__(self, part: Part, way: Way, *, alone: bool = False) -> Reply:
        """The answer of the documents to a question; ``alone`` without what was said before it."""
        state = ConversationState(place=way.state.place) if alone else way.state
        if way.place:
            state = replace(state, place=way.place)
        if part.subject and way.contexts and way.contexts[-1].subjects:
            state = replace(state, subjects=way.contexts[-1].subjects)  # the indicator asked of just before
        plain = pattern("wants_brief").sub("", part.text) if way.brief else part.text
        query = way.query.reworded(plain if content_words(tokens(plain)) else part.text)
        context = Context(query, way.scope, state, background=part.background, subject=part.subject)
        context.figures = part.figures
        context.corrects = part.corrects
        context.rewritten = part.rewritten
        context.brief = way.brief
        for name, step in self._steps:
            started = time.perf_counter()
            step(context)
            way.timed(name, started)
            if context.finished:
                break
        started = time.perf_counter()
        self._look_up_premises(context)
        self._verify(context)
        with_item(context)
        way.timed("verify", started)
        if self._write and way.asker:
            started = time.perf_counter()
            self._write(context, way.asker)
            way.timed("write", started)
        way.contexts.append(context)
        return _reply_of(context)


def _reply_of(context: Context) -> Reply:
    offer = refusal_offer(context.language)
    return Reply(
        context.query.text,
        context.outcome or Outcome.REFUSED,
        [block for block in context.blocks if block != offer],
        context.citations,
        [offer] if offer in context.blocks else [],
        context.suggestions,
        context.subjects,
        context.passages,
        context.as_of,
    )
