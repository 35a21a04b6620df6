"""A question about indicators, understood: what it names, counts and asks of the indicators before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.documents import Language
from knowledge.indicators.catalogue import DEFAULT_STANDARD, Catalogue, Indicator
from knowledge.indicators.questions.cues import (
    COMPARE,
    INDICATOR,
    OTHER_SUBJECT,
    STANDARD_BEFORE,
    asks_for_aspect,
    just_before,
)
from knowledge.indicators.questions.mentions import CodeMention, dotted_codes, find_codes, find_standards
from knowledge.indicators.questions.quantities import FRACTION, Quantity, find_quantities
from knowledge.indicators.questions.terms import normalise, terms

_COUNTED = re.compile(r"^\s?units?\b")


@dataclass(frozen=True, slots=True)
class IndicatorQuestion:
    """A question with what it names. ``text`` is normalised; ``context`` are the indicators of the turn before."""

    text: str
    language: Language
    codes: tuple[CodeMention, ...] = ()
    standards: tuple[str, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    terms: tuple[str, ...] = ()
    context: tuple[Indicator, ...] = ()

    @property
    def names_indicators(self) -> bool:
        """Whether the word indicator stands in it."""
        return bool(INDICATOR.search(self.text))

    @property
    def names_catalogue(self) -> bool:
        """Whether the word indicator or a standard stands in it."""
        return bool(self.names_indicators or self.standards)

    @property
    def wish(self) -> str:
        """Its text without its figures and the "unit" that these count, so that only what is asked for is left."""
        text = self.text
        for one in reversed(self.quantities):
            text = f"{text[: one.start]}#{_COUNTED.sub('', text[one.end :])}"
        return text

    @property
    def standard(self) -> str:
        """The standard asked about, the default one if none is named."""
        return self.standards[0] if self.standards else DEFAULT_STANDARD

    @property
    def counts(self) -> tuple[Quantity, ...]:
        """Its quantities that say how many or how much there is."""
        return tuple(quantity for quantity in self.quantities if quantity.counts)

    @property
    def goals(self) -> tuple[Quantity, ...]:
        """Its figures that are wanted, or given per so many."""
        return tuple(quantity for quantity in self.quantities if quantity.goal)


def understand(
    question: str, language: Language, context: Sequence[Indicator], catalogue: Catalogue
) -> IndicatorQuestion:
    """Read a question as it was typed, after a turn that spoke of the indicators in ``context``."""
    text = FRACTION.sub(r"\1 ÷ \2", dotted_codes(normalise(question)))
    codes = meant_as_codes(text, language, catalogue, follows=bool(context))
    quantities = find_quantities(text, language, [(code.start, code.end) for code in codes])
    return IndicatorQuestion(
        text=text,
        language=language,
        codes=tuple(codes),
        standards=find_standards(text),
        quantities=tuple(quantities),
        terms=tuple(terms(text, language)),
        context=tuple(context),
    )


def meant_as_codes(text: str, language: Language, catalogue: Catalogue, *, follows: bool) -> list[CodeMention]:
    """Only numbers meant as codes: called an indicator, beside a standard, asked for a formula, or alone.

    ``follows`` says that the turn before spoke of indicators.
    """
    mentions = find_codes(text)
    existing = [mention for mention in mentions if catalogue.with_code(mention.code)]
    asks = asks_for_aspect(text) or INDICATOR.search(text) or (COMPARE.search(text) and len(existing) > 1)
    other = OTHER_SUBJECT.search(text) is not None
    bare = not other and (asks or follows or not terms(text, language))
    meant = []
    for mention in mentions:
        beside = mention.standards and (mention in existing or just_before(STANDARD_BEFORE, text, mention.start))
        if mention.named or beside or ((bare or (mention.asked and not other)) and mention in existing):
            meant.append(mention)
    return meant
