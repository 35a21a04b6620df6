"""Step 2b: questions about single indicators are answered from the catalogue."""

from __future__ import annotations

from knowledge.answering.context import Context
from knowledge.indicators.answerer import IndicatorDesk
from knowledge.indicators.catalogue import Catalogue
from knowledge.indicators.matching.semantic import Meanings, compares_meanings
from knowledge.releases.published import Releases


class Indicate:
    """Asks the indicator desk first: codes, formulas and values are looked up, never searched for in prose."""

    def __init__(self, releases: Releases) -> None:
        self._releases = releases
        self._opened: IndicatorDesk | None = None

    @property
    def desk(self) -> IndicatorDesk:
        """The desk over the catalogue, opened when first needed."""
        if self._opened is None:
            embedder, passages = self._releases.embedder, self._releases.kept.passages
            meanings = Meanings(embedder, passages) if compares_meanings(embedder) else None
            self._opened = IndicatorDesk(Catalogue.load(), meanings)
        return self._opened

    def __call__(self, context: Context) -> None:
        """Finish with the desk's reply when the question is about indicators."""
        if context.scope not in (None, "sni"):
            return
        earlier = context.history[-1].subjects if context.history else ()
        reply = self.desk.answer(context.text, context.language, earlier)
        if reply is None:
            return
        context.finish(reply.outcome, *reply.blocks)
        context.citations = list(reply.citations)
        context.suggestions = list(reply.suggestions)
        context.subjects = reply.keys
        context.confidence = reply.confidence
