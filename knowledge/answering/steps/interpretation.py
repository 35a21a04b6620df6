"""Step 2: the ways in which a question may be meant, after what its message and the conversation say before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from knowledge.answering.context import Context
from knowledge.answering.items import no_such_item
from knowledge.documents import Language
from knowledge.embedding.base import Embedder
from knowledge.indicators.recalculation import calculated_again, names_something_else
from knowledge.understanding.corrections import corrected
from knowledge.understanding.readings import Reading, readings, within_message

_NEEDS: Final = 0.5  # likelihood from which a question is read behind what its message says before it
_BEFORE: Final = 2  # questions of which one may be worked out again
_LEAST: Final = 0.05  # that a question still stands by itself, or follows the conversation


class Interpretation:
    """Finds the readings of a question.

    Args:
        embedder: the shipped one, over which the heads were trained.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def __call__(self, context: Context) -> None:
        """Set the readings, likeliest first."""
        if context.rewritten:
            context.reading = Reading("rewritten", context.query.text, 1.0)
            context.readings = [context.reading]
            return
        if again := worked_out_again(context.query.text, context.state.questions, context.language):
            if names_something_else(again, context.state.questions[:_BEFORE]):
                context.state = replace(context.state, subjects=())
            context.query = context.query.reworded(again)
            context.readings = [Reading("another", again, 1.0)]
            context.reading, context.standalone = context.readings[0], context.query
            return
        if no_such_item(context):
            context.reading = Reading("standalone", context.query.text, 1.0)
            context.readings = [context.reading]
            return
        context.readings = readings(context.query.text, context.state, self._embedder, corrects=context.corrects)
        query, state = context.query, context.state
        within = within_message(query.text, context.background, context.subject, state, self._embedder)
        needed = max((reading.probability for reading in within), default=0.0)
        if needed >= _NEEDS:
            by_itself = max(1.0 - needed, _LEAST)
            others = [replace(reading, probability=reading.probability * by_itself) for reading in context.readings]
            context.readings = sorted([*within, *others], key=lambda reading: -reading.probability)
        context.reading = context.readings[0]
        context.standalone = context.query.reworded(context.reading.standalone)


def worked_out_again(text: str, questions: Sequence[str], language: Language) -> str:
    """The last question that was worked out, as a message changes it or asks more of its figures; or ""."""
    found = (calculated_again(text, before, language) or corrected(text, before) for before in questions[:_BEFORE])
    return next(filter(None, found), "")
