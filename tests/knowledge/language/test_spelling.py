"""Typing errors are corrected to the nearest word that somebody knows."""

from __future__ import annotations

import pytest

from knowledge.language.analyzer import default_analyzer
from knowledge.language.spelling import SpellCorrector


@pytest.fixture(scope="module")
def corrector() -> SpellCorrector:
    return SpellCorrector(["zamboanga", "banyuwangi"], default_analyzer().lexicon)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("zambonga", "zamboanga"),
        ("banyuwagni", "banyuwangi"),  # two neighbours swapped are one edit
        ("banyuwnagy", "banyuwangi"),  # long words may have two
        ("pringatan", "peringatan"),
    ],
)
def test_an_unknown_word_becomes_the_nearest_known(corrector: SpellCorrector, written: str, meant: str) -> None:
    assert corrector.correct(written) == meant


@pytest.mark.parametrize(
    "word",
    [
        "kota",  # short
        "sampah",  # known
        "37122",
        "co2emisi",
        "ambonga",  # another first letter
        "qwxkzvjy",
    ],
)
def test_other_words_are_left_alone(corrector: SpellCorrector, word: str) -> None:
    assert corrector.correct(word) is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("dibyar", "dibayar"),
        ("taunan", "tahunan"),  # a letter is missing
        ("pndudk", "penduduk"),  # several vowels are
        ("courts", None),  # another letter is another word
        ("tahunan", None),  # known
        ("iur", None),  # too short to tell
        ("qwxkzvjy", None),
    ],
)
def test_letters_left_out_of_a_message_are_filled_in(
    corrector: SpellCorrector, written: str, meant: str | None
) -> None:
    assert corrector.spelled_out(written, {"dibayar", "tahunan", "penduduk", "counts"}.__contains__) == meant


def test_what_is_filled_in_stands_in_the_index(corrector: SpellCorrector) -> None:
    assert corrector.spelled_out("dibyar", set().__contains__) is None
