"""What publishing a Release would change: the same questions asked of it and of the published one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from bot.releases.questions import Question
from knowledge.answering.difference import AnswerChange, change_between
from knowledge.answering.pipeline import AnswerPipeline
from knowledge.answers import Answer
from knowledge.embedding.base import Embedder

Verdict = Literal["", "fails", "mended"]
#: Most harmful first; a golden case that fails comes before all of them.
HARM: Final = (AnswerChange.LOST, AnswerChange.STATEMENTS, AnswerChange.SOURCE, AnswerChange.NEW, AnswerChange.WORDING)
_HISTORY = 4  # earlier answers that a channel hands over, too


@dataclass(frozen=True, slots=True)
class Effect:
    """What becomes of the answer to one question; ``verdict`` is whether its golden case ``fails`` by that, or is
    ``mended``."""

    question: Question
    before: Answer
    after: Answer
    change: AnswerChange
    verdict: Verdict = ""

    @property
    def changes(self) -> bool:
        """Whether the answer is not the same."""
        return self.change is not AnswerChange.SAME

    @property
    def rank(self) -> int:
        """Its place by harm, from 0."""
        return 0 if self.verdict == "fails" else 1 + HARM.index(self.change)


def effects(
    questions: Sequence[Question], published: AnswerPipeline, draft: AnswerPipeline, embedder: Embedder
) -> Iterator[Effect]:
    """Ask every question of both, one after the other.

    Args:
        questions: what is asked.
        published: answers from what is published.
        draft: answers from what would be.
        embedder: tells whether an answer says the same in other words.

    Raises:
        IntegrityError: an index cannot be read.
    """
    for question in questions:
        before, after = _asked(question, published), _asked(question, draft)
        yield Effect(
            question, before, after, change_between(before, after, embedder), _verdict(question, before, after)
        )


def _asked(question: Question, answering: AnswerPipeline) -> Answer:
    history: list[Answer] = []
    for turn in question.turns:
        history.append(answering.answer(turn, language=question.language, history=history[-_HISTORY:]))
    return history[-1]


def _verdict(question: Question, before: Answer, after: Answer) -> Verdict:
    was, would = question.right(before), question.right(after)
    return "" if was == would else "mended" if would else "fails"
