"""Questions to the catalogue as the pipeline asks them, with the model that ships."""

from __future__ import annotations

from knowledge.answer_text import plain_text
from knowledge.answers import Answer
from knowledge.documents import Language
from knowledge.embedding.factory import open_embedder
from knowledge.indicators.answerer import IndicatorAnswerer
from knowledge.indicators.catalogue import Catalogue
from knowledge.indicators.matching.semantic import SemanticMatcher
from knowledge.indicators.questions.question import IndicatorQuestion, understand
from knowledge.indicators.replies.builder import IndicatorReply

CATALOGUE = Catalogue.load()
EMBEDDER = open_embedder(threads=1)
ANSWERER = IndicatorAnswerer(CATALOGUE, SemanticMatcher(EMBEDDER, EMBEDDER.embed_passages))


def ask(question: str, language: Language = "id", context: tuple[str, ...] = ()) -> IndicatorReply:
    """The reply to a question that must have one."""
    reply = ANSWERER.answer(question, language, context)
    assert reply is not None, question
    return reply


def read(question: str, language: Language = "id", *context: str) -> IndicatorQuestion:
    """A question understood; ``context`` are keys."""
    return understand(question, language, [CATALOGUE.get(key) for key in context], CATALOGUE)


def text_of(reply: IndicatorReply, language: Language = "id") -> str:
    """The reply as text."""
    return plain_text(Answer(outcome=reply.outcome, language=language, question="", blocks=reply.blocks))
