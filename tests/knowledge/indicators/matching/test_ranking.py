from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from knowledge.embedding.base import Vectors
from knowledge.indicators.catalogue import Catalogue
from knowledge.indicators.matching.lexical import Hit, IndicatorIndex
from knowledge.indicators.matching.ranking import (
    CLEAR_LEAD,
    MIN_CONFIDENCE_WITH_WORD,
    MIN_SIMILARITY,
    IndicatorRanker,
    is_sure,
    leads,
)
from knowledge.indicators.matching.semantic import SemanticMatcher, phrases_of
from knowledge.indicators.questions.question import IndicatorQuestion, understand
from tests.fakes.embedder import HashEmbedder

CATALOGUE = Catalogue.load()
INDEX = IndicatorIndex(CATALOGUE)
LIGHTS = CATALOGUE.get("19.9")


def read(question: str) -> IndicatorQuestion:
    return understand(question, "id", [], CATALOGUE)


def hit(
    score: float = 1.0, coverage: float = 1.0, phrase: float = 1.0, matched: int = 2, similarity: float = 0.0
) -> Hit:
    return Hit(LIGHTS, score, coverage, phrase, matched, similarity)


class Favourite(HashEmbedder):
    """Finds every question as near as can be to one indicator and far from all others."""

    def __init__(self, key: str) -> None:
        super().__init__(dimension=2)
        self._phrases = set(phrases_of(CATALOGUE.get(key)))

    def embed_questions(self, texts: Sequence[str]) -> Vectors:
        return np.array([[1.0, 0.0]] * len(texts), dtype=np.float32)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return np.array([[1.0, 0.0] if text in self._phrases else [0.0, 1.0] for text in texts], dtype=np.float32)


def test_meaning_reorders_what_words_found() -> None:
    question = read("indikator lampu lalu lintas pintar")
    embedder = Favourite("7.6")
    by_words = IndicatorRanker(INDEX).rank(question)
    by_meaning = IndicatorRanker(INDEX, SemanticMatcher(embedder, embedder.embed_passages)).rank(question)
    assert by_words[0].indicator == LIGHTS
    assert by_meaning[0].indicator.key == "37122:7.6"
    assert {found.indicator for found in by_words} <= {found.indicator for found in by_meaning}


def test_meaning_finds_what_shares_no_word() -> None:
    embedder = Favourite("7.6")
    ranker = IndicatorRanker(INDEX, SemanticMatcher(embedder, embedder.embed_passages))
    best = ranker.rank(read("penerangan umum terkendali"))[0]
    assert best.indicator.key == "37122:7.6"
    assert best.similarity > 0
    assert ranker.nearest(read("penerangan umum terkendali"), 3)[0].indicator.key == "37122:7.6"
    assert ranker.nearest(read("apa itu"), 3) == []


def test_one_named_standard_bounds_the_search_and_two_do_not() -> None:
    ranker = IndicatorRanker(INDEX)
    assert {found.indicator.standard for found in ranker.search(read("air 37120"))} == {"37120"}
    assert len({found.indicator.standard for found in ranker.search(read("air 37120 37122 37123"))}) > 1
    assert ranker.search(read("lampu pintar 37120"), [LIGHTS])[0].indicator == LIGHTS


def test_a_lead_is_clear_or_alone() -> None:
    assert leads([hit(1.0)])
    assert leads([hit(CLEAR_LEAD), hit(1.0)])
    assert not leads([hit(CLEAR_LEAD - 0.01), hit(1.0)])


@pytest.mark.parametrize(
    ("question", "hits", "sure"),
    [
        ("indikator lampu", [hit()], True),
        ("indikator lampu", [hit(phrase=0.5, matched=1)], False),  # one word is little of the phrase
        ("indikator lampu", [hit(coverage=0.2)], False),  # the question speaks of something else
        ("indikator lampu", [hit(coverage=0.5, phrase=0.42), hit(0.1)], True),  # far before the second
        ("indikator lampu", [hit(coverage=0.5, phrase=0.42), hit(1.0)], False),
        ("lampu itu masuk mana", [hit(phrase=0.5)], True),  # a cue
        ("lampu dan jalan yang pintar sekali", [hit(phrase=0.5)], False),
        ("lampu dan jalan yang pintar sekali", [hit()], True),
    ],
)
def test_how_sure_is_enough_depends_on_the_cue(question: str, hits: list[Hit], sure: bool) -> None:
    assert is_sure(read(question), hits) is sure


def test_nearness_in_meaning_is_enough_beside_the_word_indicator() -> None:
    near = hit(coverage=0.6, phrase=0.1, similarity=MIN_SIMILARITY)
    assert near.confidence < MIN_CONFIDENCE_WITH_WORD
    assert is_sure(read("indikator lampu"), [near, hit(1.0)])
    assert not is_sure(read("lampu dan jalan yang pintar"), [near, hit(1.0)])
