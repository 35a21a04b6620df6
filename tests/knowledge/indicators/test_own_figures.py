"""What is worked out of the asker's own figures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.documents import Language
from knowledge.indicators.own_figures import asks_more_than_a_value, is_determined, work_out


def _steps(question: str, language: Language = "id") -> list[str]:
    return [" ".join(filter(None, (step.text, step.note, step.value))) for step in work_out(question, language)]


@pytest.mark.parametrize(
    ("question", "language", "steps"),
    [
        # per so many of the base that is named, in either order
        (
            "Penduduk 500.000, pos jaga 40 titik. Berapa per 100.000 penduduk?",
            "id",
            ["40 ÷ (500.000 ÷ 100.000) = 8 per 100.000 penduduk"],
        ),
        (
            "we have 40 kiosks and 500,000 residents, how many per 100,000?",
            "en",
            ["40 ÷ (500,000 ÷ 100,000) = 8 per 100,000"],
        ),
        # what a target takes, and what is missing
        (
            "target 20 taman per 100 ribu penduduk, penduduk 250.000, butuh berapa?",
            "id",
            ["20 × (250.000 ÷ 100.000) = 50"],
        ),
        (
            "Dihitung per 1.000 siswa. mau nilai 25, siswa 3.300, perlu berapa? Sekarang baru 60.",
            "id",
            ["25 × (3.300 ÷ 1.000) = 82,5", "rounded_up 83", "83 − 60 short 23"],
        ),
        ("jika 3 dari tiap 1000 warga ikut, penduduk 90.000, berapa orang?", "id", ["3 × (90.000 ÷ 1.000) = 270"]),
        # percentages
        ("40% dari armada, itu 10 unit. Total armada berapa?", "id", ["10 ÷ 40 % = 25"]),
        ("Ada 25% kelurahan dari 200, jadi berapa kelurahan?", "id", ["25 % × 200 = 50"]),
        (
            "sudah 30 dari 120 sekolah, kalau target 50 % kurang berapa?",
            "id",
            ["30 ÷ 120 × 100 = 25 %", "50 % × 120 = 60", "60 − 30 short 30"],
        ),
        (
            "sudah 90 dari 120 sekolah, kalau target 50 % kurang berapa?",
            "id",
            ["90 ÷ 120 × 100 = 75 %", "50 % × 120 = 60", "reached 90"],
        ),
        (
            "37 dari 200 dan 2 ha dari 40.000 m2, berapa persen masing-masing?",
            "id",
            ["37 ÷ 200 × 100 = 18,5 %", "20.000 ÷ 40.000 × 100 = 50 %"],
        ),
        # averages of different weight, and units of different size
        ("rata-rata: 30 berkas 10 hari, 10 berkas 20 hari, berapa?", "id", ["(30 × 10 + 10 × 20) ÷ 40 = 12,5 hari"]),
        ("500 liter per detik dari 3.600 m3 per jam, berapa persen?", "id", ["1.800 ÷ 3.600 × 100 = 50 %"]),
        ("45 ha dari 9 km2, berapa persen?", "id", ["0,45 ÷ 9 × 100 = 5 %"]),
        ("berapa hasil 1.250 dibagi 500", "id", ["1.250 ÷ 500 = 2,5"]),
        # a share, though nobody says "persen"; a percentage of what is said, and one that is aimed at beside it
        ("terus 48 dari 160 itu berapa?", "id", ["48 ÷ 160 × 100 = 30 %"]),
        ("dari 900 kios ada 20% yang tutup, berapa kios?", "id", ["20 % × 900 = 180"]),
        ("kiosnya 900, 20%nya tutup. berapa itu?", "id", ["20 % × 900 = 180"]),
        (
            "dari 1.000 bus ada 4% yang listrik, kalau target 12,55% kurang berapa?",
            "id",
            ["12,55 % × 1.000 = 125,5", "(12,55 % − 4 %) × 1.000 = 85,5", "rounded_up 86"],
        ),
    ],
)
def test_every_step_of_a_calculation_is_shown(question: str, language: Language, steps: list[str]) -> None:
    assert _steps(question, language) == steps


@pytest.mark.parametrize(
    "question",
    [
        "apa kewajiban kota anggota?",
        "berapa anggota ASCN dari 26 kota?",
        "500 liter dari 40 km2, berapa persen?",  # no part of the other
        "500 liter per detik dari 900 m3, berapa persen?",  # a flow and a volume
        "berapa persen 0 dari 300?",
        "berapa 12 per 100.000 penduduk?",
        "rata-rata 30 dan 40 dan 50 dan 60?",
        'Drafnya: "kota kami menjalankan 4 kegiatan, realisasi 70%." Masih kurang apa?',  # no value is asked for
        "kami punya 4 kegiatan, realisasi 70%. berapa kali rapat setahun?",  # nor is the percentage one of the 4
        "48 dari 160, sisanya berapa?",
    ],
)
def test_without_a_sure_way_nothing_is_worked_out(question: str) -> None:
    assert work_out(question, "id") == []


def test_what_only_own_arithmetic_gives_is_told_from_the_value_of_an_indicator() -> None:
    assert asks_more_than_a_value("target 20 taman per 100 ribu penduduk, penduduk 250.000, butuh berapa?", "id")
    per_head = "Penduduk 500.000, pos jaga 40 titik. Berapa per 100.000 penduduk?"
    assert not asks_more_than_a_value(per_head, "id")
    assert is_determined(per_head, "id")
    assert not is_determined("berapa persen 12 dari 48?", "id")


@given(st.text(alphabet="0123456789.,% persenberapadari per100 target÷", max_size=120))
def test_no_text_makes_it_fail(text: str) -> None:
    for language in ("id", "en"):
        work_out(text, language)
