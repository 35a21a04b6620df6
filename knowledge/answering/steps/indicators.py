"""Step 2b: questions about single indicators are answered from the catalogue."""

from __future__ import annotations

from knowledge.answering.context import Context
from knowledge.indicators.answerer import IndicatorAnswerer
from knowledge.indicators.catalogue import Catalogue
from knowledge.indicators.matching.semantic import SemanticMatcher, can_match_semantically
from knowledge.releases.published import ReleaseReader


class IndicatorLookup:
    """Asks the indicator desk first: codes, formulas and values are looked up, never searched for in prose."""

    def __init__(self, releases: ReleaseReader) -> None:
        self._releases = releases
        self._opened: IndicatorAnswerer | None = None

    @property
    def desk(self) -> IndicatorAnswerer:
        """The desk over the catalogue, opened when first needed."""
        if self._opened is None:
            embedder, passages = self._releases.embedder, self._releases.kept.passages
            meanings = SemanticMatcher(embedder, passages) if can_match_semantically(embedder) else None
            self._opened = IndicatorAnswerer(Catalogue.load(), meanings)
        return self._opened

    def __call__(self, context: Context) -> None:
        """Finish with the desk's reply when the question is about indicators."""
        if context.scope not in (None, "sni"):
            return
        earlier = context.history[-1].subjects if context.history else ()
        reply = self.desk.answer(context.query.text, context.language, earlier)
        if reply is None:
            return
        context.finish(reply.outcome, *reply.blocks)
        context.citations = list(reply.citations)
        context.suggestions = list(reply.suggestions)
        context.subjects = reply.keys
        context.confidence = reply.confidence
