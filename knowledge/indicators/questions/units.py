"""Units of measurement: which go together, and how a figure reads in the unit that an indicator is computed in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Dimension = Literal["area", "length", "mass", "energy", "volume", "time"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: ``factor`` times the base of its dimension (km2, km, tonne, GJ, litre, hour); of a flow, that in a
    second, given as so much in so many ``seconds``."""

    dimension: Dimension
    factor: Decimal
    seconds: int = 0

    def is_like(self, other: Unit) -> bool:
        """Whether figures in both can be compared."""
        return self.dimension == other.dimension and bool(self.seconds) == bool(other.seconds)


_SPELLINGS: dict[tuple[Dimension, str], tuple[str, ...]] = {
    ("area", "1"): ("km2", "km²", "km persegi", "sq km", "square kilometres", "square kilometers"),
    ("area", "0.01"): ("ha", "hektar", "hektare", "hectares", "hectare"),
    ("area", "0.000001"): ("m2", "m²", "meter persegi", "sqm", "square metres", "square meters"),
    ("length", "1"): ("km", "kilometer", "kilometres", "kilometers"),
    ("length", "0.001"): ("meter", "metres", "meters"),
    ("mass", "1"): ("ton", "tonnes", "tons"),
    ("mass", "0.001"): ("kg", "kilogram", "kilograms"),
    ("energy", "1"): ("gj", "gigajoule", "gigajoules"),
    ("energy", "0.0036"): ("kwh",),
    ("energy", "3.6"): ("mwh",),
    ("energy", "3600"): ("gwh",),
    ("volume", "1"): ("liter", "litre", "litres", "liters"),
    ("time", "1"): ("jam", "hour", "hours"),
    ("time", "24"): ("hari", "day", "days"),
    ("volume", "1000"): ("m3", "m³", "meter kubik", "cubic metres", "cubic meters"),
}
#: Every spelling of a unit in lower case.
UNITS = {
    spelling: Unit(dimension, Decimal(factor))
    for (dimension, factor), spellings in _SPELLINGS.items()
    for spelling in spellings
}
_WRITTEN = re.compile(
    r"(?<![\w.])(?:" + "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True)) + r")(?![\w])", re.IGNORECASE
)
#: Words by which a numerator or denominator is measured in a dimension although it names no unit.
_MEASURED: dict[Dimension, re.Pattern[str]] = {
    "area": re.compile(r"\b(?:luas|lahan|area|land)\b", re.IGNORECASE),
    "length": re.compile(r"\b(?:panjang|length|jaringan|network)\b", re.IGNORECASE),
    "mass": re.compile(r"\b(?:sampah|limbah|emisi|lumpur|waste|emissions|sludge)\b", re.IGNORECASE),
    "energy": re.compile(r"\b(?:energi|listrik|energy|electricity)\b", re.IGNORECASE),
    "volume": re.compile(r"\b(?:air|water|wastewater)\b", re.IGNORECASE),
    "time": re.compile(r"\b(?:waktu|lama|hari|jam|time|days?|hours?)\b", re.IGNORECASE),
}


def unit_in(text: str) -> Unit | None:
    """The unit that a numerator or denominator is given in: ``Luas ruang hijau (hektare)`` in hectares."""
    found = _WRITTEN.search(text)
    return UNITS[found[0].lower()] if found else None


def fits(unit: Unit, text: str) -> bool:
    """Whether a figure in this unit can be meant by a numerator or denominator."""
    wanted = unit_in(text)
    return wanted.dimension == unit.dimension if wanted else _MEASURED[unit.dimension].search(text) is not None


def converted(value: Decimal, unit: Unit, text: str) -> Decimal:
    """A figure given in ``unit`` as a numerator or denominator counts it; unchanged where that names no unit."""
    wanted = unit_in(text)
    factor = unit.factor * (unit.seconds or 1)
    return value * factor / wanted.factor if wanted and wanted.dimension == unit.dimension else value
