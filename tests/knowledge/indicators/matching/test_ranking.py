from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from knowledge.embedding.base import Vectors
from knowledge.indicators.catalogue import Catalogue
from knowledge.indicators.matching.certainty import evidence_of, in_doubt
from knowledge.indicators.matching.lexical import Hit, IndicatorIndex
from knowledge.indicators.matching.ranking import (
    CLEAR_LEAD,
    IndicatorRanker,
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


def test_how_sure_it_is_depends_on_what_fits_and_what_is_asked_for() -> None:
    ranker = IndicatorRanker(INDEX)
    assert ranker.is_sure(read("indikator lampu merah pintar"), [hit()])
    assert not ranker.is_sure(read("indikator lampu merah pintar"), [hit(coverage=0.2, phrase=0.2, matched=1)])
    assert not ranker.is_sure(read("lampu merah pintar di Jakarta"), [])
    asked, told = read("indikator lampu dan jalan"), read("lampu dan jalan itu bagus")
    assert ranker.probability(asked, [hit(phrase=0.5)]) > ranker.probability(told, [hit(phrase=0.5)])
    assert ranker.probability(asked, [hit()]) > ranker.probability(asked, [hit(), hit()])


def test_in_doubt_the_question_is_read_beside_the_indicator() -> None:
    ranker = IndicatorRanker(INDEX)
    asked = read("indikator lampu lalu lintas yang mengatur diri sendiri")
    near, next_to_it = hit(coverage=0.4, phrase=0.4, similarity=0.62), hit(similarity=0.6)
    assert in_doubt(evidence_of(asked, [near, next_to_it]))
    bins = replace(near, indicator=CATALOGUE.get("16.5"))
    assert ranker.probability(asked, [near, next_to_it]) > ranker.probability(asked, [bins, next_to_it])
