from __future__ import annotations

import pytest

from knowledge.indicators.questions.units import UNITS, fits, unit_in


@pytest.mark.parametrize(
    ("text", "dimension"),
    [
        ("Luas ruang hijau (hektare)", "area"),
        ("City area (km2)", "area"),
        ("Panjang jalur sepeda (km)", "length"),
        ("Total city waste (tonnes)", "mass"),
        ("Energy from waste water (GJ)", "energy"),
        ("Konsumsi air total (liter per hari)", "volume"),
    ],
)
def test_the_unit_of_a_role_is_read(text: str, dimension: str) -> None:
    unit = unit_in(text)
    assert unit is not None
    assert unit.dimension == dimension


def test_a_count_has_no_unit() -> None:
    assert unit_in("Jumlah penduduk kota") is None
    assert unit_in("Lampu lalu lintas cerdas") is None


@pytest.mark.parametrize(
    ("unit", "role", "fitting"),
    [
        ("ha", "City land area (km2)", True),
        ("km", "City land area (km2)", False),
        ("km", "Lampu lalu lintas cerdas Smart traffic lights", False),
        ("ha", "Jumlah penduduk kota", False),
        ("km2", "Luas kota yang tercakup peta bahaya", True),
        ("ton", "Sampah plastik yang didaur ulang", True),
    ],
)
def test_a_figure_fits_what_is_measured_like_it(unit: str, role: str, fitting: bool) -> None:
    assert fits(UNITS[unit], role) == fitting
