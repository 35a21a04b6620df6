"""Searching the catalogue: by code, by theme, and by everyday words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.documents import Language
from knowledge.indicators.catalogue import Catalogue, Indicator, Theme
from knowledge.indicators.matching.lexical import IndicatorIndex

SEARCH_LIMIT = 40
MIN_CONFIDENCE_SHARE = 0.6  # of the confidence of the best one; what is below is far from what was meant
_CODE = re.compile(r"(?<![\d.])\d{1,2}\.\d{1,2}(?:\.\d{1,2})?(?![\d.])")
_WORD = re.compile(r"\w+")
_BESIDE = frozenset({"tema", "theme", "indikator", "indicators", "indicator", "sni", "iso"})
_STANDARD = re.compile(r"(?<!\d)3712[023](?!\d)")


def search(
    catalogue: Catalogue, index: IndicatorIndex, q: str, language: Language, standards: Sequence[str]
) -> list[Indicator]:
    """The indicators that a search means, best first: those of a code that it names; else those that its words fit,
    then the others of a theme that it names. A standard that it names narrows it down."""
    named = [one for one in _STANDARD.findall(q) if one in standards]
    within = named or standards
    if codes := _CODE.findall(q):
        return [one for code in codes for one in catalogue.with_code(code) if one.standard in within]
    theme = _theme(catalogue, q)
    of_theme = [one for number in within for one in catalogue.of_theme(theme.slug, number)] if theme else []
    hits = index.search(q, language, within, limit=SEARCH_LIMIT)
    least = max((hit.confidence for hit in hits), default=0.0) * MIN_CONFIDENCE_SHARE
    found = [hit.indicator for hit in hits if hit.confidence >= least]
    return list({one.key: one for one in (*found, *of_theme)}.values())


def _theme(catalogue: Catalogue, q: str) -> Theme | None:
    words = _words(_STANDARD.sub("", q))
    for theme in catalogue.themes.values():
        texts = (theme.name, theme.aliases)
        names = [name for text in texts for name in f"{text.indonesian};{text.english}".split(";")]
        if words in map(_words, names):
            return theme
    return None


def _words(text: str) -> str:
    return " ".join(word for word in _WORD.findall(text.casefold()) if word not in _BESIDE)
