from __future__ import annotations

import pytest

from knowledge.embedding.base import SHIPPED
from knowledge.indicators.catalogue import Catalogue
from knowledge.indicators.matching.semantic import (
    SemanticMatcher,
    can_match_semantically,
    open_matcher,
    phrases_of,
    phrases_to_embed,
)
from tests.fakes.embedder import HashEmbedder

CATALOGUE = Catalogue.load()
LIGHTS, PLASTIC = CATALOGUE.get("19.9"), CATALOGUE.get("16.4")


def test_the_nearest_phrase_of_each_indicator_counts() -> None:
    embedder = HashEmbedder()
    matcher = SemanticMatcher(embedder, embedder.embed_passages)
    own, other = matcher.similarities(phrases_of(LIGHTS)[0], [LIGHTS, PLASTIC])
    assert own == pytest.approx(1.0, abs=1e-5)
    assert other < own


def test_vectors_of_an_indicator_are_fetched_once() -> None:
    embedder = HashEmbedder()
    matcher = SemanticMatcher(embedder, embedder.embed_passages)
    matcher.similarities("lampu", [LIGHTS])
    made = embedder.made
    matcher.similarities("sampah", [LIGHTS])
    assert embedder.made == made + 1  # the question alone
    matcher.similarities("sampah", [LIGHTS, PLASTIC])
    assert embedder.made == made + 2 + len(phrases_of(PLASTIC))


def test_phrases_are_the_everyday_ones_and_the_titles_of_both_languages() -> None:
    phrases = phrases_of(LIGHTS)
    assert {LIGHTS.title.indonesian, LIGHTS.title.english, *LIGHTS.everyday_id, *LIGHTS.everyday_en} == set(phrases)


def test_meanings_are_compared_with_the_shipped_model_only() -> None:
    shipped, other = HashEmbedder(SHIPPED), HashEmbedder()
    assert can_match_semantically(shipped)
    assert open_matcher(shipped, shipped.embed_passages) is not None
    assert not can_match_semantically(other)
    assert open_matcher(other, other.embed_passages) is None


def test_a_build_embeds_every_phrase_that_a_question_may_be_compared_with() -> None:
    phrases = phrases_to_embed(CATALOGUE, HashEmbedder(SHIPPED))
    assert set(phrases_of(LIGHTS)) <= set(phrases)
    assert len(phrases) == sum(len(phrases_of(indicator)) for indicator in CATALOGUE.indicators.values())
    assert phrases_to_embed(CATALOGUE, HashEmbedder()) == ()
