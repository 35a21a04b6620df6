"""The arithmetic of indicators, exact in decimals, and numbers as Indonesian and English readers write them."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from typing import Literal

from knowledge.documents import Language
from knowledge.errors import PanduError
from knowledge.indicators.catalogue import Indicator

Reason = Literal["unknown-formula", "zero", "negative", "exceeds", "too-large"]
LARGEST = Decimal(10) ** 18
DECIMAL_PLACES = 4


class IndicatorValueError(PanduError):
    """A value that cannot be computed; ``reason`` says why."""

    def __init__(self, reason: Reason, indicator: Indicator) -> None:
        super().__init__(f"The value of indicator {indicator.key} cannot be computed: {reason}.")
        self.reason = reason


def compute(indicator: Indicator, numerator: Decimal, denominator: Decimal) -> Decimal:
    """``numerator ÷ denominator × scale``, in the indicator's unit.

    Raises :class:`IndicatorValueError` where the formula is not known, the denominator is zero, a value is negative,
    one or the result is larger than 10^18, or a part exceeds its whole.
    """
    if indicator.scale is None:
        raise IndicatorValueError("unknown-formula", indicator)
    if numerator < 0 or denominator < 0:
        raise IndicatorValueError("negative", indicator)
    if denominator == 0:
        raise IndicatorValueError("zero", indicator)
    if max(numerator, denominator) > LARGEST:
        raise IndicatorValueError("too-large", indicator)
    if indicator.part_of_whole and numerator > denominator:
        raise IndicatorValueError("exceeds", indicator)
    with localcontext(prec=40):
        value = numerator * indicator.scale / denominator
    if value > LARGEST:
        raise IndicatorValueError("too-large", indicator)
    return value


def rounded(value: Decimal) -> tuple[Decimal, bool]:
    """The value with at most four decimal places (two from 100 on, four significant digits below 0.001), and
    whether that is exact."""
    places = 2 if abs(value) >= 100 else DECIMAL_PLACES
    if value and abs(value) < Decimal("0.001"):
        places = 3 - value.adjusted()
    with localcontext(prec=60):
        short = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
    return short, short == value


def format_number(value: Decimal, language: Language) -> str:
    """The number with the separators of the language: ``1.650.000,5`` in Indonesian, ``1,650,000.5`` in English."""
    text = f"{value:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) if language == "id" else text


def format_unit(unit: str) -> str:
    """The unit behind a value: the sign for percent."""
    return "%" if unit in {"persen", "percent"} else unit


def format_formula(indicator: Indicator, language: Language) -> str:
    """The formula in words; empty where numerator or denominator is not known."""
    numerator, denominator = indicator.numerator.in_(language), indicator.denominator.in_(language)
    if not numerator or not denominator:
        return ""
    return _scaled(indicator, f"({numerator})", f"({denominator})", language)


def format_calculation(indicator: Indicator, numerator: Decimal, denominator: Decimal, language: Language) -> str:
    """The formula with numbers and its value in the unit; raises as :func:`compute`."""
    value, exact = rounded(compute(indicator, numerator, denominator))
    left = _scaled(indicator, format_number(numerator, language), format_number(denominator, language), language)
    sign = "=" if exact else "≈"
    return f"{left} {sign} {format_number(value, language)} {format_unit(indicator.unit.in_(language))}"


def _scaled(indicator: Indicator, numerator: str, denominator: str, language: Language) -> str:
    if indicator.scale is None or indicator.scale == 1:
        return f"{numerator} ÷ {denominator}"
    if indicator.scale == 100:
        return f"{numerator} ÷ {denominator} × 100"
    return f"{numerator} ÷ ({denominator} ÷ {format_number(indicator.scale, language)})"
