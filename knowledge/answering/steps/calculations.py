"""Step 6: what can be worked out of the asker's own figures, where neither catalogue nor documents answer."""

from __future__ import annotations

from knowledge.answering.calibration import calibration
from knowledge.answering.context import Context
from knowledge.answering.texts import say
from knowledge.answers import Outcome, Paragraph
from knowledge.documents import Language
from knowledge.indicators.answerer import IndicatorAnswerer
from knowledge.indicators.own_figures import Step, is_determined, work_out


class Calculations:
    """Works out what is asked of the asker's own figures, says that it is the value of no indicator, and names those
    that are near."""

    def __init__(self, answerer: IndicatorAnswerer) -> None:
        self._answerer = answerer

    def __call__(self, context: Context) -> None:
        """Finish with the calculation, if one is asked for that the figures give."""
        text = context.with_figures
        surely = context.confidence >= calibration().answer_threshold
        if surely and not is_determined(text, context.language):
            return
        steps = work_out(text, context.language)
        if not steps:
            return
        calculation = "; ".join(_written(step, context.language) for step in steps)
        worked = Paragraph(text=say("calculation.worked", context.language, calculation=calculation))
        context.standalone = context.query.reworded(text)  # so that it can be worked out again with another figure
        near = self._answerer.nearest(text, context.language, beside="calculation")
        context.finish(Outcome.PARTLY, worked, *(near.blocks if near else ()))
        context.found = None
        if near:
            context.citations = list(near.citations)
            context.suggestions = list(near.suggestions)
            context.subjects = near.keys


def _written(step: Step, language: Language) -> str:
    note = say(f"calculation.{step.note}", language, value=step.value) if step.note else ""
    return f"{step.text} = {note}" if step.text and note else step.text or note
