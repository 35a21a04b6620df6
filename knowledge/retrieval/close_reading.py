"""Documents that are quoted, read sentence by sentence beside a question: nobody wrote questions for them, and one
sentence may say what all of a passage hardly does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.documents import Chunk
from knowledge.language.analyzer import tokens
from knowledge.language.query import Query
from knowledge.markup import blocks
from knowledge.markup.citation_marks import strip_marks
from knowledge.markup.sentences import sentences
from knowledge.releases.pinned import ReleaseSource
from knowledge.releases.release import Release

_KEPT: Final = 2_000  # chunks whose sentences' vectors are kept
_FEW: Final = 3  # words of a question, of which none can be left out below that
_LEFT_OUT: Final = 12  # words that are left out of a question, one at a time


class CloseReading:
    """Compares questions with the sentences of passages, whose vectors are computed when they are first needed."""

    def __init__(self, releases: ReleaseSource) -> None:
        self._releases = releases
        self._sentences: dict[str, NDArray[np.float32]] = {}  # their vectors, by chunk

    def similarities(self, chunks: Sequence[Chunk], vector: NDArray[np.float32]) -> NDArray[np.float32]:
        """How near the nearest sentence of each chunk is to a question, shape (chunks,)."""
        told = {chunk.id: _sentences(chunk.text) for chunk in chunks if chunk.id not in self._sentences}
        if len(self._sentences) + len(told) > _KEPT:
            self._sentences.clear()
            told = {chunk.id: _sentences(chunk.text) for chunk in chunks}
        if texts := [text for one in told.values() for text in one]:
            vectors = self._releases.embedder.embed_passages(texts)
            ends = np.cumsum([len(one) for one in told.values()])
            self._sentences.update(zip(told, np.split(vectors, ends[:-1]), strict=True))
        nothing = np.zeros((0, len(vector)), dtype=np.float32)
        kept = (self._sentences.get(chunk.id, nothing) for chunk in chunks)
        return np.array([(one @ vector).max(initial=-1.0) for one in kept], dtype=np.float32)

    def misfit(self, index: Release, row: int, query: Query, vector: NDArray[np.float32]) -> float:
        """How much nearer what a row says would be to a question without the one word that fits it least: a passage on
        buses is near to a question on their fare, and still nearer without that word.

        Args:
            index: the release.
            row: of it.
            query: the question.
            vector: its own, with what it is about.
        """
        variants = _without_each_word(query)
        if not variants:
            return 0.0
        said = index.entries(row)
        if (kept := self._sentences.get(index.rows.chunks[row])) is not None:
            said = np.concatenate([said, kept])
        nearest = said[int((said @ vector).argmax())]
        whole, *without = self._releases.embedder.embed_questions([query.text, *variants]) @ nearest
        return max(0.0, float(max(without) - whole))


def _sentences(text: str) -> list[str]:
    """The sentences and items of a passage; not those of tables."""
    parts = (block for block in blocks.parse(strip_marks(text)) if block.kind != "table")
    return [sentence for block in parts for line in block.lines for sentence in sentences(line)]


def _without_each_word(query: Query) -> list[str]:
    """A question without each of its words that carry a topic, one at a time."""
    words, topical = query.text.split(), set(query.content_words)
    if len(words) < _FEW:
        return []
    told = [place for place, word in enumerate(words) if topical.intersection(tokens(word))]
    return [" ".join(words[:place] + words[place + 1 :]) for place in told[:_LEFT_OUT]]
