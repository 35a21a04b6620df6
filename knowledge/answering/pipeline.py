"""The steps a question takes, in order."""

from __future__ import annotations

import time
from collections.abc import Sequence

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
from knowledge.language.detection import detect_language
from knowledge.releases.published import ReleaseReader
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
        self._analyzer = analyzer or default_analyzer()
        self._steps: tuple[tuple[str, Step], ...] = (
            ("admit", Admission(question_limit)),
            ("understand", Guardrails()),
            ("indicate", IndicatorLookup(indicators)),
            ("retrieve", Retrieval(Retriever(releases))),
            ("decide", Decision()),
            ("compose", Composition(self._analyzer)),
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
        spoken = language or detect_language(text[:1000], self._analyzer, history[-1].language if history else "id")
        context = Context(text=text, language=spoken, scope=scope, history=history, question=text)
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
            question=context.question,
            blocks=tuple(context.blocks),
            notice=context.notice,
            citations=tuple(context.citations),
            suggestions=tuple(context.suggestions),
            subjects=context.subjects,
            confidence=round(context.confidence, 4),
            release=context.release,
            milliseconds=_milliseconds(began),
            steps=durations,
            features={name: round(value, 4) for name, value in context.features.items()},
        )


def _milliseconds(since: float) -> float:
    return round((time.perf_counter() - since) * 1000, 3)
