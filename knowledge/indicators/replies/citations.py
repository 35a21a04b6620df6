"""The citations of a reply about indicators: clauses of the standards, and the sources of the catalogue."""

from __future__ import annotations

from knowledge.answers import Citation
from knowledge.documents import Language
from knowledge.indicators.catalogue import Catalogue, Indicator
from knowledge.indicators.replies.texts import say
from knowledge.language.dates import written_date

# The sources that say what a standard holds as a whole.
STANDARD_SOURCES = {
    "37122": ("vicosa-37122", "putrajaya-37122"),
    "37120": ("wccd-2024", "wccd-2021", "vicosa-37122"),
    "37123": ("vicosa-37122", "scribd-37123"),
}
ALL_CLAUSES = "5–23"


class CitationNumbers:
    """Numbers the citations of one reply in the order in which they are first used, each once."""

    def __init__(self, catalogue: Catalogue, language: Language) -> None:
        self._catalogue = catalogue
        self._language = language
        self._citations: dict[tuple[str, str], Citation] = {}

    @property
    def all(self) -> tuple[Citation, ...]:
        """What was cited, by number."""
        return tuple(self._citations.values())

    def of_indicators(self, *indicators: Indicator, clause: str = "") -> tuple[int, ...]:
        """The numbers of the standard (by code, or by ``clause`` for several) and of the sources compiled from."""
        numbers = [self._of_clause(indicator.standard, clause or indicator.code) for indicator in indicators]
        numbers += self.of_sources(*(name for indicator in indicators for name in indicator.sources))
        return tuple(sorted(set(numbers)))

    def of_standard(self, standard: str) -> tuple[int, ...]:
        """The numbers of a standard as a whole and of the sources that say what it holds."""
        return (self._of_clause(standard, ALL_CLAUSES), *self.of_sources(*STANDARD_SOURCES[standard]))

    def of_sources(self, *names: str) -> tuple[int, ...]:
        """The numbers of sources by id."""
        return tuple(map(self._of_source, names))

    def _of_source(self, name: str) -> int:
        source = self._catalogue.sources[name]
        return self._number(
            ("", name),
            title=source.title,
            publisher=source.publisher,
            date=written_date(source.date, self._language),
            url=source.url,
        )

    def _of_clause(self, number: str, clause: str) -> int:
        standard = self._catalogue.standards[number]
        return self._number(
            (number, clause),
            title=standard.title.in_(self._language),
            publisher=standard.publisher,
            locator=say("locator", self._language, clause=clause),
        )

    def _number(self, key: tuple[str, str], **fields: str) -> int:
        if key not in self._citations:
            self._citations[key] = Citation(number=len(self._citations) + 1, **fields)
        return self._citations[key].number
