from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.documents import Language
from knowledge.indicators.arithmetic import format_number
from knowledge.indicators.catalogue import Catalogue
from knowledge.indicators.questions.quantities import MAX_QUANTITIES, assign_roles, find_quantities, role_evidence
from knowledge.indicators.questions.terms import normalise

CATALOGUE = Catalogue.load()


def numbers(text: str, language: Language = "id") -> list[str]:
    return [format_number(quantity.value, "en") for quantity in find_quantities(normalise(text), language)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("1.650.000 jiwa", "id", ["1,650,000"]),
        ("siswanya 92rb", "id", ["92,000"]),
        ("Rp12 miliar dari total APBD Rp3,2 triliun", "id", ["12,000,000,000", "3,200,000,000,000"]),
        ("12 M dari 1,5 T", "id", ["12,000,000,000", "1,500,000,000,000"]),
        ("18,400 lamps and 2.5 million people", "en", ["18,400", "2,500,000"]),
        ("18.400 laptops for 92.000 students", "en", ["18,400", "92,000"]),
        ("18.400 unit", "id", ["18,400"]),
        ("1,25 juta", "id", ["1,250,000"]),
        ("0,375 persen", "id", ["0.375"]),
        ("luas 48.000 ha", "id", ["48,000"]),
        ("1.825.000 kg", "id", ["1,825,000"]),
        ("1 650 000 jiwa", "id", ["1,650,000"]),
        ("minus 5 dari 10", "id", ["-5", "10"]),
        ("nilai per 100.000 penduduk pada tahun 2025 menurut SNI ISO 37122:2019", "id", []),
        ("per 100rb berapa", "id", []),
        ("tanpa angka", "id", []),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, language: Language, expected: list[str]) -> None:
    assert numbers(text, language) == expected


@given(st.integers(0, 10**12))
def test_a_number_written_in_a_language_is_read_back(value: int) -> None:
    for language in ("id", "en"):
        text = f"ada {format_number(Decimal(value), language)} buah"
        assert [quantity.value for quantity in find_quantities(text, language)] == [value]


@pytest.mark.parametrize(
    ("code", "language", "text", "numerator", "denominator"),
    [
        ("10.1", "id", "Portal dikunjungi 330.000 kali dalam setahun, penduduk 1.650.000 jiwa.", 330000, 1650000),
        ("17.3", "id", "penduduk kami cuma 85rb, judul buku perpus + ebook 34.000", 34000, 85000),
        ("19.9", "id", "dari 300 lampu lalu lintas kami 120 sudah adaptif", 120, 300),
        ("19.9", "en", "out of 300 traffic lights 120 are smart", 120, 300),
        ("19.9", "id", "300 dari 120 lampu", 300, 120),
        ("7.10", "en", "45 public chargers, 900 electric vehicles registered", 45, 900),
        ("7.6", "en", "18,400 street lights, of which 4,600 are remotely managed", 4600, 18400),
        ("20.2", "id", "730 ribu jiwa dan 1.825 ton kompos", 1825, 730000),
        ("16.4", "id", "sampah plastik total 4.800 ton, yang didaur ulang 1.200 ton", 1200, 4800),
        ("15.1", "id", "klo 60 km2 dr 240 km2", 60, 240),
        ("8.2", "id", "luas wilayah 480 km2, alat pantau udara 12", 12, 480),
        ("21.1", "en", "the city has 250,000 residents and 1,000 citizens joined planning", 1000, 250000),
    ],
)
def test_roles_come_from_the_words_around(
    code: str, language: Language, text: str, numerator: int, denominator: int
) -> None:
    plain = normalise(text)
    roles = assign_roles(plain, find_quantities(plain, language), CATALOGUE.get(code))
    assert roles.numerator is not None
    assert roles.denominator is not None
    assert (roles.numerator.value, roles.denominator.value) == (numerator, denominator)


@pytest.mark.parametrize(
    ("text", "missing"), [("kami punya 120 lampu pintar", "denominator"), ("penduduk 730.000 jiwa", "numerator")]
)
def test_a_single_number_leaves_one_role_open(text: str, missing: str) -> None:
    code = "19.9" if missing == "denominator" else "10.1"
    roles = assign_roles(text, find_quantities(text, "id"), CATALOGUE.get(code))
    assert getattr(roles, missing) is None
    assert (roles.numerator is None) != (roles.denominator is None)


def test_codes_and_what_exceeds_a_dozen_are_left_out() -> None:
    text = "19.9 untuk 120 dari 300"
    assert [int(quantity.value) for quantity in find_quantities(text, "id", [(0, 4)])] == [120, 300]
    many = find_quantities(" ".join(f"{number} x" for number in range(1, 30)), "id")
    assert len(many) == MAX_QUANTITIES


@pytest.mark.parametrize(
    ("text", "role", "counted"),
    [
        ("500 ha", "Green area (hectares)", "500"),
        ("5 km2", "Green area (hectares)", "500"),
        ("500 ha", "City land area (km2)", "5"),
        ("1.825.000 kg", "Total city waste (tonnes)", "1,825"),
        ("2 km2", "Area of public buildings (m2)", "2,000,000"),
        ("500 ha", "Green area", "500"),
        ("500", "Green area (hectares)", "500"),
    ],
)
def test_a_figure_is_counted_in_the_unit_of_its_role(text: str, role: str, counted: str) -> None:
    (quantity,) = find_quantities(text, "id")
    assert format_number(quantity.as_counted(role), "en") == counted


def test_a_percentage_is_no_count() -> None:
    quantities = find_quantities("40 persen", "id")
    assert [quantity.percent for quantity in quantities] == [True]
    roles = assign_roles("40 persen", quantities, CATALOGUE.get("19.9"))
    assert (roles.numerator, roles.denominator) == (None, None)


def test_words_around_the_quantities_speak_for_their_indicator() -> None:
    text = "120 lampu lalu lintas pintar dari 300"
    quantities = find_quantities(text, "id")
    lights = role_evidence(text, quantities, CATALOGUE.get("19.9"))
    assert lights > role_evidence(text, quantities, CATALOGUE.get("16.4"))
    assert role_evidence("zzz", [], CATALOGUE.get("19.9")) == 0
