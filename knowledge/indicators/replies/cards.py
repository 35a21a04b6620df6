"""What a card and a comparison say about an indicator, in the words of one language."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.documents import Language
from knowledge.indicators.arithmetic import format_formula
from knowledge.indicators.catalogue import Catalogue, Indicator
from knowledge.indicators.replies.texts import say

#: Labels of what is told of how we know an indicator, which need not be read with it.
ASIDES = ("confidence", "decides")


def card_fields(indicator: Indicator, catalogue: Catalogue, language: Language) -> list[tuple[str, str]]:
    """The labelled lines of its card, without those that nothing is known for."""

    def text(phrase: str, **values: object) -> str:
        return say(phrase, language, **values)

    theme, label = catalogue.themes[indicator.theme], catalogue.standards[indicator.standard].label
    formula = format_formula(indicator, language)
    fields = [
        (text("code"), f"{indicator.code} ({label})"),
        (text("theme"), text("theme_value", theme=theme.name.in_(language), clause=theme.clause)),
        (text("formula"), f"{formula} {text(f'basis_{indicator.basis}')}" if formula else text("no_formula")),
        (text("unit"), indicator.unit.in_(language)),
        (text("class"), classification(indicator, language)),
        (text("direction"), text("direction_value") if indicator.lower_is_better else ""),
        (text("note"), indicator.note.in_(language)),
        (text("open"), indicator.open.in_(language)),
        (text("owner"), text("owner_value", owners=owners(indicator, catalogue, language))),
        (text("confidence"), text(f"confidence_{indicator.evidence_grade}")),
        (
            text("decides"),
            text("decides_value", standard=catalogue.standards[indicator.standard].label, code=indicator.code),
        ),
    ]
    return [(label, value) for label, value in fields if value]


def classification(indicator: Indicator, language: Language) -> str:
    """The class of an ISO 37120 indicator; empty where none was seen."""
    return say(f"class_{indicator.classification}", language) if indicator.classification else ""


def owners(indicator: Indicator, catalogue: Catalogue, language: Language) -> str:
    """The names of the usual data holders."""
    return "; ".join(catalogue.owners[owner].name.in_(language) for owner in indicator.owners)


def compared_aspects(
    indicators: Sequence[Indicator], catalogue: Catalogue, language: Language
) -> list[tuple[str, str, list[str]]]:
    """The rows of a comparison: what an aspect is called in a sentence, its label, and a cell for each indicator."""
    missing = say("no_formula", language)
    cells = {
        "title": [indicator.title.in_(language) for indicator in indicators],
        "theme": [catalogue.themes[indicator.theme].name.in_(language) for indicator in indicators],
        "numerator": [indicator.numerator.in_(language) or missing for indicator in indicators],
        "denominator": [indicator.denominator.in_(language) or missing for indicator in indicators],
        "unit": [indicator.unit.in_(language) or missing for indicator in indicators],
    }
    return [(say(f"part_{aspect}", language), say(aspect, language), row) for aspect, row in cells.items()]
