from __future__ import annotations

import pytest

from knowledge.indicators.replies.citations import ALL_CLAUSES, CitationNumbers
from tests.knowledge.indicators.asking import CATALOGUE


@pytest.fixture
def citations() -> CitationNumbers:
    return CitationNumbers(CATALOGUE, "en")


def test_an_indicator_is_cited_by_its_clause_and_its_sources(citations: CitationNumbers) -> None:
    indicator = CATALOGUE.get("19.9")
    numbers = citations.of_indicators(indicator)
    assert numbers == tuple(range(1, 2 + len(indicator.sources)))
    standard, *sources = citations.all
    assert (standard.locator, standard.number) == ("clause 19.9", 1)
    assert [source.title for source in sources] == [CATALOGUE.sources[name].title for name in indicator.sources]


def test_what_is_cited_again_keeps_its_number(citations: CitationNumbers) -> None:
    first = citations.of_indicators(CATALOGUE.get("19.9"))
    second = citations.of_indicators(CATALOGUE.get("19.8"))
    assert citations.of_indicators(CATALOGUE.get("19.9")) == first
    assert set(first) & set(second)
    assert [citation.number for citation in citations.all] == list(range(1, len(citations.all) + 1))


def test_several_indicators_are_cited_by_their_common_clause(citations: CitationNumbers) -> None:
    citations.of_indicators(CATALOGUE.get("19.8"), CATALOGUE.get("19.9"), clause="19")
    assert [citation.locator for citation in citations.all if citation.locator] == ["clause 19"]


@pytest.mark.parametrize("standard", ["37122", "37120", "37123"])
def test_a_standard_is_cited_as_a_whole(citations: CitationNumbers, standard: str) -> None:
    assert len(citations.of_standard(standard)) > 1
    assert citations.all[0].locator == f"clause {ALL_CLAUSES}"


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
