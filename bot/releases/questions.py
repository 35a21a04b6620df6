"""The questions that show what a Release changes: golden ones, and what people asked of late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, select

from bot.evaluation.cases import Case, in_split, load_cases
from bot.journal import TurnRow
from knowledge.answers import Outcome
from knowledge.documents import Language
from knowledge.language import personal_data
from knowledge.language.analyzer import tokens

REAL = 200  # distinct questions of people
_TURNS = 4000  # latest turns that are looked through for them
_LOOKED_UP = (Outcome.ANSWERED, Outcome.INDICATOR, Outcome.PARTLY, Outcome.REFUSED)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of both Releases: the last of ``turns``, after those before it. ``case`` is the golden case it is
    of, ``turn`` the latest turn of the journal in which a person asked it; ``times`` is how often that was, of late."""

    turns: tuple[str, ...]
    language: Language | None = None
    case: Case | None = None
    turn: str | None = None
    times: int = 1


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
        select(TurnRow.id, TurnRow.answer)
        .where(TurnRow.outcome.in_([outcome.value for outcome in _LOOKED_UP]))
        .order_by(TurnRow.created_at.desc())
        .limit(_TURNS)
    )
    latest: dict[tuple[str, ...], Question] = {}
    times: Counter[tuple[str, ...]] = Counter()
    with engine.connect() as connection:
        for turn, answer in connection.execute(statement):
            text = personal_data.mask(str(answer.get("question", ""))).strip()
            if key := tuple(tokens(text)):
                language: Language = "en" if answer.get("language") == "en" else "id"
                latest.setdefault(key, Question((text,), language, turn=turn))
                times[key] += 1
    return [_counted(question, times[key]) for key, question in list(latest.items())[:most]]


def _counted(question: Question, times: int) -> Question:
    return Question(question.turns, question.language, turn=question.turn, times=times)


def all_questions(engine: Engine, folder: Path) -> Sequence[Question]:
    """Golden questions, then those of people."""
    return [*golden_questions(folder), *real_questions(engine)]
