"""What should have answered, the same on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from knowledge.documents import Chunk, Section
from knowledge.errors import NotFoundError
from knowledge.storage.evaluation_cases import EvaluationCases

FEES = Chunk.of("ascn-benefits.id", Section("Tidak ada iuran.", ("Manfaat", "Iuran"), anchor="fees"))
PAGE = Chunk.of("edaran", Section("Tidak ada iuran.", ("Edaran", "Biaya"), page=3))


def test_a_case_is_met_by_its_section_in_any_version_or_language(engine: Engine) -> None:
    case = EvaluationCases(engine).add("berapa iuran?", "id", FEES, "budi")
    assert (case.document, case.section, case.title, case.by) == ("ascn-benefits.id", "fees", "Manfaat › Iuran", "budi")
    assert case.anchored
    assert case.met_by([("edaran", "", "hal. 3"), ("ascn-benefits.id", "fees", "klausul 2")])
    assert case.met_by([("ascn-benefits.en", "fees", "")])
    assert not case.met_by([("ascn-benefits.id", "grants", "fees"), ("edaran", "fees", "")])
    assert not case.met_by([])


def test_a_section_without_an_anchor_goes_by_its_page(engine: Engine) -> None:
    case = EvaluationCases(engine).add("berapa biaya?", "id", PAGE, "budi")
    assert (case.section, case.anchored) == ("p. 3", False)
    assert case.met_by([("edaran", "", "klausul 12, hal. 3")])
    assert not case.met_by([("edaran", "", "hal. 13"), ("lain", "", "hal. 3")])
    whole = EvaluationCases(engine).add("berapa biaya?", "id", replace(PAGE, page=None), "budi")
    assert whole.met_by([("edaran", "", "")])


def test_the_latest_word_on_a_question_counts_and_cases_can_go(engine: Engine) -> None:
    cases = EvaluationCases(engine)
    cases.add("berapa iuran?", "id", FEES, "budi")
    case = cases.add("berapa iuran?", "id", PAGE, "siti")
    assert list(cases.cases()) == [case]
    assert cases.remove(case.id) == case
    assert list(cases.cases()) == []
    with pytest.raises(NotFoundError, match="no evaluation case"):
        cases.remove(case.id)
