"""Numbers, shares and durations as people read them."""

from __future__ import annotations

from typing import Final

from knowledge.documents import Language

_UNITS: Final = ((86_400, "hari", "d"), (3_600, "jam", "h"), (60, "mnt", "min"))


def number(value: float, language: Language, places: int = 0) -> str:
    """``12.345,6`` in Indonesian, ``12,345.6`` in English."""
    text = f"{value:,.{places}f}"
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))


def percent(share: float, language: Language) -> str:
    """A share from 0 to 1: ``42%``; small ones with a digit more."""
    return f"{number(100 * share, language, 1 if 0 < share < 0.1 else 0)}%"


def duration(seconds: float, language: Language) -> str:
    """In the largest unit that fits: ``0,4 dtk``, ``5,2 jam``, ``3 hari``."""
    for length, indonesian, english in _UNITS:
        if seconds >= length:
            return f"{number(seconds / length, language, 1)} {english if language == 'en' else indonesian}"
    return f"{number(seconds, language, 2)} {'s' if language == 'en' else 'dtk'}"
