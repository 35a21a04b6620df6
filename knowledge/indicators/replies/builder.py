"""Answers about indicators as blocks with citations: cards, comparisons, lists and worked values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.answers import Block, Card, CardField, Citation, Item, ListBlock, Outcome, Paragraph, TableBlock
from knowledge.documents import Language
from knowledge.indicators.arithmetic import format_formula
from knowledge.indicators.catalogue import Catalogue, Indicator
from knowledge.indicators.replies.texts import reference, say
from knowledge.language.dates import written_date

# The sources that say what a standard holds as a whole.
STANDARD_SOURCES = {
    "37122": ("vicosa-37122", "putrajaya-37122"),
    "37120": ("wccd-2024", "wccd-2021", "vicosa-37122"),
    "37123": ("vicosa-37122", "scribd-37123"),
}
ALL_CLAUSES = "5–23"
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
    """Collects the blocks of one reply and numbers the citations they stand on."""

    def __init__(self, catalogue: Catalogue, language: Language) -> None:
        self.catalogue = catalogue
        self.language = language
        self._blocks: list[Block] = []
        self._citations: dict[tuple[str, str], Citation] = {}
        self._suggestions: dict[str, None] = {}

    def cite(self, *indicators: Indicator, clause: str = "") -> tuple[int, ...]:
        """The marks of the standard (by code, or by ``clause`` for several) and of the sources compiled from."""
        marks = [self._cite_clause(one.standard, clause or one.code) for one in indicators]
        marks += self.cite_source(*(name for one in indicators for name in one.sources))
        return tuple(sorted(set(marks)))

    def cite_standard(self, standard: str) -> tuple[int, ...]:
        """The marks of a standard as a whole and of the sources that say what it holds."""
        return (self._cite_clause(standard, ALL_CLAUSES), *self.cite_source(*STANDARD_SOURCES[standard]))

    def _cite_clause(self, number: str, clause: str) -> int:
        standard = self.catalogue.standards[number]
        return self._number(
            (number, clause),
            title=standard.title.in_(self.language),
            publisher=standard.publisher,
            locator=say("locator", self.language, clause=clause),
        )

    def _number(self, key: tuple[str, str], **fields: str) -> int:
        if key not in self._citations:
            self._citations[key] = Citation(number=len(self._citations) + 1, **fields)
        return self._citations[key].number

    def cite_source(self, *names: str) -> tuple[int, ...]:
        """The marks of sources by id."""
        return tuple(
            self._number(
                ("", name),
                title=one.title,
                publisher=one.publisher,
                date=written_date(one.date, self.language),
                url=one.url,
            )
            for name in names
            for one in (self.catalogue.sources[name],)
        )

    def label(self, standard: str) -> str:
        """How people write the name of a standard: ``SNI ISO 37122:2019``."""
        return self.catalogue.standards[standard].label

    def say(self, phrase: str, **values: object) -> str:
        """A phrase in the language of the reply."""
        return say(phrase, self.language, **values)

    def paragraph(self, phrase: str, citations: tuple[int, ...] = (), **values: object) -> None:
        """Add a phrase as running text."""
        self._blocks.append(Paragraph(text=self.say(phrase, **values), citations=citations))

    def card(self, indicator: Indicator) -> None:
        """Add the fact sheet of an indicator."""
        self._blocks.append(
            Card(
                key=indicator.key,
                title=f"{indicator.code} {indicator.title.in_(self.language)}",
                fields=tuple(CardField(label=label, value=value) for label, value in self._fields(indicator)),
                note=self.say("card_note"),
                citations=self.cite(indicator),
            )
        )

    def _fields(self, indicator: Indicator) -> list[tuple[str, str]]:
        language = self.language
        theme = self.catalogue.themes[indicator.theme]
        label = self.catalogue.standards[indicator.standard].label
        formula = format_formula(indicator, language)
        fields = [
            (self.say("code"), f"{indicator.code} ({label})"),
            (self.say("theme"), self.say("theme_value", theme=theme.name.in_(language), clause=theme.clause)),
            (
                self.say("formula"),
                f"{formula} {self.say(f'basis_{indicator.basis}')}" if formula else self.say("no_formula"),
            ),
            (self.say("unit"), indicator.unit.in_(language)),
            (self.say("class"), self.classification(indicator)),
            (self.say("direction"), self.say("direction_value") if indicator.lower_is_better else ""),
            (self.say("note"), indicator.note.in_(language)),
            (self.say("open"), indicator.open.in_(language)),
            (self.say("owner"), self.say("owner_value", owners=self.owners(indicator))),
            (self.say("confidence"), self.say(f"confidence_{indicator.confidence}")),
        ]
        return [(label, value) for label, value in fields if value]

    def classification(self, indicator: Indicator) -> str:
        """The class of an ISO 37120 indicator in the language; empty where none was seen."""
        return self.say(f"class_{indicator.classification}") if indicator.classification else ""

    def owners(self, indicator: Indicator) -> str:
        """The names of the usual data holders."""
        return "; ".join(self.catalogue.owners[one].name.in_(self.language) for one in indicator.owners)

    def items(self, indicators: Sequence[Indicator]) -> None:
        """Add a list of indicators: code and title."""
        self._blocks.append(
            ListBlock(items=tuple(Item(text=f"{reference(i)}: {i.title.in_(self.language)}") for i in indicators))
        )

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
        aspects = [
            ("part_title", "title", [one.title.in_(self.language) for one in indicators]),
            ("part_theme", "theme", [self._theme_of(one) for one in indicators]),
            ("part_numerator", "numerator", [self._or_missing(one.numerator.in_(self.language)) for one in indicators]),
            (
                "part_denominator",
                "denominator",
                [self._or_missing(one.denominator.in_(self.language)) for one in indicators],
            ),
            ("part_unit", "unit", [self._or_missing(one.unit.in_(self.language)) for one in indicators]),
        ]
        differing = [self.say(part) for part, _, cells in aspects if len(set(cells)) > 1]
        marks = self.cite(*indicators)
        refs = f" {self.say('and')} ".join(reference(one) for one in indicators)
        self.paragraph("compare", marks, refs=refs, difference=self.say("differ_in", parts=", ".join(differing)))
        header = [self.say("aspect")]
        header += [f"{one.code} ({self.catalogue.standards[one.standard].label})" for one in indicators]
        self.table(header, [[self.say(label), *cells] for _, label, cells in aspects], marks)

    def _theme_of(self, indicator: Indicator) -> str:
        return self.catalogue.themes[indicator.theme].name.in_(self.language)

    def _or_missing(self, text: str) -> str:
        return text or self.say("no_formula")

    def neighbours(self, indicators: Sequence[Indicator], phrase: str = "neighbours", **values: object) -> None:
        """Add a sentence that names other indicators; nothing without any."""
        if indicators:
            shown = indicators[:MAX_NEIGHBOURS]
            names = [self.say("neighbour", ref=reference(one), title=one.title.in_(self.language)) for one in shown]
            self.paragraph(phrase, self.cite(*shown), others="; ".join(names), **values)

    def suggest(self, phrase: str, **values: object) -> None:
        """Offer a question that this catalogue answers; only the first few are kept."""
        self._suggestions.setdefault(self.say(phrase, **values))

    def reply(
        self,
        keys: Sequence[str] = (),
        outcome: Outcome = Outcome.INDICATOR,
        confidence: float = 1.0,
    ) -> IndicatorReply:
        """The finished reply."""
        return IndicatorReply(
            blocks=tuple(self._blocks),
            citations=tuple(self._citations.values()),
            outcome=outcome,
            suggestions=tuple(self._suggestions)[:MAX_SUGGESTIONS],
            keys=tuple(keys),
            confidence=confidence,
        )


def code_range(indicators: Sequence[Indicator]) -> str:
    """Codes in short: ``19.1–19.14``, or one by one where they are few or not in a row."""
    codes = [one.code for one in indicators]
    numbers = [int(code.split(".")[1]) for code in codes if code.count(".") == 1]
    if len(codes) > 2 and numbers == list(range(numbers[0], numbers[0] + len(codes))):
        return f"{codes[0]}–{codes[-1]}"
    return ", ".join(codes)
