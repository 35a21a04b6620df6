"""The last calculation with another figure, by what the figure counts or how large it is."""

from __future__ import annotations

import pytest

from knowledge.documents import Language
from knowledge.indicators.recalculation import calculated_again, names_something_else, with_other_figures

WIFI = "Penduduk 1.423.877, wifi publik 212 titik. Berapa per 100.000 penduduk?"
PIPES = "panjang pipa 1.150 km, yang dipantau sistem pintar 230 km. berapa persen?"
DOCTORS = "Jumlah dokter 189, penduduk 315 ribu, berapa per 100 ribu?"
SLOTS = "kami ada 5.200 slot, 1.300 pakai sensor. berapa persen?"
LIGHTS = "120 dari 500 lampu lalu lintas pintar, berapa persen?"


@pytest.mark.parametrize(
    ("message", "before", "language", "changed"),
    [
        ("eh salah, wifinya 221", WIFI, "id", "wifi publik 221 titik"),
        ("kalau penduduknya pakai data dukcapil 1.398.204?", WIFI, "id", "penduduk 1.398.204, wifi"),
        ("eh 221", WIFI, "id", "wifi publik 221 titik"),  # nearly as large
        ("kalau ditambah 115 km lagi tahun depan?", PIPES, "id", "sistem pintar 345 km"),
        ("maaf totalnya 1.250 km", PIPES, "id", "pipa 1.250 km"),
        ("kalau pemadam 63 orang", DOCTORS, "id", "pemadam 63, penduduk 315 ribu"),  # another thing
        ("dokternya 198 deh", DOCTORS, "id", "dokter 198, penduduk"),
        ("kalau penduduknya 400 ribu?", DOCTORS, "id", "penduduk 400 ribu"),
        ("eh salah, totalnya 6.500", SLOTS, "id", "6.500 slot, 1.300"),
        ("kalau yang pintar 300?", LIGHTS, "id", "300 dari 500"),  # lamps are counted by both figures
        ("kalau jadi 150?", LIGHTS, "id", "150 dari 500"),
        (
            "what if the population is 900,000?",
            "We have 120 police officers and 800,000 people, how many per 100,000?",
            "en",
            "900,000 people",
        ),
    ],
)
def test_a_figure_takes_the_place_of_the_one_that_is_meant(
    message: str, before: str, language: Language, changed: str
) -> None:
    assert changed in with_other_figures(message, before, language)


@pytest.mark.parametrize(
    ("message", "before"),
    [
        ("indikator 19.4 apa?", WIFI),
        ("berapa anggota ASCN tahun 2024?", WIFI),
        ("kalau 37 kecamatan?", LIGHTS),  # nothing that was counted
        ("kalau ditambah 20 unit?", PIPES),  # in another unit
        ("eh 221", "Apa itu indikator 19.4?"),  # no figures before it
        ("yang 300 itu 310 dan yang 500 itu 510", LIGHTS),  # all are others: another question
        ("eh 221", ""),
    ],
)
def test_else_nothing_is_worked_out_again(message: str, before: str) -> None:
    assert with_other_figures(message, before, "id") == ""


def test_something_else_is_told_by_its_name() -> None:
    again = with_other_figures("kalau pemadam 63 orang", DOCTORS, "id")
    assert names_something_else(again, [DOCTORS])
    assert not names_something_else(with_other_figures("dokternya 198", DOCTORS, "id"), [DOCTORS])


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("kalau targetnya 50 %, kurang berapa lampu lagi?", True),
        ("berarti angka kami berapa persen?", True),
        ("berapa persen perempuan anggota parlemen di negara tetangga itu?", False),  # of something else
        ("terima kasih", False),
        ("siapa ketua ASCN?", False),
    ],
)
def test_more_is_asked_of_the_same_figures(message: str, asked: bool) -> None:
    assert calculated_again(message, LIGHTS, "id").startswith("120 dari 500") is asked
