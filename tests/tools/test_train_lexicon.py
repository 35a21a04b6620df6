"""The lexicon is learned from sentence pairs and word lists."""

from __future__ import annotations

import pytest

from knowledge.language.analyzer import Analyzer
from knowledge.language.lexicon import Lexicon
from tools.train.data import Pair, TrainingData
from tools.train.lexicon import build_lexicon

PAIRS = [
    ("kapal itu berlayar ke pelabuhan", "the ship sails to the harbour"),
    ("kapal besar", "large ship"),
    ("kapal kecil", "small ship"),
    ("kapal-kapal kecil di pelabuhan", "small ships in the harbour"),
    ("pelabuhan besar", "large harbour"),
    ("pasir", "sand"),
]
DICTIONARY = [("bebek", "duck"), ("young duck", "duckling"), ("finely ground rock", "sand"), ("pasir", "sand")]
ENGLISH = ["young", "duck", "finely", "ground", "rock", "sand", "ship", "ships", "the", "small", "large", "harbour"]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    data = TrainingData(
        pairs=[Pair("own", *pair) for pair in PAIRS * 3],
        dictionary=DICTIONARY,
        own_terms=[("kota cerdas", "smart city")],
        spellings={"brp": "berapa"},
    )
    return build_lexicon(data, ENGLISH)


def test_words_are_aligned(lexicon: Lexicon) -> None:
    assert lexicon.from_indonesian["kapal"][0][0] == "ship"
    assert lexicon.from_english["harbour"][0][0] == "pelabuhan"


def test_explanations_in_english_are_no_translations(lexicon: Lexicon) -> None:
    assert [text for text, _ in lexicon.from_english["sand"]] == ["pasir"]
    assert "duckling" not in lexicon.from_english
    assert lexicon.from_english["duck"][0][0] == "bebek"


def test_english_words_are_stemmed_as_english(lexicon: Lexicon) -> None:
    assert {"ships", "rock"} <= lexicon.mostly_english
    assert Analyzer(lexicon).stem("ships") == "ship"


def test_a_rare_form_has_the_translations_of_its_stem(lexicon: Lexicon) -> None:
    stem = Analyzer(lexicon).stem
    assert lexicon.translate_stem(stem("ships"), english=True)[0][0] == stem("kapal")
    assert lexicon.translate_stem(stem("kapalnya"), english=False)[0][0] == "ship"


def test_terms_and_chat_spellings_are_taken_over(lexicon: Lexicon) -> None:
    assert lexicon.from_indonesian["kota cerdas"][0][0] == "smart city"
    assert lexicon.normalise("brp") == "berapa"
