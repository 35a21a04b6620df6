"""Documents that are quoted, read sentence by sentence beside a question: nobody wrote questions for them, and one
sentence may say what all of a passage hardly does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.documents import Chunk
from knowledge.embedding.base import Embedder
from knowledge.language.analyzer import tokens
from knowledge.language.query import Query
from knowledge.markup import blocks
from knowledge.markup.citation_marks import strip_marks
from knowledge.markup.sentences import sentences
from knowledge.releases.release import Release

_FEW: Final = 3  # words of a question, of which none can be left out below that
_LEFT_OUT: Final = 12  # words that are left out of a question, one at a time


class CloseReading:
    """Compares questions with the sentences of passages.

    Args:
        embedder: turns both into vectors; sentences again and again, so it had better remember them.
    """

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def similarities(self, chunks: Sequence[Chunk], vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """How near the nearest sentence of each chunk is to a question, shape (chunks,)."""
        told = [told_sentences(chunk.text) for chunk in chunks]
        near = self._embedder.embed_passages([text for one in told for text in one]) @ vector
        ends = np.cumsum([len(one) for one in told])
        return np.array([one.max(initial=-1.0) for one in np.split(near, ends[:-1])], dtype=np.float32)

    def misfit(self, index: Release, row: int, query: Query, vector: NDArray[np.float32], *, closely: bool) -> float:
        """How much nearer what a row says would be to a question without the one word that fits it least, of those
        that it does not have: a passage on buses is near to a question on their fare, and still nearer without that
        word.

        Args:
            index: the release.
            row: of it.
            query: the question.
            vector: its own, with what it is about.
            closely: whether the row's sentences are compared one by one as well.
        """
        variants = _without_each(_absent(index, row, query), query)
        if not variants:
            return 0.0
        said = index.entries(row)
        if closely:
            said = np.concatenate([said, self._embedder.embed_passages(told_sentences(index.chunks([row])[0].text))])
        nearest = said[int((said @ vector).argmax())]
        whole, *without = self._embedder.embed_questions([query.text, *variants]) @ nearest
        return max(0.0, float(max(without) - whole))


def told_sentences(text: str) -> list[str]:
    """The sentences and items of a passage; not those of tables."""
    parts = (block for block in blocks.parse(strip_marks(text)) if block.kind != "table")
    return [sentence for block in parts for line in block.lines for sentence in sentences(line)]


def _absent(index: Release, row: int, query: Query) -> set[str]:
    """The words of a question that carry a topic and are not in a row, in either language."""
    said, topical = index.words(row), set(query.content_words)
    stems = {term.word: (term.stem, *(stem for stem, _ in term.translations)) for term in query.terms}
    return {word for word in topical - said if not index.lexical.has_any(stems.get(word, ()), row)}


def _without_each(words: set[str], query: Query) -> list[str]:
    """A question without each of these words, one at a time."""
    typed = query.text.split()
    if len(typed) < _FEW:
        return []
    places = [place for place, word in enumerate(typed) if words.intersection(tokens(word))]
    return [" ".join(typed[:place] + typed[place + 1 :]) for place in places[:_LEFT_OUT]]
