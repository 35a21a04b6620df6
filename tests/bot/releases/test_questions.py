"""Which questions show what a Release changes."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.releases.questions import golden_questions, real_questions, staff_questions
from knowledge.answers import Citation, Outcome
from knowledge.documents import Chunk, Section
from knowledge.storage.evaluation_cases import EvaluationCases
from tests.bot.journals import Stores, an_answer

CASES = Path(__file__).parents[2] / "golden"


def test_what_people_asked_comes_once_newest_first_and_masked(stores: Stores) -> None:
    def asked(text: str, outcome: Outcome = Outcome.ANSWERED, hours: int = 0) -> str:
        answer = an_answer(text).model_copy(update={"outcome": outcome})
        turn = stores.journal.record("c", "web", "web:1", text, answer)
        stores.age(turn.id, timedelta(hours=hours))
        return turn.id

    asked("Apa itu ASCN?", hours=5)
    latest = asked("apa itu  ascn", hours=3)
    refused = asked("Berapa biayanya?", Outcome.REFUSED, hours=2)
    asked("halo", Outcome.SMALLTALK)
    asked("Surat untuk 3175091201850004?", hours=1)
    found = real_questions(stores.engine)
    assert [(question.turns[0], question.times) for question in found] == [
        ("Surat untuk [NIK]?", 1),
        ("Berapa biayanya?", 1),
        ("apa itu  ascn", 2),
    ]
    assert [question.turn for question in found[1:]] == [refused, latest]
    assert len(real_questions(stores.engine, most=1)) == 1


def test_golden_questions_are_those_that_may_be_looked_at(tmp_path: Path) -> None:
    found = golden_questions(CASES)
    assert len(found) > 200
    assert {question.case.split for question in found if question.case} == {"dev"}
    assert golden_questions(tmp_path) == golden_questions(tmp_path / "none") == []


def test_what_staff_said_should_have_answered_is_asked_and_judged(stores: Stores) -> None:
    chunk = Chunk.of("ascn-benefits.id", Section("Tidak ada iuran.", ("Manfaat", "Iuran"), anchor="fees"))
    case = EvaluationCases(stores.engine).add("berapa iurannya?", "id", chunk, "budi")
    (question,) = staff_questions(stores.engine)
    assert (question.turns, question.case_id) == (("berapa iurannya?",), f"staf-{case.id}")
    right = an_answer().model_copy(
        update={"citations": [Citation(number=1, title="x", document="ascn-benefits.id", section="fees")]}
    )
    assert (question.right(right), question.right(an_answer())) == (True, False)
