"""Step 1: what is let in: of bearable length; people are warned of personal data."""

from __future__ import annotations

from knowledge.answering.context import Context
from knowledge.answering.texts import say
from knowledge.answers import Outcome, Paragraph


class Admission:
    """Warns of personal data, which the query holds no more, and turns away what is empty or too long.

    Args:
        limit: longest question, in characters.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit

    def __call__(self, context: Context) -> None:
        """Set the notice, or finish as declined."""
        query, language = context.query, context.language
        if query.masked:
            kinds = ", ".join(sorted({finding.label(language) for finding in query.masked}))
            context.notice = say("admission.personal", language, kinds=kinds)
        if not query.text:
            context.finish(Outcome.DECLINED, Paragraph(text=say("admission.empty", language)))
        elif query.shortened:
            said = say("admission.too_long", language, limit=self._limit)
            context.finish(Outcome.DECLINED, Paragraph(text=said))
