"""What a refusal says and offers."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answering.context import Context
from knowledge.answering.texts import say
from knowledge.answers import Item, ListBlock, Outcome, Paragraph
from knowledge.documents import Language, Passage
from knowledge.retrieval.retriever import Retrieved

_NEAREST = 3
_SUGGESTIONS = 3


def refuse(context: Context, near: Sequence[str] = ()) -> None:
    """Finish as refused, with the nearest topics, if there are any, and the offer to pass the question on."""
    blocks: list[Paragraph | ListBlock] = [Paragraph(text=Outcome.REFUSED.message(context.language))]
    if near:
        blocks.append(Paragraph(text=say("refusal.nearest", context.language)))
        blocks.append(ListBlock(items=tuple(Item(text=topic) for topic in near)))
    context.finish(Outcome.REFUSED, *blocks, refusal_offer(context.language))


def refusal_offer(language: Language) -> Paragraph:
    """The offer to pass a question on."""
    return Paragraph(text=say("refusal.offer", language))


def suggested(passages: Sequence[Passage], language: Language) -> list[str]:
    """The well-formed questions that these passages answer, for buttons: none that would be refused."""
    questions = (
        passage.chunk.shown_question
        for passage in passages
        if passage.chunk.answerability != "none" and passage.document.language == language
    )
    return list(dict.fromkeys(filter(None, questions)))[:_SUGGESTIONS]


def nearest_topics(retrieved: Retrieved) -> list[str]:
    """The headings of the best passages, each once."""
    headings = (passage.chunk.heading[-1] for passage in retrieved.passages if passage.chunk.heading)
    return list(dict.fromkeys(headings))[:_NEAREST]
