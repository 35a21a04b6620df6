"""Worked indicator values for the API and the pages, or the sentence that says why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from knowledge.documents import Language
from knowledge.indicator_replies import reference, say
from knowledge.indicator_values import (
    IndicatorValueError,
    Reason,
    compute,
    format_calculation,
    format_formula,
    format_number,
    rounded,
)
from knowledge.indicators import Bilingual, Indicator


@dataclass(frozen=True, slots=True)
class Calculation:
    """A value in the indicator's unit, whether rounding left it exact, and the formula with the figures."""

    value: Decimal
    exact: bool
    text: Bilingual


class NotComputable(Exception):
    """The figures give no value; the message says why, in either language."""

    def __init__(self, reason: Reason, indicator: Indicator, numerator: Decimal, denominator: Decimal) -> None:
        super().__init__(reason)
        self._reason = reason
        self._indicator = indicator
        self._figures = numerator, denominator

    def message(self, language: Language) -> str:
        """The sentence for a person."""
        indicator, (numerator, denominator) = self._indicator, self._figures
        return say(
            language,
            f"value_{self._reason}",
            ref=reference(indicator),
            numerator=indicator.numerator.in_(language),
            denominator=indicator.denominator.in_(language),
            formula=format_formula(indicator, language),
            numerator_value=format_number(numerator, language),
            denominator_value=format_number(denominator, language),
        )


def calculate(indicator: Indicator, numerator: Decimal, denominator: Decimal) -> Calculation:
    """The worked value.

    Raises:
        NotComputable: the formula is not known, or the figures are impossible.
    """
    try:
        value, exact = rounded(compute(indicator, numerator, denominator))
        text = Bilingual(
            format_calculation(indicator, numerator, denominator, "id"),
            format_calculation(indicator, numerator, denominator, "en"),
        )
    except IndicatorValueError as error:
        raise NotComputable(error.reason, indicator, numerator, denominator) from None
    return Calculation(value, exact, text)
