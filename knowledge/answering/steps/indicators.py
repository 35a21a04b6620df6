"""Step 2b: questions about single indicators are answered from the catalogue."""

from __future__ import annotations

from functools import cached_property

from knowledge.answering.context import Context
from knowledge.indicators.answerer import IndicatorAnswerer
from knowledge.indicators.catalogue import Catalogue
from knowledge.indicators.matching.semantic import SemanticMatcher, can_match_semantically
from knowledge.releases.published import ReleaseReader


class IndicatorLookup:
    """Asks the catalogue first: codes, formulas and values are looked up, never searched for in prose."""

    def __init__(self, releases: ReleaseReader) -> None:
        self._releases = releases

    @cached_property
    def answerer(self) -> IndicatorAnswerer:
        """What answers from the catalogue, opened when first needed."""
        embedder, passages = self._releases.embedder, self._releases.embedding_cache.passages
        meanings = SemanticMatcher(embedder, passages) if can_match_semantically(embedder) else None
        return IndicatorAnswerer(Catalogue.load(), meanings)

    def __call__(self, context: Context) -> None:
        """Finish with the catalogue's reply when the question is about indicators."""
        if context.scope not in (None, "sni"):
            return
        earlier = context.history[-1].subjects if context.history else ()
        reply = self.answerer.answer(context.query.text, context.language, earlier)
        if reply is None:
            return
        context.finish(reply.outcome, *reply.blocks)
        context.citations = list(reply.citations)
        context.suggestions = list(reply.suggestions)
        context.subjects = reply.keys
        context.confidence = reply.confidence
