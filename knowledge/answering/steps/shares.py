"""Step 5: a share of two figures that the question itself gives, where neither catalogue nor documents answer."""

from __future__ import annotations

import re

from knowledge.answering.calibration import calibration
from knowledge.answering.context import Context
from knowledge.answering.texts import say
from knowledge.answers import Outcome, Paragraph
from knowledge.indicators.arithmetic import format_number, rounded
from knowledge.indicators.questions.quantities import find_quantities
from knowledge.indicators.questions.terms import normalise
from knowledge.understanding.shapes import pattern

_FIGURE = re.compile(r"\d")


class Shares:
    """Divides two figures of the asker's own, and says that this is no value of an indicator."""

    def __call__(self, context: Context) -> None:
        """Finish with the share, if one is asked for and exactly two figures are given."""
        if context.confidence >= calibration().answer_threshold:
            return
        told = context.background if _FIGURE.search(context.background) else ""
        text = normalise(f"{told} {context.query.text}")
        if not pattern("share").search(text):
            return
        counts = [found.value for found in find_quantities(text, context.language) if not found.percent]
        if len(counts) != 2 or min(counts) <= 0:
            return
        part, whole = min(counts), max(counts)
        value, exact = rounded(part * 100 / whole)
        first, second, result = (format_number(figure, context.language) for figure in (part, whole, value))
        calculation = f"{first} ÷ {second} × 100 {'=' if exact else '≈'} {result} %"
        context.finish(Outcome.PARTLY, Paragraph(text=say("share", context.language, calculation=calculation)))
        context.found = None
