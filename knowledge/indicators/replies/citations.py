"""The citations of a reply about indicators: the sources that the catalogue was compiled from.

The text of a standard decides, but was not read; so a card names it, and nothing cites it.
"""

from __future__ import annotations

from knowledge.answers import Citation
from knowledge.documents import Language
from knowledge.indicators.catalogue import Catalogue, Indicator
from knowledge.language.dates import written_date

# The sources that say what a standard holds as a whole.
STANDARD_SOURCES = {
    "37122": ("vicosa-37122", "putrajaya-37122"),
    "37120": ("wccd-2024", "wccd-2021", "vicosa-37122"),
    "37123": ("vicosa-37122", "scribd-37123"),
}


class CitationNumbers:
    """Numbers the citations of one reply in the order in which they are first used, each once."""

    def __init__(self, catalogue: Catalogue, language: Language) -> None:
        self._catalogue = catalogue
        self._language = language
        self._citations: dict[str, Citation] = {}

    @property
    def all(self) -> tuple[Citation, ...]:
        """What was cited, by number."""
        return tuple(self._citations.values())

    def of_indicators(self, *indicators: Indicator) -> tuple[int, ...]:
        """The numbers of the sources that these indicators were compiled from."""
        return tuple(sorted(set(self.of_sources(*(name for one in indicators for name in one.sources)))))

    def of_standard(self, standard: str) -> tuple[int, ...]:
        """The numbers of the sources that say what a standard holds."""
        return self.of_sources(*STANDARD_SOURCES[standard])

    def of_sources(self, *names: str) -> tuple[int, ...]:
        """The numbers of sources by id."""
        return tuple(map(self._of_source, names))

    def _of_source(self, name: str) -> int:
        if name not in self._citations:
            source = self._catalogue.sources[name]
            self._citations[name] = Citation(
                number=len(self._citations) + 1,
                title=source.title,
                publisher=source.publisher,
                date=written_date(source.date, self._language),
                url=source.url,
            )
        return self._citations[name].number
