"""What a language model makes of the golden questions, beside the extracts: correctness, and how faithful it writes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.evaluation.cases import Case
from bot.evaluation.judging import Judge, Opinion
from bot.evaluation.runner import ProgressCallback, answered
from bot.evaluation.scoring import score
from knowledge.answering.context import Asker
from knowledge.answering.pipeline import AnswerPipeline
from knowledge.answers import Answer, ListBlock, Paragraph
from knowledge.embedding.base import Embedder
from knowledge.grounding.verifier import Ground, Verifier
from knowledge.markup.sentences import sentences
from knowledge.retrieval.retriever import Retriever

Borne = tuple[int, int]  # sentences, and how many of them are borne out


@dataclass(frozen=True, slots=True)
class WrittenFigures:
    """Over ``cases`` questions: how many are ``right`` with a model and ``right_extracts`` without; for how many it was
    ``asked``, how many answers are in its words (``used``) and ``right_used`` of them, and the extract for the same
    questions (``right_unwritten``); ``sentences`` that it wrote by what was made of them, ``endings`` of its replies.
    ``opinions`` is how often the model as a judge agrees with the rules. ``given`` are the sentences of answers in its
    words and ``extracted`` those of the extracts for the same questions, each with how many the passages of the answer
    bear out.
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
    given: Borne = (0, 0)
    extracted: Borne = (0, 0)
    opinions: Counter[str] = field(default_factory=Counter)

    @property
    def faithfulness(self) -> float | None:
        """The share of its sentences that their passages bear out as they stand; None where it wrote none."""
        written = sum(self.sentences.values())
        return self.sentences["kept"] / written if written else None


class Faithfulness:
    """Tells how many sentences of an answer its passages bear out.

    Args:
        retriever: gives the passages.
        embedder: compares meanings.
    """

    def __init__(self, retriever: Retriever, embedder: Embedder) -> None:
        self._retriever, self._verifier = retriever, Verifier(embedder)

    def of(self, answer: Answer) -> Borne:
        """How many sentences there are that cite something, and how many of them are borne out."""
        passages = self._retriever.in_language(answer.passages, answer.language)
        grounds = [Ground(one.chunk.text, " – ".join((one.document.title, *one.chunk.heading))) for one in passages]
        said = [sentence for text in _cited(answer) for sentence in sentences(text)]
        return len(said), sum(self._verifier.verify(sentence, grounds).supported for sentence in said)


def _cited(answer: Answer) -> Iterator[str]:
    for block in answer.blocks:
        if isinstance(block, Paragraph) and block.citations:
            yield block.text
        elif isinstance(block, ListBlock):
            yield from (item.text for item in block.items if item.citations)


def run_written(
    cases: Sequence[Case],
    answering: AnswerPipeline,
    faithfulness: Faithfulness,
    judge: Judge | None = None,
    on_progress: ProgressCallback = lambda done, total: None,
) -> WrittenFigures:
    """Ask every case with the model and without it.

    Raises:
        NotFoundError: nothing is published.
        IntegrityError: the index cannot be opened.
    """
    counts, made, endings, problems = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    given, extracted, opinions = (0, 0), (0, 0), Counter[str]()
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
        if used:
            said, borne = faithfulness.of(answer)
            given, extracted = _sum(given, (said, borne)), _sum(extracted, faithfulness.of(extract))
            if judge:
                opinions.update(_compared(judge.opinion(answer), faithful=said == borne, right=right))
        for one in writing:
            endings[one.ending] += 1
            made.update(sentence.made for sentence in one.sentences)
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
        sentences=made,
        endings=endings,
        problems=problems,
        given=given,
        extracted=extracted,
        opinions=opinions,
    )


def _compared(opinion: Opinion | None, *, faithful: bool, right: bool) -> list[str]:
    """Where a model as a judge says the same as the rules, and where it does not."""
    if opinion is None:
        return ["no opinion"]
    return [
        f"{'agrees' if opinion.faithful == faithful else 'disagrees'} on faithfulness",
        f"{'agrees' if opinion.answers == right else 'disagrees'} on correctness",
    ]


def _sum(one: Borne, other: Borne) -> Borne:
    return one[0] + other[0], one[1] + other[1]
