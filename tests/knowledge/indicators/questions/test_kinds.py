"""What a figure, a numerator or a denominator counts."""

from __future__ import annotations

import pytest

from knowledge.indicators.questions.kinds import kind_named, kind_of, kind_of_role, same_kind
from knowledge.indicators.questions.quantities import find_quantities
from knowledge.indicators.questions.terms import normalise


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("penduduk kami 482.300, kamera 311 titik", ["people", "things"]),
        ("luas 1.200 ha, panjang 40 km", ["area", "length"]),
        ("56 ribu siswa dan 7.840 laptop", ["students", "things"]),
        ("jumlah rumah tangga 143.200", ["households"]),
        ("320 bus di 40 trayek", ["things", "routes"]),
        ("ada 12 dan 13", ["", ""]),
    ],
)
def test_the_word_or_unit_beside_a_figure_tells_its_kind(text: str, kinds: list[str]) -> None:
    normal = normalise(text)
    quantities = find_quantities(normal, "id")
    assert [kind_of(normal, quantities, index) for index in range(len(quantities))] == kinds


def test_the_first_word_of_a_role_tells_its_kind() -> None:
    assert kind_of_role("Luas total kota (km2)") == "area"
    assert kind_of_role("Panjang jalur sepeda (km)") == "length"
    assert kind_of_role("Rumah tangga dengan meter energi pintar") == "households"
    assert kind_of_role("Penduduk dalam 0,5 km dari angkutan umum") == "people"
    assert kind_named("rumah tangga") == "households"
    assert kind_named("taman") == ""


def test_what_is_not_told_may_be_anything() -> None:
    assert same_kind("", "area")
    assert same_kind("students", "people")
    assert not same_kind("people", "area")
