"""Step 8: whether the documents answer the question, before anything is composed."""

from __future__ import annotations

from knowledge.answering.calibration import calibration
from knowledge.answering.context import Context
from knowledge.answering.polarity import turned_round
from knowledge.answering.refusal import ask_back, in_other_language, refuse
from knowledge.embedding.base import Embedder
from knowledge.reading.reader import Reader


class Decision:
    """Asks back, answers, answers with reserve, or refuses and names what is near, by the calibrated confidence.

    Args:
        embedder: the shipped one.
        reader: tells what of what is near has to do with a question that is refused.
    """

    def __init__(self, embedder: Embedder, reader: Reader | None = None) -> None:
        self._embedder = embedder
        self._reader = reader

    def __call__(self, context: Context) -> None:
        """Finish with the question which of two things is meant, or with a refusal; or leave what was found to be
        answered from."""
        if context.alternative and ask_back(context, [context.passages_found[0], context.alternative]):
            return
        unsure = context.confidence < calibration().answer_threshold
        # Words of another language are not understood, so that what seems near to them is not answered from.
        foreign = unsure and in_other_language(context)
        limit = calibration().reserve_threshold if _shown_already(context) else calibration().refusal_threshold
        if context.found is None or foreign or context.confidence < limit:
            refuse(context, context.passages_found, self._reader)
        elif context.confidence < calibration().reserve_threshold or self._turned_round(context):
            context.reserve = "before"
        elif unsure:
            context.reserve = "behind"

    def _turned_round(self, context: Context) -> bool:
        return turned_round(context.standalone.text, context.passages_found[0], self._embedder)


def _shown_already(context: Context) -> bool:
    """Whether the nearest is what was just shown, which says nothing new to a question that it hardly answers."""
    return any(passage.chunk.id in context.state.shown for passage in context.passages_found[:1])
