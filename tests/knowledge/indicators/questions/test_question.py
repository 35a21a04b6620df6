from __future__ import annotations

import pytest

from knowledge.documents import Language
from knowledge.indicators.catalogue import DEFAULT_STANDARD, Catalogue
from knowledge.indicators.questions.question import IndicatorQuestion, meant_as_codes, understand

CATALOGUE = Catalogue.load()


def read(question: str, language: Language = "id", *context: str) -> IndicatorQuestion:
    return understand(question, language, [CATALOGUE.get(key) for key in context], CATALOGUE)


def test_what_a_question_names_is_read_once() -> None:
    question = read("120 dari 300 lampu, brp nilai 19,9 di SNI 37122?")
    assert question.standards == ("37122",)
    assert [int(quantity.value) for quantity in question.quantities][:2] == [120, 300]
    assert question.names_catalogue
    assert not question.names_indicators


def test_a_code_is_no_quantity() -> None:
    question = read("hitung indikator 7,6 untuk 4.600/18.400")
    assert [mention.code for mention in question.codes] == ["7.6"]
    assert [int(quantity.value) for quantity in question.quantities] == [4600, 18400]


def test_percentages_are_no_counts() -> None:
    question = read("40 persen dari 300")
    assert len(question.quantities) == 2
    assert [int(quantity.value) for quantity in question.counts] == [300]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("19.9", ["19.9"]),
        ("rumus 19.9 dong", ["19.9"]),
        ("indikator 99.9", ["99.9"]),
        ("99.9 di 37122", []),
        ("37122 99.9", ["99.9"]),
        ("kami punya 7.6 ton sampah", []),
        ("anggaran naik 7.6 tahun lalu", []),
        ("focus area 7.6 apa", []),
    ],
)
def test_only_numbers_meant_as_codes_are(text: str, codes: list[str]) -> None:
    assert [mention.code for mention in meant_as_codes(text, "id", CATALOGUE, follows=False)] == codes


def test_after_a_turn_about_indicators_a_bare_code_is_meant() -> None:
    text = "lampu 7.6 kota kami"
    assert meant_as_codes(text, "id", CATALOGUE, follows=False) == []
    assert [mention.code for mention in meant_as_codes(text, "id", CATALOGUE, follows=True)] == ["7.6"]


def test_the_default_standard_is_meant_where_none_is_named() -> None:
    assert read("indikator energi").standard == DEFAULT_STANDARD
    assert read("indikator energi 37120").standard == "37120"


def test_the_turn_before_is_its_context() -> None:
    assert read("rumusnya?", "id", "19.9").context == (CATALOGUE.get("19.9"),)
