from __future__ import annotations

from decimal import Decimal

import pytest

from knowledge.documents import Language
from knowledge.indicators.catalogue import Bilingual
from knowledge.indicators.replies.worked_values import NotComputable, calculate
from tests.knowledge.indicators.asking import CATALOGUE, ask, text_of


@pytest.mark.parametrize(
    ("question", "language", "key", "value"),
    [
        ("Portal data terbuka dikunjungi 330.000 kali setahun, penduduk 1.650.000 jiwa. Berapa nilai indikatornya?",
         "id", "37122:10.1", "= 20.000 kunjungan per 100.000 penduduk per tahun"),
        ("laptop + tablet di sekolah ada 18.400 unit, siswanya 92rb. nilai 6.2 brp?",
         "id", "37122:6.2", "= 200 perangkat"),
        ("45 public chargers, 900 electric vehicles registered: what is the value of the indicator?",
         "en", "37122:7.10", "= 0.05 stations per registered electric vehicle"),
        ("Anggaran kesenjangan digital Rp12 miliar dari total APBD Rp3,2 triliun. Berapa nilai 13.4?",
         "id", "37122:13.4", "= 0,375 %"),
        ("120 dari 300 lampu merah kami sudah pintar, indikator 19.9 berapa",
         "id", "37122:19.9", "120 ÷ 300 × 100 = 40 %"),
        ("rumah tangga dengan meter listrik pintar 30 ribu dari 120 ribu, nilainya berapa?",
         "id", "37122:12.1", "30.000 ÷ 120.000 × 100 = 25 %"),
        ("compute 19.9 for 120/300", "en", "37122:19.9", "120 ÷ 300 × 100 = 40 %"),
        ("600 permits took 9,000 days in total. What is 21.3?", "en", "37122:21.3", "= 15 days"),
        ("payments to the city: 4 million, of which 3 million electronic. indicator value?",
         "en", "37122:9.2", "= 75 %"),
        ("If 120 of 300 traffic lights are smart, what is indicator 19.9?",
         "en", "37122:19.9", "120 ÷ 300 × 100 = 40 %"),
    ],
)  # fmt: skip
def test_worked_values(question: str, language: Language, key: str, value: str) -> None:
    reply = ask(question, language)
    assert reply.keys == (key,)
    assert value in text_of(reply, language)


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("nilai 19.9 kalau 120 lampu dari 0?", "pembagian dengan nol"),
        ("kami sudah 40 persen lampu lalin pintar, nilai 19.9 berapa?", "sudah berupa persentase"),
        ("6.2 kami 40 persen, nilai indikatornya berapa?", "satuannya perangkat per 1.000 siswa"),
        ("lampu pintar 400 dari total 300, hitung 19.9", "lebih besar daripada keseluruhannya"),
        ("berapa nilai 19.9 kalau -5 dari 300", "negatif"),
        ("kami punya 120 lampu pintar, berapa nilai 19.9?", "masih diperlukan penyebutnya"),
        ("penduduk 730.000 jiwa, berapa nilai 10.1?", "masih diperlukan pembilangnya"),
        ("server mati 12 jam setahun, 4 sistem. nilai 10.4 berapa?", "tidak kami hitung"),
        ("penganggur 1.200, angkatan kerja 800.000. nilai indikator 5.1 di 37120?", "tidak kami hitung"),
    ],
)
def test_what_cannot_be_computed_is_a_sentence(question: str, part: str) -> None:
    assert part in text_of(ask(question))


def test_a_calculation_is_written_in_both_languages() -> None:
    calculation = calculate(CATALOGUE.get("10.1"), Decimal(330000), Decimal(1650000))
    assert (calculation.value, calculation.exact) == (Decimal(20000), True)
    assert isinstance(calculation.text, Bilingual)
    assert "330.000" in calculation.text.indonesian
    assert "330,000" in calculation.text.english
    assert not calculate(CATALOGUE.get("19.9"), Decimal(1), Decimal(3)).exact


@pytest.mark.parametrize(
    ("key", "numerator", "denominator", "said"),
    [
        ("19.9", 120, 0, "divided by zero"),
        ("19.9", 400, 300, "larger than the whole"),
        ("37120:5.1", 1, 2, "do not compute"),
    ],
)
def test_figures_that_give_no_value_say_why(key: str, numerator: int, denominator: int, said: str) -> None:
    with pytest.raises(NotComputable) as error:
        calculate(CATALOGUE.get(key), Decimal(numerator), Decimal(denominator))
    assert said in error.value.message("en")
    assert error.value.message("id") != error.value.message("en")


def test_what_is_open_about_an_indicator_stands_beside_its_value() -> None:
    indicator = next(row for row in CATALOGUE.of_standard() if row.open and row.scale is not None)
    text = text_of(ask(f"nilai {indicator.code} kalau 3 dari 10 berapa?"))
    assert indicator.open.indonesian in text
