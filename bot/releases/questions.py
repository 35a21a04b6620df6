"""The questions that show what a Release changes: golden ones, and what people asked of late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from bot.evaluation.cases import Case, in_split, load_cases
from bot.evaluation.scoring import score
from bot.journal import TurnRow, unindexed
from knowledge.answers import Answer, Outcome
from knowledge.documents import Language
from knowledge.language import personal_data
from knowledge.storage.evaluation_cases import EvaluationCase, EvaluationCases

REAL = 200  # distinct questions of people
_TURNS = 4000  # latest turns that are looked through for them
_LOOKED_UP = (Outcome.ANSWERED, Outcome.INDICATOR, Outcome.PARTLY, Outcome.REFUSED)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of both Releases: the last of ``turns``, after those before it. ``case`` is the golden case it is
    of, ``expected`` the evaluation case of staff, ``turn`` the latest turn of the journal in which a person asked it;
    ``times`` is how often that was, of late."""

    turns: tuple[str, ...]
    language: Language | None = None
    case: Case | None = None
    expected: EvaluationCase | None = None
    turn: str | None = None
    times: int = 1

    @property
    def case_id(self) -> str:
        """The name of its case; empty where there is none."""
        return self.case.id if self.case else f"staf-{self.expected.id}" if self.expected else ""

    def right(self, answer: Answer) -> bool | None:
        """Whether an answer is as its case asks; None without a case."""
        if self.expected is not None:
            return self.expected.met_by((one.document, one.section, one.locator) for one in answer.citations)
        return score(self.case, answer).right if self.case is not None else None


def golden_questions(folder: Path) -> list[Question]:
    """The golden questions that may be looked at, those of the split ``dev``; none where the folder is not there.

    Raises:
        ConfigError: a file of them is not as it should be.
    """
    if not folder.is_dir() or not any(folder.glob("*.yaml")):
        return []
    return [Question(case.turns, case=case) for case in in_split(load_cases(folder), "dev")]


def real_questions(engine: Engine, most: int = REAL) -> list[Question]:
    """What people asked last, each question once, in its standalone form; personal data is masked."""
    statement = (
        select(TurnRow.id, TurnRow.asked)
        .where(unindexed(TurnRow.outcome).in_([outcome.value for outcome in _LOOKED_UP]), TurnRow.asked != "")
        .order_by(TurnRow.created_at.desc())
        .limit(_TURNS)
    )
    latest: dict[str, str] = {}
    times: Counter[str] = Counter()
    with engine.connect() as connection:
        for turn, asked in connection.execute(statement):
            latest.setdefault(asked, turn)
            times[asked] += 1
        turns = list(latest.items())[:most]
        columns = select(TurnRow.id, TurnRow.answer).where(TurnRow.id.in_([turn for _, turn in turns]))
        answers: dict[str, Any] = dict(connection.execute(columns).all())
    found = []
    for asked, turn in turns:
        if answer := answers.get(turn):  # it may just have been deleted
            text = personal_data.mask(str(answer.get("question", ""))).strip()
            language: Language = "en" if answer.get("language") == "en" else "id"
            found.append(Question((text,), language, turn=turn, times=times[asked]))
    return found


def staff_questions(engine: Engine) -> list[Question]:
    """The questions of which staff said which section should have answered them."""
    return [Question((one.question,), one.language, expected=one) for one in EvaluationCases(engine).cases()]


def all_questions(engine: Engine, folder: Path) -> Sequence[Question]:
    """Golden questions, then the evaluation cases of staff, then what people asked."""
    return [*golden_questions(folder), *staff_questions(engine), *real_questions(engine)]
