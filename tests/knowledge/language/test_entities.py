"""Proper names: what tells passages about one city from those about another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.analyzer import tokens
from knowledge.language.entities import entities_in, find_entities, ordinals_in

TEXTS = [
    "Kota anggota di Indonesia adalah Zamboanga, Kuching, dan Mandalay.",
    "Laporan disusun kota Zamboanga. Jejaring menyimpannya.",
    "Setiap jejaring dan kota menyusun laporan.",
]


def _entities(text: str, names: set[str]) -> set[str]:
    return entities_in(tokens(text), ordinals_in(text), names)


def test_words_always_written_with_a_capital_inside_sentences_are_names() -> None:
    assert find_entities(TEXTS) >= {"zamboanga", "kuching", "mandalay"}
    assert not find_entities(TEXTS) & {"kota", "laporan", "jejaring", "setiap"}


def test_names_and_numbers_of_a_question() -> None:
    names = find_entities(TEXTS)
    assert _entities("Apakah Zamboanga melapor tahun 2025?", names) == {"zamboanga", "2025"}
    assert _entities("apakah kota melapor?", names) == set()


@pytest.mark.parametrize(
    ("text", "ordinals"),
    [
        ("pertemuan ke-9", {"#9"}),
        ("pertemuan kesembilan", {"#9"}),
        ("the 9th and the first meeting", {"#9", "#1"}),
        ("9 September 2019", set()),
    ],
)
def test_ordinals_are_told_from_numbers(text: str, ordinals: set[str]) -> None:
    assert ordinals_in(text) == ordinals
    assert not {ordinal.lstrip("#") for ordinal in ordinals} & _entities(text, set())


@given(st.lists(st.text(max_size=200), max_size=5))
def test_any_texts_are_borne(texts: list[str]) -> None:
    names = find_entities(texts)
    assert _entities(" ".join(texts), names) is not None
