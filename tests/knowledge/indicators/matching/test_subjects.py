from __future__ import annotations

import pytest

from knowledge.documents import Language
from knowledge.indicators.catalogue import Catalogue
from knowledge.indicators.matching.lexical import IndicatorIndex
from knowledge.indicators.matching.ranking import IndicatorRanker
from knowledge.indicators.matching.subjects import SubjectFinder
from knowledge.indicators.questions.question import IndicatorQuestion, understand

CATALOGUE = Catalogue.load()
SUBJECTS = SubjectFinder(CATALOGUE, IndicatorRanker(IndicatorIndex(CATALOGUE)))


def read(question: str, language: Language = "id", *context: str) -> IndicatorQuestion:
    return understand(question, language, [CATALOGUE.get(key) for key in context], CATALOGUE)


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("indikator 19.9 di ascn?", False),
        ("indikator keberhasilan ascn apa saja", True),
        ("berapa harga sni 37122", True),
        ("indikator wifi gratis itu wajib?", False),
        ("indikator lampu merah", False),
    ],
)
def test_subjects_of_the_documents_are_left_to_them(question: str, documents: bool) -> None:
    assert SUBJECTS.belongs_to_documents(read(question)) is documents


def test_named_indicators_come_once_each() -> None:
    assert [indicator.code for indicator in SUBJECTS.named(read("beda indikator 7.9, 12.1 dan 7.9"))] == ["7.9", "12.1"]


@pytest.mark.parametrize(
    ("question", "context", "key"),
    [
        ("berapa nilai 19.9 kalau 120 dari 300", (), "37122:19.9"),
        ("berapa nilai 19.9 dan 19.8 kalau 120 dari 300", (), None),
        ("berapa lampu kota kami", (), None),
        ("120 dari 300 berapa?", ("19.8",), "37122:19.8"),
        ("40 persen berapa?", (), None),
        ("rumah tangga dengan meter listrik pintar 30 ribu dari 120 ribu, nilainya berapa?", (), "37122:12.1"),
    ],
)
def test_whose_value_is_asked(question: str, context: tuple[str, ...], key: str | None) -> None:
    indicator = SUBJECTS.of_value(read(question, "id", *context))
    assert (indicator.key if indicator else None) == key


@pytest.mark.parametrize(
    ("question", "context", "codes"),
    [
        ("beda indikator 7.9 dan 12.1", (), ["7.9", "12.1"]),
        ("bedanya dengan 7.9?", ("12.1",), ["12.1", "7.9"]),
        ("apa beda indikator 7.9 dengan yang mirip", (), ["7.9", "12.1"]),
        ("apa beda asean dan eropa", (), []),
    ],
)
def test_what_is_compared(question: str, context: tuple[str, ...], codes: list[str]) -> None:
    assert [indicator.code for indicator in SUBJECTS.compared(read(question, "id", *context))] == codes


def test_an_indicator_of_the_turn_before_is_told_by_its_description() -> None:
    question = read("rumus yang plastik?", "id", "16.5", "16.4")
    assert SUBJECTS.in_context(question)[0] == CATALOGUE.get("16.4")


def test_a_sibling_is_of_the_theme_spoken_of_and_fits_clearly() -> None:
    sibling = SUBJECTS.sibling(read("terus yang plastik?", "id", "16.5"))
    assert sibling is not None
    assert sibling.indicator.key == "37122:16.4"
    assert SUBJECTS.sibling(read("terus yang wifi gratis?", "id", "16.5")) is None
