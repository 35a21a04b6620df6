"""Step 4: whether the documents answer the question, before anything is composed."""

from __future__ import annotations

from knowledge.answering.calibration import calibration, confidence
from knowledge.answering.context import Context
from knowledge.answering.refusal import nearest_topics, refuse


class Decision:
    """Answers, answers tentatively, or refuses and names what is near, by the calibrated confidence."""

    def __call__(self, context: Context) -> None:
        """Finish with a refusal, or leave the parts that can be answered."""
        whole = context.parts[0]
        # A part of a question has few words, so it finds something sooner: what is tentative of it is left out.
        if sure := [part for part in context.parts if confidence(part) >= calibration().answer_threshold]:
            context.parts = sure
            context.confidence = max(confidence(part) for part in sure)
        elif confidence(whole) >= calibration().refusal_threshold:
            context.parts, context.tentative = [whole], True
        else:
            context.parts = []
            refuse(context, nearest_topics(whole))
