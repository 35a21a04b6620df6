"""Proper names: what tells passages about one city from those about another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.entities import find_names, names_in

TEXTS = [
    "Kota anggota di Indonesia adalah Zamboanga, Kuching, dan Mandalay.",
    "Laporan disusun kota Zamboanga. Jejaring menyimpannya.",
    "Setiap jejaring dan kota menyusun laporan.",
]


def test_words_always_written_with_a_capital_inside_sentences_are_names() -> None:
    assert find_names(TEXTS) >= {"zamboanga", "kuching", "mandalay"}
    assert not find_names(TEXTS) & {"kota", "laporan", "jejaring", "setiap"}


def test_names_and_numbers_of_a_question() -> None:
    names = find_names(TEXTS)
    assert names_in("Apakah Zamboanga melapor tahun 2025?", names) == {"zamboanga", "2025"}
    assert names_in("apakah kota melapor?", names) == set()


@given(st.lists(st.text(max_size=200), max_size=5))
def test_any_texts_are_borne(texts: list[str]) -> None:
    names = find_names(texts)
    assert names_in(" ".join(texts), names) is not None
