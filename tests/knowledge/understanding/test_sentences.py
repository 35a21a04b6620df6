"""The sentences of a message, as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.understanding.sentences import clauses, sentences

TEXT = st.text(st.sampled_from("ab1 .?!…,;:\n\"')-"), max_size=200) | st.text(max_size=200)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Apa itu ASCN?", ["Apa itu ASCN?"]),
        ("Halo. Apa itu ASCN? Siapa ketuanya?", ["Halo.", "Apa itu ASCN?", "Siapa ketuanya?"]),
        ("apa itu ASCN?siapa ketuanya", ["apa itu ASCN?", "siapa ketuanya"]),
        ("Selamat pagi\n\nKami mau tanya\nBerapa iurannya", ["Selamat pagi", "Kami mau tanya", "Berapa iurannya"]),
        ("He asked “who chairs it?” Then he left.", ["He asked “who chairs it?", "Then he left."]),
        ("tunggu… berapa iurannya", ["tunggu…", "berapa iurannya"]),
    ],
)  # fmt: skip
def test_a_sentence_ends_where_its_punctuation_or_its_line_does(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Kepada Yth. Bapak Direktur di Jakarta",
        "lihat ps. 5 dan hlm. 12",
        "indikator 19.4 dan 10.1",
        "nilainya 1.650.000 jiwa",
        "buka asean.org",
        "we compared approx. 5 cities, e.g. Cebu",
    ],
)
def test_abbreviations_codes_and_figures_end_no_sentence(text: str) -> None:
    assert sentences(text) == [text]


def test_the_number_of_an_item_stays_with_it() -> None:
    assert sentences("1. apa itu SCAP?\n2. siapa CSCO?") == ["1. apa itu SCAP?", "2. siapa CSCO?"]
    assert sentences("(1) apa itu SCAP? (2) siapa CSCO?") == ["(1) apa itu SCAP?", "(2) siapa CSCO?"]


@pytest.mark.parametrize("text", ["apa itu ASCN? !!", "apa itu ASCN? :)", "apa itu ASCN?\n?"])
def test_a_mere_sign_goes_with_the_sentence_before(text: str) -> None:
    assert len(sentences(text)) == 1


@pytest.mark.parametrize("text", ["?!", "...", "🙂", "1."])
def test_a_message_of_signs_is_a_sentence_all_the_same(text: str) -> None:
    assert sentences(text) == [text]


@given(TEXT)
def test_no_word_is_lost_or_made_up(text: str) -> None:
    found = sentences(text)
    assert all(sentence.strip() for sentence in found)
    assert _letters("".join(found)) == _letters(text)


@given(TEXT)
def test_the_clauses_of_a_sentence_stand_in_it_in_order(text: str) -> None:
    at = 0
    for clause in clauses(text):
        at = text.index(clause, at) + len(clause)
    assert _letters("".join(clauses(text))) == _letters(text)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("kami dari Kota Batu, mau tanya: apa itu SCAP", ["kami dari Kota Batu", "mau tanya", "apa itu SCAP"]),
        ("SCAP - apa isinya", ["SCAP", "apa isinya"]),
        ("nilainya 1,5 atau 2.300", ["nilainya 1,5 atau 2.300"]),
        ("smart-city dan 17:00", ["smart-city dan 17:00"]),
    ],
)
def test_clauses_stand_between_commas_colons_and_dashes_and_figures_stay_whole(
    sentence: str, expected: list[str]
) -> None:
    assert clauses(sentence) == expected


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())
