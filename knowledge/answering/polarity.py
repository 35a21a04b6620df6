"""Whether a passage is known to answer what is asked the way it is asked: what is a duty, or what is none."""

from __future__ import annotations

from knowledge.documents import Passage
from knowledge.embedding.base import Embedder
from knowledge.understanding.shapes import pattern


def turned_round(question: str, passage: Passage, embedder: Embedder) -> bool:
    """Whether a question asks for what is left out or not so ("apa yang bukan kewajiban …?") while that, of those that
    the passage is known to answer, to which it is nearest, does not; no where none are known."""
    if not passage.chunk.questions or not _leaves_out(question):
        return False
    likeness = embedder.embed_questions(passage.chunk.questions) @ embedder.embed_questions([question])[0]
    return not _leaves_out(passage.chunk.questions[int(likeness.argmax())])


def _leaves_out(text: str) -> bool:
    return pattern("leaves_out").search(text.casefold()) is not None
