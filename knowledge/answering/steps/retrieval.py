"""Step 3: the passages for each part of the question, under the reading that the documents answer best."""

from __future__ import annotations

import re

from knowledge.answering.calibration import confidence
from knowledge.answering.context import Context
from knowledge.answering.follow_up import candidates
from knowledge.language.query import Query
from knowledge.retrieval.retriever import Retrieved, Retriever

_PARTS = 3  # at most so many questions are answered in one message
_MIN_GAIN = 0.05  # in confidence, for a completed reading to beat the question as it stands
# A new question begins after a question mark, or after "and" with a question word.
_BOUNDARY = re.compile(
    r"\?\s+|[,;]?(?<!\s)\s++(?:dan|serta|terus|trus|sama|and)\s+(?=(?:juga |also )?(?:apa|siapa|kapan|berapa|brp|"
    r"bagaimana|gimana|gmn|mengapa|kenapa|di ?mana|dmn|who|what|when|where|why|how|which|is|are|does|do|can)\b)",
    re.IGNORECASE,
)


class Retrieval:
    """Searches the release; for a follow-up under several readings, for a question of several parts each part."""

    def __init__(self, retriever: Retriever) -> None:
        self._retriever = retriever

    def __call__(self, context: Context) -> None:
        """Set the standalone question and what was found for it and its parts."""
        context.standalone, first = self._best_reading(context)
        context.release = first.release
        context.features = first.features
        context.confidence = confidence(first)
        context.parts = [first, *(self._search(context, part) for part in _parts(context.standalone))]

    def _search(self, context: Context, query: Query) -> Retrieved:
        return self._retriever.retrieve(query, scope=context.scope)

    def _best_reading(self, context: Context) -> tuple[Query, Retrieved]:
        readings = candidates(context)
        found = [(reading, self._search(context, reading)) for reading in readings]
        best = found[0]
        for reading, retrieved in found[1:]:
            if confidence(retrieved) > confidence(best[1]) + (_MIN_GAIN if best[0] is context.query else 0):
                best = (reading, retrieved)
        return best


def _parts(query: Query) -> list[Query]:
    """The parts of a question that asks several things; empty when it asks one.

    A part without a subject of its own ("…dan di mana?") belongs to the one before.
    """
    pieces = [query.reworded(piece.strip(" ?.,")) for piece in _BOUNDARY.split(query.text)]
    whole = [piece for piece in pieces if len(piece.content_words) >= 2]
    return whole[:_PARTS] if len(whole) > 1 else []
