"""Step 4: whether the documents answer the question, before anything is composed."""

from __future__ import annotations

from knowledge.answering.calibration import calibration, confidence
from knowledge.answering.context import Context
from knowledge.answering.refusal import nearest_topics, refuse


class Decision:
    """Refuses when the documents do not hold the answer, and names what is near."""

    def __call__(self, context: Context) -> None:
        """Finish with a refusal, or leave the parts that can be answered."""
        whole = context.parts[0]
        # A part of a question has few words, so it finds something sooner: what is unsure of it is left out.
        if sure := [part for part in context.parts if confidence(part) >= calibration().sure]:
            context.parts = sure
            context.confidence = max(confidence(part) for part in sure)
        elif confidence(whole) >= calibration().threshold:
            context.parts, context.unsure = [whole], True
        else:
            context.parts = []
            refuse(context, nearest_topics(whole))
