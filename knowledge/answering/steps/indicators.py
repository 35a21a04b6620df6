"""Step 2b: questions about single indicators are answered from the catalogue."""

from __future__ import annotations

from knowledge.answering.context import Context
from knowledge.indicators.answerer import IndicatorAnswerer


class IndicatorLookup:
    """Asks the catalogue first: codes, formulas and values are looked up, never searched for in prose."""

    def __init__(self, answerer: IndicatorAnswerer) -> None:
        self._answerer = answerer

    def __call__(self, context: Context) -> None:
        """Finish with the catalogue's reply when the question is about indicators."""
        if context.scope not in (None, "sni"):
            return
        earlier = context.history[-1].subjects if context.history else ()
        reply = self._answerer.answer(context.query.text, context.language, earlier)
        if reply is None:
            return
        context.finish(reply.outcome, *reply.blocks)
        context.citations = list(reply.citations)
        context.suggestions = list(reply.suggestions)
        context.subjects = reply.keys
        context.confidence = reply.confidence
