"""The steps a question takes, in order."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict

from knowledge.answering.context import Context, Step
from knowledge.answering.steps.admission import Admission
from knowledge.answering.steps.composition import Composition
from knowledge.answering.steps.decision import Decision
from knowledge.answering.steps.guardrails import Guardrails
from knowledge.answering.steps.indicators import IndicatorLookup
from knowledge.answering.steps.retrieval import Retrieval
from knowledge.answering.steps.verification import Verification
from knowledge.answers import Answer, Outcome
from knowledge.documents import Language
from knowledge.indicators.answerer import IndicatorAnswerer
from knowledge.language.analyzer import Analyzer, default_analyzer
from knowledge.language.query import Query
from knowledge.releases.published import ReleaseReader
from knowledge.retrieval.features import Features
from knowledge.retrieval.retriever import Retriever


class AnswerPipeline:
    """Answers questions from the published release, and from nothing else."""

    def __init__(
        self,
        releases: ReleaseReader,
        indicators: IndicatorAnswerer,
        question_limit: int = 1000,
        analyzer: Analyzer | None = None,
    ) -> None:
        self._limit = question_limit
        self._analyzer = analyzer or default_analyzer()
        self._steps: tuple[tuple[str, Step], ...] = (
            ("admit", Admission(question_limit)),
            ("understand", Guardrails()),
            ("indicate", IndicatorLookup(indicators)),
            ("retrieve", Retrieval(Retriever(releases))),
            ("decide", Decision()),
            ("compose", Composition()),
        )
        self._verify = Verification()

    def answer(
        self,
        text: str,
        *,
        language: Language | None = None,
        scope: str | None = None,
        history: Sequence[Answer] = (),
    ) -> Answer:
        """Answer one question.

        Args:
            text: what was asked, as it was typed.
            language: the answer's language; None means that of the question.
            scope: a collection to stay within.
            history: earlier answers of the conversation, oldest first, for follow-ups.

        Raises:
            NotFoundError: nothing is published.
            IntegrityError: the index cannot be opened.
        """
        began = time.perf_counter()
        fallback = history[-1].language if history else "id"
        query = Query.of(text, language, fallback=fallback, limit=self._limit, analyzer=self._analyzer)
        context = Context(query, scope, history)
        durations: dict[str, float] = {}
        for name, step in self._steps:
            started = time.perf_counter()
            step(context)
            durations[name] = _milliseconds(started)
            if context.finished:
                break
        started = time.perf_counter()
        self._verify(context)
        durations["verify"] = _milliseconds(started)
        return Answer(
            outcome=context.outcome or Outcome.REFUSED,
            language=context.language,
            message=query.text,
            question=context.standalone.text,
            blocks=tuple(context.blocks),
            notice=context.notice,
            citations=tuple(context.citations),
            suggestions=tuple(context.suggestions),
            subjects=context.subjects,
            confidence=round(context.confidence, 4),
            release=context.release,
            milliseconds=_milliseconds(began),
            steps=durations,
            features=_rounded(context.features),
        )


def _rounded(features: Features | None) -> dict[str, float]:
    return {name: round(value, 4) for name, value in asdict(features).items()} if features else {}


def _milliseconds(since: float) -> float:
    return round((time.perf_counter() - since) * 1000, 3)
