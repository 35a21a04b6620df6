"""Proper names: what tells passages about one city from those about another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.entities import entities_in, find_entities

TEXTS = [
    "Kota anggota di Indonesia adalah Zamboanga, Kuching, dan Mandalay.",
    "Laporan disusun kota Zamboanga. Jejaring menyimpannya.",
    "Setiap jejaring dan kota menyusun laporan.",
]


def test_words_always_written_with_a_capital_inside_sentences_are_names() -> None:
    assert find_entities(TEXTS) >= {"zamboanga", "kuching", "mandalay"}
    assert not find_entities(TEXTS) & {"kota", "laporan", "jejaring", "setiap"}


def test_names_and_numbers_of_a_question() -> None:
    names = find_entities(TEXTS)
    assert entities_in("Apakah Zamboanga melapor tahun 2025?", names) == {"zamboanga", "2025"}
    assert entities_in("apakah kota melapor?", names) == set()


@given(st.lists(st.text(max_size=200), max_size=5))
def test_any_texts_are_borne(texts: list[str]) -> None:
    names = find_entities(texts)
    assert entities_in(" ".join(texts), names) is not None
