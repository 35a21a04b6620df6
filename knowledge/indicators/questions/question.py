"""A question about indicators, understood."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.documents import Language
from knowledge.indicators.catalogue import DEFAULT_STANDARD, Indicator
from knowledge.indicators.questions.cues import (
    INDICATOR,
)
from knowledge.indicators.questions.mentions import CodeMention
from knowledge.indicators.questions.quantities import Quantity


@dataclass(frozen=True, slots=True)
class Question:
    """What was understood of a question. ``text`` is normalised; ``context`` are the indicators of the turn before."""

    text: str
    language: Language
    codes: tuple[CodeMention, ...]
    standards: tuple[str, ...]
    quantities: tuple[Quantity, ...]
    terms: tuple[str, ...]
    context: tuple[Indicator, ...]

    @property
    def names_indicators(self) -> bool:
        """Whether the word indicator stands in it."""
        return bool(INDICATOR.search(self.text))

    @property
    def standard(self) -> str:
        """The standard asked about, the default one if none is named."""
        return self.standards[0] if self.standards else DEFAULT_STANDARD
