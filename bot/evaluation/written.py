"""What a language model makes of the golden questions, beside the extracts: correctness, and how faithful it writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.evaluation.cases import Case
from bot.evaluation.runner import ProgressCallback, answered
from bot.evaluation.scoring import score
from knowledge.answering.context import Asker
from knowledge.answering.pipeline import AnswerPipeline


@dataclass(frozen=True, slots=True)
class WrittenFigures:
    """Over ``cases`` questions: how many are ``right`` with a model and ``right_extracts`` without; for how many it was
    ``asked``, how many answers are in its words (``used``) and ``right_used`` of them, and the extract for the same
    questions (``right_unwritten``); ``sentences`` that it wrote by what was made of them, ``endings`` of its replies.
    """

    cases: int
    right: int
    right_extracts: int
    asked: int
    used: int
    right_used: int
    right_unwritten: int
    tokens: int
    sentences: Counter[str]
    endings: Counter[str]
    problems: Counter[str]

    @property
    def faithfulness(self) -> float | None:
        """The share of its sentences that their passages bear out as they stand; None where it wrote none."""
        written = sum(self.sentences.values())
        return self.sentences["kept"] / written if written else None


def run_written(
    cases: Sequence[Case], answering: AnswerPipeline, on_progress: ProgressCallback = lambda done, total: None
) -> WrittenFigures:
    """Ask every case with the model and without it.

    Raises:
        NotFoundError: nothing is published.
        IntegrityError: the index cannot be opened.
    """
    counts, sentences, endings, problems = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for done, case in enumerate(cases, 1):
        extract, answer = answered(case, answering), answered(case, answering, Asker("eval"))
        right, right_extract = score(case, answer).right, score(case, extract).right
        used = answer.in_model_words
        writing = [one for one in answer.written if one.job == "writing"]
        counts["right"] += right
        counts["right_extracts"] += right_extract
        counts["asked"] += bool(writing)
        counts["tokens"] += sum(one.tokens_in + one.tokens_out for one in answer.written)
        counts["used"] += used
        counts["right_used"] += used and right
        counts["right_unwritten"] += used and right_extract
        for one in writing:
            endings[one.ending] += 1
            sentences.update(sentence.made for sentence in one.sentences)
            problems.update(problem for sentence in one.sentences for problem in sentence.problems)
        on_progress(done, len(cases))
    return WrittenFigures(
        cases=len(cases),
        right=counts["right"],
        right_extracts=counts["right_extracts"],
        asked=counts["asked"],
        used=counts["used"],
        right_used=counts["right_used"],
        right_unwritten=counts["right_unwritten"],
        tokens=counts["tokens"],
        sentences=sentences,
        endings=endings,
        problems=problems,
    )
