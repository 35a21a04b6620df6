"""Step 2: the ways in which a question may be meant, after what its message and the conversation say before it."""

from __future__ import annotations

from typing import Final

from knowledge.answering.context import Context
from knowledge.embedding.base import Embedder
from knowledge.language.analyzer import tokens
from knowledge.language.query import content_words
from knowledge.understanding.readings import Reading, readings

_FEW: Final = 2  # content words; a question with fewer may lean on what its message says before it
_LEANS: Final = 0.5  # how likely a short question does
_STANDS: Final = 0.01  # and a longer one
_TOPIC_LIMIT: Final = 160  # characters


class Interpretation:
    """Finds the readings of a question.

    Args:
        embedder: the shipped one, over which the heads were trained.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def __call__(self, context: Context) -> None:
        """Set the readings, likeliest first."""
        context.readings = readings(context.query.text, context.state, self._embedder, corrects=context.corrects)
        leans = _LEANS if len(context.query.content_words) < _FEW else _STANDS
        for before in dict.fromkeys((context.subject, context.background)):
            if topic := " ".join(dict.fromkeys(content_words(tokens(before))))[:_TOPIC_LIMIT]:
                reading = Reading("topic", context.readings[0].text, leans, topic)
                context.readings.append(reading)
        context.reading = context.readings[0]
        context.standalone = context.query.reworded(context.reading.standalone)
