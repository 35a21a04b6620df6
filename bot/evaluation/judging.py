"""A language model's opinion of an answer, for evaluation alone: counted beside what the rules say, never instead."""

from __future__ import annotations

from pydantic import BaseModel

from knowledge.answer_text import plain_text
from knowledge.answers import Answer
from knowledge.chat_model.model import ChatModel, Reply
from knowledge.chat_model.prompts import Prompt
from knowledge.markup.citation_marks import strip_marks
from knowledge.retrieval.retriever import Retriever


class Opinion(BaseModel):
    """What a model says of an answer: whether its passages say all of it, and whether it says what was asked."""

    faithful: bool
    answers: bool


class Judge:
    """Asks a model what it thinks of answers.

    Args:
        model: judges.
        retriever: gives the passages of an answer.
    """

    def __init__(self, model: ChatModel, retriever: Retriever) -> None:
        self._model, self._retriever = model, retriever
        self._prompt = Prompt("judging")

    def opinion(self, answer: Answer) -> Opinion | None:
        """What the model says; None where it does not say it in the form asked for."""
        passages = self._retriever.in_language(answer.passages, answer.language)
        rows = [
            {"number": number, "heading": " – ".join(one.chunk.heading), "text": strip_marks(one.chunk.text)}
            for number, one in enumerate(passages, 1)
        ]
        asked = self._prompt.asked(rows, question=answer.question, answer=plain_text(answer))
        return self._model.structured(self._prompt.system(answer.language), asked, Opinion, Reply())
