"""The city or regency that a person says they are from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.understanding.places import place_in


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Saya staf Bappeda Kota Batu.", "Kota Batu"),
        ("Kami dari Pemkab Sumedang", "Kabupaten Sumedang"),
        ("Diskominfo Kab. Banyuwangi", "Kabupaten Banyuwangi"),
        ("Pemerintah Kota Tanjung Pinang mengajukan usulan", "Kota Tanjung Pinang"),
        ("I work for the City of Cebu", "Kota Cebu"),
        ("Bupati Kutai Kartanegara", "Kabupaten Kutai Kartanegara"),
        ("Apa itu ASCN?", ""),
        ("apakah kota kami sudah anggota", ""),
        ("kota mana saja anggotanya", ""),
        ("Kota Mana Saja yang ikut", ""),
    ],
)
def test_a_city_or_regency_is_read_with_its_name(text: str, place: str) -> None:
    assert place_in(text) == place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("saya dari kota batu", "Kota Batu"),
        ("kami dr pemkab sumedang mau tanya", "Kabupaten Sumedang"),
        ("aku dari kota kecil", ""),
        ("saya dari kota lain", ""),
    ],
)
def test_of_people_who_introduce_themselves_a_name_without_a_capital_is_one_too(text: str, place: str) -> None:
    assert place_in(text, introduces=True) == place
    assert place_in(text) == ""


def test_the_first_place_named_counts() -> None:
    assert place_in("Kota mana yang lebih dulu, Kota Batu atau Kota Malang?") == "Kota Batu"


@given(st.text(st.sampled_from("Kota kabupaten. Batu-'dan\n"), max_size=200), st.booleans())
def test_a_place_is_a_kind_and_at_most_three_words_of_the_text(text: str, introduces: bool) -> None:
    if place := place_in(text, introduces):
        kind, *name = place.split()
        assert kind in ("Kota", "Kabupaten")
        assert 1 <= len(name) <= 3
        assert all(word.casefold() in text.casefold() for word in name)
