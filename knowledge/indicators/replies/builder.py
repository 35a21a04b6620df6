"""One reply about indicators, put together block by block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.answers import Block, Card, CardField, Citation, Item, ListBlock, Outcome, Paragraph, TableBlock
from knowledge.documents import Language
from knowledge.indicators.arithmetic import format_formula
from knowledge.indicators.catalogue import Catalogue, Indicator
from knowledge.indicators.replies.cards import ASIDES, card_fields, compared_aspects, owners
from knowledge.indicators.replies.citations import CitationNumbers
from knowledge.indicators.replies.texts import lower_initial, reference, say

MAX_SUGGESTIONS = 3
MAX_NEIGHBOURS = 3


@dataclass(frozen=True, slots=True)
class IndicatorReply:
    """An answer from the catalogue; ``keys`` are its indicators, the context of a follow-up question."""

    blocks: tuple[Block, ...]
    citations: tuple[Citation, ...]
    outcome: Outcome = Outcome.INDICATOR
    suggestions: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    confidence: float = 1.0


class ReplyBuilder:
    """Collects the blocks and suggestions of one reply; ``citations`` numbers what they stand on."""

    def __init__(self, catalogue: Catalogue, language: Language) -> None:
        self.catalogue = catalogue
        self.language = language
        self.citations = CitationNumbers(catalogue, language)
        self._blocks: list[Block] = []
        self._suggestions: dict[str, None] = {}

    def label(self, standard: str) -> str:
        """How people write the name of a standard: ``SNI ISO 37122:2019``."""
        return self.catalogue.standards[standard].label

    def say(self, phrase: str, **values: object) -> str:
        """A phrase in the language of the reply."""
        return say(phrase, self.language, **values)

    def number(self, count: int) -> str:
        """So many indicators, as it is said in a sentence."""
        return self.say("one_indicator") if count == 1 else self.say("indicators", count=count)

    def paragraph(self, phrase: str, citations: tuple[int, ...] = (), **values: object) -> None:
        """Add a phrase as running text."""
        self._blocks.append(Paragraph(text=self.say(phrase, **values), citations=citations))

    def card(self, indicator: Indicator, without: Sequence[str] = ()) -> None:
        """Add the fact sheet of an indicator, ``without`` the fields (by the names of their labels) told already."""
        told = {self.say(name) for name in without}
        fields = [pair for pair in card_fields(indicator, self.catalogue, self.language) if pair[0] not in told]
        asides = {self.say(name) for name in ASIDES}
        self._blocks.append(
            Card(
                key=indicator.key,
                title=f"{indicator.code} {indicator.title.in_(self.language)}",
                fields=tuple(CardField(label=label, value=value, aside=label in asides) for label, value in fields),
                note=self.say("card_note"),
                citations=self.citations.of_indicators(indicator),
            )
        )

    def items(self, indicators: Sequence[Indicator], aspects: Sequence[str] = ()) -> None:
        """Add a list of indicators: code, title and these aspects (``unit``, ``formula``, ``owner``)."""
        self.lines([self._item(indicator, aspects) for indicator in indicators])

    def _item(self, indicator: Indicator, aspects: Sequence[str]) -> str:
        told = (f"{lower_initial(self.say(name))}: {self.aspect(indicator, name)}" for name in aspects)
        line = f"{reference(indicator)}: {indicator.title.in_(self.language)}"
        return "; ".join((line, *told))

    def aspect(self, indicator: Indicator, name: str) -> str:
        """What a list or a table says of one side of an indicator (``unit``, ``formula``, ``owner``)."""
        value = {
            "unit": indicator.unit.in_(self.language),
            "formula": format_formula(indicator, self.language),
            "owner": owners(indicator, self.catalogue, self.language),
        }[name]
        return value or lower_initial(self.say("no_formula"))

    def overview(self, indicators: Sequence[Indicator], aspects: Sequence[str]) -> None:
        """Add a table of indicators: code, title and these aspects."""
        header = [self.say(name) for name in ("code", "title", *aspects)]
        rows = [
            (reference(one), one.title.in_(self.language), *(self.aspect(one, name) for name in aspects))
            for one in indicators
        ]
        self.table(header, rows, self.citations.of_indicators(*indicators))

    def lines(self, lines: Sequence[str]) -> None:
        """Add a list of texts."""
        self._blocks.append(ListBlock(items=tuple(Item(text=line) for line in lines)))

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]], citations: tuple[int, ...]) -> None:
        """Add a table."""
        self._blocks.append(
            TableBlock(header=tuple(header), rows=tuple(tuple(row) for row in rows), citations=citations)
        )

    def comparison(self, indicators: Sequence[Indicator]) -> None:
        """Add indicators side by side, led by the aspects in which they differ."""
        aspects = compared_aspects(indicators, self.catalogue, self.language)
        differing = [part for part, _, cells in aspects if len(set(cells)) > 1]
        citations = self.citations.of_indicators(*indicators)
        refs = f" {self.say('and')} ".join(map(reference, indicators))
        self.paragraph("compare", citations, refs=refs, difference=self.say("differ_in", parts=", ".join(differing)))
        header = [self.say("aspect")]
        header += [f"{indicator.code} ({self.label(indicator.standard)})" for indicator in indicators]
        self.table(header, [[label, *cells] for _, label, cells in aspects], citations)

    def neighbours(self, indicators: Sequence[Indicator], phrase: str = "neighbours", **values: object) -> None:
        """Add a sentence that names other indicators; nothing without any."""
        if indicators:
            shown = indicators[:MAX_NEIGHBOURS]
            names = [
                self.say("neighbour", ref=reference(indicator), title=indicator.title.in_(self.language))
                for indicator in shown
            ]
            self.paragraph(phrase, self.citations.of_indicators(*shown), others="; ".join(names), **values)

    def suggest(self, phrase: str, **values: object) -> None:
        """Offer a question that this catalogue answers; only the first few are kept."""
        self._suggestions.setdefault(self.say(phrase, **values))

    def reply(
        self,
        indicators: Sequence[Indicator] = (),
        outcome: Outcome = Outcome.INDICATOR,
        confidence: float = 1.0,
    ) -> IndicatorReply:
        """The finished reply, which a follow-up takes to be about these indicators."""
        return IndicatorReply(
            blocks=tuple(self._blocks),
            citations=self.citations.all,
            outcome=outcome,
            suggestions=tuple(self._suggestions)[:MAX_SUGGESTIONS],
            keys=tuple(indicator.key for indicator in indicators),
            confidence=confidence,
        )


def code_range(indicators: Sequence[Indicator]) -> str:
    """Codes in short: ``19.1–19.14``, or one by one where they are few or not in a row."""
    codes = [indicator.code for indicator in indicators]
    numbers = [int(code.split(".")[1]) for code in codes if code.count(".") == 1]
    if len(codes) > 2 and numbers == list(range(numbers[0], numbers[0] + len(codes))):
        return f"{codes[0]}–{codes[-1]}"
    return ", ".join(codes)
