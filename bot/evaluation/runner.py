"""Running golden cases through the real answering, and what is kept of each."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.evaluation.cases import Case
from bot.evaluation.ranking_metrics import DEPTH, rank_of
from bot.evaluation.scoring import score
from knowledge.answer_text import citation_line, plain_text
from knowledge.answering.calibration import calibration
from knowledge.answering.context import Asker
from knowledge.answering.pipeline import AnswerPipeline
from knowledge.answers import Answer, Outcome
from knowledge.errors import ConfigError
from knowledge.language.query import Query
from knowledge.retrieval.retriever import Retriever

RUN_LIMIT = 50_000_000  # bytes of a kept run
_HISTORY = 4  # earlier answers that a channel hands over, too
_WITHOUT_RETRIEVAL = {Outcome.SMALLTALK, Outcome.DECLINED}

ProgressCallback = Callable[[int, int], None]


class Result(BaseModel):
    """One case and how its last question was answered.

    ``searched`` is whether the answer came by way of retrieval, so that ``confidence`` decided on it; ``honest`` is
    whether it was refused although confidence was high enough, because the passage found says that nothing is known.
    ``rank`` is that of the first section expected, None if it was not found; ``ranked`` whether that was looked for.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    split: str
    collection: str
    language: str
    style: str
    kind: str
    expect: str
    turns: tuple[str, ...]
    standalone: str
    outcome: str
    right: bool
    strict: bool
    refused: bool
    citation: bool | None
    missing: tuple[str, ...]
    stated: tuple[str, ...]
    confidence: float
    searched: bool
    hedged: bool = False
    honest: bool
    ranked: bool
    rank: int | None
    milliseconds: float
    answer: str
    citations: tuple[str, ...]


class Run(BaseModel):
    """All results of one evaluation, as kept in JSON. ``threshold`` is the confidence below which Pandu refused."""

    model_config = ConfigDict(frozen=True)

    release: str
    split: str
    began: str
    threshold: float
    results: tuple[Result, ...]


def run_cases(
    cases: Sequence[Case],
    answering: AnswerPipeline,
    retriever: Retriever,
    on_progress: ProgressCallback = lambda done, total: None,
) -> list[Result]:
    """Ask every case, in order; the first question is asked once before, so that no model is loaded within a timing.

    Raises:
        NotFoundError: nothing is published.
        IntegrityError: the index cannot be opened.
    """
    if cases:
        answering.answer(cases[0].question)
    results = []
    for done, case in enumerate(cases, 1):
        results.append(_result(case, answered(case, answering), retriever))
        on_progress(done, len(cases))
    return results


def read_run(path: Path) -> Run:
    """A run that was kept as JSON.

    Raises:
        ConfigError: there is no such file, or it is no run.
    """
    try:
        if path.stat().st_size > RUN_LIMIT:
            raise ConfigError(f"{path} is larger than {RUN_LIMIT // 1_000_000} MB and cannot be a run.")
        return Run.model_validate_json(path.read_bytes())
    except OSError as error:
        raise ConfigError(f"The run {path} cannot be read ({error.strerror}).") from None
    except ValidationError:
        raise ConfigError(f"{path} is not a run written by `pandu eval`.") from None


def now_utc() -> str:
    """The time of day as a run names it: ``2026-11-24 08:30 UTC``."""
    return time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())


def answered(case: Case, answering: AnswerPipeline, asker: Asker | None = None) -> Answer:
    """The answer to the last question of a case; ``asker`` is for whom a language model may write, if there is one."""
    history: list[Answer] = []
    for turn in case.turns:
        history.append(answering.answer(turn, history=history[-_HISTORY:], asker=asker))
    return history[-1]


def _result(case: Case, answer: Answer, retriever: Retriever) -> Result:
    judged = score(case, answer)
    ranked = bool(case.sections) and answer.outcome not in _WITHOUT_RETRIEVAL
    passages = retriever.retrieve(Query(answer.question, answer.language), limit=DEPTH).passages if ranked else ()
    searched = "retrieve" in answer.steps
    return Result(
        id=case.id,
        split=case.split,
        collection=case.collection,
        language=case.language,
        style=case.style,
        kind=case.kind,
        expect=case.expect,
        turns=case.turns,
        standalone=answer.question,
        outcome=answer.outcome.value,
        right=judged.right,
        strict=judged.strict,
        refused=judged.refused,
        citation=judged.citation,
        missing=judged.missing,
        stated=judged.stated,
        confidence=answer.confidence,
        searched=searched,
        hedged=searched and not judged.refused and answer.confidence < calibration().answer_threshold,
        honest=searched and judged.refused and answer.confidence >= calibration().refusal_threshold,
        ranked=ranked,
        rank=rank_of(case.sections, passages) if ranked else None,
        milliseconds=answer.milliseconds,
        answer=plain_text(answer),
        citations=tuple(citation_line(citation, answer.language) for citation in answer.citations),
    )
