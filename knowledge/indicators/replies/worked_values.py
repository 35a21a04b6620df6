"""Worked values of indicators for the API, the pages and replies, or the sentence that says why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from knowledge.answers import Outcome
from knowledge.documents import Language
from knowledge.indicators.arithmetic import (
    IndicatorValueError,
    Reason,
    compute,
    format_calculation,
    format_formula,
    format_number,
    rounded,
)
from knowledge.indicators.catalogue import Bilingual, Indicator
from knowledge.indicators.questions.kinds import kind_of, kind_of_role, same_kind
from knowledge.indicators.questions.quantities import Quantity, assign_roles, find_rates
from knowledge.indicators.questions.question import IndicatorQuestion
from knowledge.indicators.questions.units import fits
from knowledge.indicators.replies.builder import IndicatorReply, ReplyBuilder
from knowledge.indicators.replies.texts import lower_initial, reference, say


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
            f"value_{self._reason}",
            language,
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


def reply_worked_value(question: IndicatorQuestion, indicator: Indicator, builder: ReplyBuilder) -> IndicatorReply:
    """The worked value with its formula, or a sentence that says what is missing or impossible; then the card."""
    language = builder.language
    roles = assign_roles(question.text, question.quantities, indicator)
    share = next((quantity for quantity in question.quantities if quantity.percent), None)
    names = {
        "ref": reference(indicator),
        "unit": indicator.unit.in_(language),
        "share": f"{format_number(share.value, language)} %" if share else "",
        "numerator": lower_initial(indicator.numerator.in_(language)),
        "denominator": lower_initial(indicator.denominator.in_(language)),
        "formula": format_formula(indicator, language),
    }
    citations = builder.citations.of_indicators(indicator)
    outcome = Outcome.PARTLY
    if indicator.scale is None:
        builder.paragraph("value_unknown-formula", citations, **names)
    elif share and roles.numerator is None and roles.denominator is None:
        outcome = Outcome.INDICATOR
        builder.paragraph("value_percent" if indicator.scale == 100 else "value_percent_of_other", citations, **names)
    elif roles.denominator is None:
        builder.paragraph("value_missing_denominator", citations, **names)
    elif roles.numerator is None:
        builder.paragraph("value_missing_numerator", citations, **names)
    elif misfit := _misfit(indicator, roles.numerator, roles.denominator):
        quantity, role = misfit
        given = question.text[quantity.start : quantity.end]
        builder.paragraph("value_unit", citations, given=given, role=lower_initial(role.in_(language)), **names)
    else:
        outcome = Outcome.INDICATOR
        numerator, denominator = _counted(indicator, roles.numerator, roles.denominator)
        _add_calculation(indicator, numerator, denominator, names, builder)
        if share and indicator.scale == 100 and share.value <= 100:
            _add_target(share.value, numerator, denominator, builder)
    builder.card(indicator)
    return builder.reply([indicator], outcome)


def _counted(indicator: Indicator, numerator: Quantity, denominator: Quantity) -> tuple[Decimal, Decimal]:
    """The figures as the formula counts them; a share of two in different units of one measure in that of the whole."""
    first, second = numerator.unit, denominator.unit
    if indicator.scale == 100 and first and second and first.is_like(second):
        return numerator.value * first.factor / second.factor, denominator.value
    return numerator.as_counted(indicator.numerator.english), denominator.as_counted(indicator.denominator.english)


def counts_something_else(question: IndicatorQuestion, indicator: Indicator) -> bool:
    """Whether the figures cannot be those of an indicator that the question describes: what they count is another kind
    of thing, whichever of them is taken for the numerator; they are too many; or a value is asked for per so many as
    the indicator does not divide by."""
    rates = find_rates(question.text, question.language)
    if any(rate.scale != indicator.scale for rate in rates):
        return True
    counts = question.counts
    if len(counts) != 2:
        return len(counts) > 3
    kinds = [kind_of(question.text, counts, index) for index in range(2)]
    roles = [kind_of_role(role.indonesian) for role in (indicator.numerator, indicator.denominator)]
    return not any(all(map(same_kind, order, roles)) for order in (kinds, kinds[::-1]))


def reply_other_things(question: IndicatorQuestion, indicator: Indicator, builder: ReplyBuilder) -> IndicatorReply:
    """That the figures count something else than the indicator that is named, and what it needs; then the card."""
    language = builder.language
    builder.paragraph(
        "value_other_things",
        builder.citations.of_indicators(indicator),
        ref=reference(indicator),
        numerator=lower_initial(indicator.numerator.in_(language)),
        denominator=lower_initial(indicator.denominator.in_(language)),
    )
    builder.card(indicator)
    return builder.reply([indicator], Outcome.PARTLY)


def _misfit(indicator: Indicator, numerator: Quantity, denominator: Quantity) -> tuple[Quantity, Bilingual] | None:
    """A figure whose unit its numerator or denominator is not counted in, such as kilometres of lamps. Two figures in
    the same measure are a share of it, whatever the words say."""
    if indicator.scale == 100 and numerator.unit and denominator.unit:
        same = numerator.unit.is_like(denominator.unit)
        return None if same else (numerator, indicator.numerator)
    for quantity, role in ((numerator, indicator.numerator), (denominator, indicator.denominator)):
        if quantity.unit and not fits(quantity.unit, f"{role.indonesian} {role.english}"):
            return quantity, role
    return None


def _add_target(share: Decimal, numerator: Decimal, denominator: Decimal, builder: ReplyBuilder) -> None:
    """Say how many a share that is named beside the figures takes, and how many are missing."""
    needed = (denominator * share / 100).to_integral_value(ROUND_CEILING)
    builder.paragraph(
        "value_target" if needed > numerator else "value_target_reached",
        share=format_number(share, builder.language),
        needed=format_number(needed, builder.language),
        missing=format_number(needed - numerator, builder.language),
    )


def _add_calculation(
    indicator: Indicator, numerator: Decimal, denominator: Decimal, names: Mapping[str, str], builder: ReplyBuilder
) -> None:
    """Add the value and how the figures were read, or why they give none; ``names`` fills the phrases in."""
    language, citations = builder.language, builder.citations.of_indicators(indicator)
    numerator_value, denominator_value = format_number(numerator, language), format_number(denominator, language)
    try:
        calculation = format_calculation(indicator, numerator, denominator, language)
    except IndicatorValueError as error:
        shown = {"numerator_value": numerator_value, "denominator_value": denominator_value}
        builder.paragraph(f"value_{error.reason}", citations, **names, **shown)
        return
    builder.paragraph("value", citations, ref=names["ref"], calculation=calculation)
    builder.paragraph(
        "value_reading",
        numerator_name=names["numerator"],
        denominator_name=names["denominator"],
        numerator=numerator_value,
        denominator=denominator_value,
    )
