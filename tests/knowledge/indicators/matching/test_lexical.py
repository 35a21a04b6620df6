from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.indicators.catalogue import Catalogue
from knowledge.indicators.matching.lexical import PER_HEAD_FACTOR, Hit, IndicatorIndex

CATALOGUE = Catalogue.load()
INDEX = IndicatorIndex(CATALOGUE)


def test_everyday_words_find_their_indicator_in_both_languages() -> None:
    assert INDEX.search("lampu lalu lintas pintar", "id")[0].indicator.key == "37122:19.9"
    assert INDEX.search("smart traffic lights", "en")[0].indicator.key == "37122:19.9"


def test_a_typing_error_in_a_long_word_changes_nothing() -> None:
    assert INDEX.search("penyeberangan", "id") == INDEX.search("penyeberngan", "id") != []


def test_words_of_no_indicator_find_nothing() -> None:
    assert INDEX.search("zzz qqq", "id") == []
    assert INDEX.search("", "id") == []


def test_a_search_stays_within_a_standard_or_some_indicators() -> None:
    assert {hit.indicator.standard for hit in INDEX.search("air", "id", ["37120"])} == {"37120"}
    some = [CATALOGUE.get("23.1"), CATALOGUE.get("23.2")]
    assert {hit.indicator for hit in INDEX.search("air", "id", among=some)} <= set(some)
    assert len(INDEX.search("air", "id", limit=2)) == 2


def test_titles_that_are_not_verified_are_never_found() -> None:
    hidden = next(indicator for indicator in CATALOGUE.indicators.values() if not indicator.verified)
    hits = INDEX.search(hidden.title.indonesian, "id", limit=300)
    assert hits
    assert hidden not in [hit.indicator for hit in hits]


def test_per_head_prefers_the_indicator_that_counts_per_resident() -> None:
    def gain(key: str) -> float:
        among = [CATALOGUE.get(key)]
        plain, per_head = (INDEX.search(text, "id", among=among)[0] for text in ("sampah", "sampah per head"))
        return per_head.score / plain.score

    assert gain("37120:16.2") == pytest.approx(PER_HEAD_FACTOR**2)
    assert gain("37122:16.4") == pytest.approx(1.0)


@given(st.text(max_size=80))
def test_hits_are_best_first_and_shares_between_0_and_1(question: str) -> None:
    hits = INDEX.search(question, "id")
    assert all(first.score >= second.score for first, second in pairwise(hits))
    for hit in hits:
        assert 0 < hit.coverage <= 1 + 1e-9
        assert 0 <= hit.phrase <= 1 + 1e-9


def test_confidence_needs_both_coverage_and_phrase() -> None:
    indicator = CATALOGUE.get("19.9")
    assert Hit(indicator, 1.0, 1.0, 0.25, 1).confidence == pytest.approx(0.5)
    assert Hit(indicator, 1.0, 1.0, 0.0, 1).confidence == 0
