from __future__ import annotations

import pytest

from knowledge.indicators.replies.citations import STANDARD_SOURCES, CitationNumbers
from tests.knowledge.indicators.asking import CATALOGUE


@pytest.fixture
def citations() -> CitationNumbers:
    return CitationNumbers(CATALOGUE, "en")


def test_an_indicator_is_cited_by_what_it_was_compiled_from(citations: CitationNumbers) -> None:
    indicator = CATALOGUE.get("19.9")
    assert citations.of_indicators(indicator) == tuple(range(1, 1 + len(indicator.sources)))
    assert [source.title for source in citations.all] == [CATALOGUE.sources[name].title for name in indicator.sources]


def test_what_is_cited_again_keeps_its_number(citations: CitationNumbers) -> None:
    first = citations.of_indicators(CATALOGUE.get("19.9"))
    second = citations.of_indicators(CATALOGUE.get("19.8"))
    assert citations.of_indicators(CATALOGUE.get("19.9")) == first
    assert set(first) & set(second)
    assert [citation.number for citation in citations.all] == list(range(1, len(citations.all) + 1))


def test_what_several_indicators_share_is_cited_once(citations: CitationNumbers) -> None:
    numbers = citations.of_indicators(CATALOGUE.get("19.8"), CATALOGUE.get("19.9"))
    assert numbers == tuple(range(1, 1 + len(citations.all)))
    assert len({citation.title for citation in citations.all}) == len(citations.all)


@pytest.mark.parametrize("standard", ["37122", "37120", "37123"])
def test_a_standard_is_cited_as_a_whole(citations: CitationNumbers, standard: str) -> None:
    assert len(citations.of_standard(standard)) > 1
    assert [one.title for one in citations.all] == [
        CATALOGUE.sources[name].title for name in STANDARD_SOURCES[standard]
    ]


def test_a_source_that_does_not_exist_is_an_error(citations: CitationNumbers) -> None:
    with pytest.raises(KeyError):
        citations.of_sources("nowhere")


def test_dates_are_written_in_the_language() -> None:
    name = next(name for name, source in CATALOGUE.sources.items() if len(source.date) == 10)
    dates = []
    for language in ("id", "en"):
        citations = CitationNumbers(CATALOGUE, language)
        citations.of_sources(name)
        dates.append(citations.all[0].date)
    assert CATALOGUE.sources[name].date not in dates
