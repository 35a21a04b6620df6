"""Step 4: the passages for the question, under the reading that is likely and that the documents answer."""

from __future__ import annotations

from typing import Final

from knowledge.answering.calibration import answer_probability, calibration, confidence
from knowledge.answering.context import Context
from knowledge.documents import Passage
from knowledge.retrieval.retriever import JUST_SHOWN, Retrieved, Retriever, together
from knowledge.understanding.readings import Reading

_MAY_STAND: Final = 0.35  # probability from which a question may well stand by itself
_NEARLY: Final = 0.8  # part of the best reading's worth from which another is nearly as likely
_BEYOND_DOUBT: Final = 0.9  # confidence from which no other reading is looked at
_LISTED: Final = 0.15  # fused score by which the list falls back of which an item is to be explained
_LEAST: Final = 0.02  # confidence that counts for a reading that finds nothing: then the likelihood decides


class Retrieval:
    """Searches the release under each reading."""

    def __init__(self, retriever: Retriever) -> None:
        self._retriever = retriever

    def __call__(self, context: Context) -> None:
        """Set the standalone question and what was found for it."""
        tried = [(reading, self._search(context, reading)) for reading in context.readings]
        plausible = _plausible(tried)
        context.reading, context.found = max(plausible, key=lambda pair: _worth(*pair))
        context.standalone = context.query.reworded(context.reading.standalone)
        context.release = context.found.release
        context.features = context.found.features
        context.confidence = confidence(context.found)
        if not any(passage.chunk.id in context.state.shown for passage in context.found.passages[:1]):
            context.alternative = _alternative(context.reading, context.found, plausible)

    def _search(self, context: Context, reading: Reading) -> Retrieved:
        shown = context.state.shown if reading.kind in ("topic", "item") else frozenset()
        if reading.kind == "message":  # what a person writes in one go is one text
            query = context.query.reworded(f"{reading.about} {reading.text}")
            return self._retriever.retrieve(query, scope=context.scope)
        query = context.query.reworded(reading.text)
        bare = reading.item is not None and reading.item.name == reading.item.text.rstrip(" ;.,")
        behind = _LISTED if bare else JUST_SHOWN  # a row of a table may itself answer
        found = self._retriever.retrieve_apart(
            query, about=reading.about, shown=shown, behind=behind, scope=context.scope
        )
        return together(found, max(found, key=answer_probability))


def _plausible(tried: list[tuple[Reading, Retrieved]]) -> list[tuple[Reading, Retrieved]]:
    """Without what completes a question that may well stand by itself and is not surely answered even so."""
    stands = next((reading.probability for reading, _ in tried if reading.kind == "standalone"), 0.0)
    if stands < _MAY_STAND:
        return tried
    sure = calibration().answer_threshold
    return [pair for pair in tried if pair[0].kind == "standalone" or confidence(pair[1]) >= sure]


def _alternative(reading: Reading, found: Retrieved, others: list[tuple[Reading, Retrieved]]) -> Passage | None:
    """The passage that answers under another reading, where that is nearly as likely and neither is sure."""
    enough = calibration().reserve_threshold
    if not found.passages or not enough <= confidence(found) < _BEYOND_DOUBT:
        return None
    least = max(_worth(reading, found) * _NEARLY, _LEAST)
    near = [
        (other.passages[0], worth)
        for kind, other in others
        if other.passages
        and other.passages[0].chunk.id != found.passages[0].chunk.id
        and confidence(other) >= enough
        and (worth := _worth(kind, other)) >= least
    ]
    return max(near, key=lambda pair: pair[1])[0] if near else None


def _worth(reading: Reading, found: Retrieved) -> float:
    """How much speaks for a reading: a longer question finds something sooner, so the likelihood has its say."""
    likelihood: float = reading.probability**0.5
    return likelihood * (_LEAST + confidence(found))
