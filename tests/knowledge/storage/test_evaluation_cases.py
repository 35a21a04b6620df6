"""What should have answered, the same on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from knowledge.documents import Chunk, Section
from knowledge.errors import NotFoundError
from knowledge.storage.evaluation_cases import EvaluationCases, section_of

FEES = Chunk.of("ascn-benefits.id", Section("Tidak ada iuran.", ("Manfaat", "Iuran"), anchor="fees"))
PAGE = Chunk.of("edaran", Section("Tidak ada iuran.", ("Edaran", "Biaya"), page=3))


def test_a_case_is_met_by_its_section_in_any_version_or_language(engine: Engine) -> None:
    case = EvaluationCases(engine).add("berapa iuran?", "id", FEES, "budi")
    assert (case.document, case.section, case.title, case.by) == ("ascn-benefits.id", "fees", "Manfaat › Iuran", "budi")
    assert case.met_by([PAGE, replace(FEES, text="Kini ada iuran.")])
    assert case.met_by([replace(FEES, document="ascn-benefits.en")])
    assert not case.met_by([replace(FEES, anchor="grants"), PAGE])
    assert not case.met_by([])


def test_a_section_without_an_anchor_goes_by_headings_and_page() -> None:
    assert section_of(PAGE) == "Biaya › p. 3"
    assert section_of(replace(PAGE, page=None)) == "Biaya"
    assert section_of(Chunk("x", "edaran", "Teks.")) == ""


def test_the_latest_word_on_a_question_counts_and_cases_can_go(engine: Engine) -> None:
    cases = EvaluationCases(engine)
    cases.add("berapa iuran?", "id", FEES, "budi")
    case = cases.add("berapa iuran?", "id", PAGE, "siti")
    assert list(cases.cases()) == [case]
    assert cases.remove(case.id) == case
    assert list(cases.cases()) == []
    with pytest.raises(NotFoundError, match="no evaluation case"):
        cases.remove(case.id)
