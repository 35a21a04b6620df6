"""Step 1: what is let in: cleaned, of bearable length, without personal data."""

from __future__ import annotations

from knowledge.answering.context import Context
from knowledge.answering.texts import say
from knowledge.answers import Outcome, Paragraph
from knowledge.language import personal_data
from knowledge.language.cleaning import clean_question


class Admission:
    """Cleans a question, masks personal data in it and turns away what is empty or too long.

    Args:
        limit: longest question, in characters.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit

    def __call__(self, context: Context) -> None:
        """Replace the text by what is worked on, warn of personal data, or finish as declined."""
        text = clean_question(context.text)
        if found := personal_data.find(text):
            kinds = ", ".join(sorted({finding.label(context.language) for finding in found}))
            context.notice = say("admission.personal", context.language, kinds=kinds)
            text = personal_data.mask(text)
        context.text = context.question = text[: self._limit]
        if not text:
            context.finish(Outcome.DECLINED, Paragraph(text=say("admission.empty", context.language)))
        elif len(text) > self._limit:
            said = say("admission.too_long", context.language, limit=self._limit)
            context.finish(Outcome.DECLINED, Paragraph(text=said))
