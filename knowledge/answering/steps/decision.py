"""Step 6: whether the documents answer the question, before anything is composed."""

from __future__ import annotations

from knowledge.answering.calibration import calibration
from knowledge.answering.context import Context
from knowledge.answering.refusal import refuse


class Decision:
    """Answers, answers with reserve, or refuses and names what is near, by the calibrated confidence."""

    def __call__(self, context: Context) -> None:
        """Finish with a refusal, or leave what was found to be answered from."""
        if context.found is None or context.confidence < calibration().refusal_threshold:
            refuse(context, near=context.passages_found)
        elif context.confidence < calibration().reserve_threshold:
            context.reserve = "before"
        elif context.confidence < calibration().answer_threshold:
            context.reserve = "behind"
