from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.documents import Language
from knowledge.indicators.questions.terms import normalise, stem, terms, words


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Indkator wi-fi di gedung2 brp?", "indikator wifi di gedung berapa?"),
        ("indikator19.9", "indikator 19.9"),
        ("IT di sekolah", "ict di sekolah"),
        ("it is", "it is"),
        ("e-waste", "sampah elektronik"),
        ("trash bins", "bins"),
        ("lampu \u2013 merah\u2019s  ", "lampu - merah's"),
    ],
)
def test_spellings_become_one(text: str, plain: str) -> None:
    assert normalise(text) == plain


@given(st.text(max_size=60))
def test_any_text_is_normalised_to_single_spaces(text: str) -> None:
    plain = normalise(text)
    assert plain == " ".join(plain.split())


def test_only_words_of_the_subject_are_left() -> None:
    assert words("berapa rumus indikator lampu merah 19", "id") == ["lampu", "merah"]


@pytest.mark.parametrize(("text", "language", "found"), [("air quality", "en", "udara"), ("kualitas air", "id", "air")])
def test_air_is_water_in_indonesian_only(text: str, language: Language, found: str) -> None:
    assert found in words(text, language)


def test_endings_and_spellings_share_a_stem() -> None:
    assert stem("lampunya") == stem("lampu")
    assert stem("digitization") == stem("digitisation")
    assert stem("lampu") != stem("rumah")


def test_synonyms_of_both_languages_share_a_term() -> None:
    assert terms("trash", "en") == terms("sampah", "id")
