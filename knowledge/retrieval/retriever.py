"""Retrieval: from a question to the passages that may answer it, with the features that tell whether they do."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from knowledge.documents import LANGUAGES, Language, Passage
from knowledge.language.entities import entities_in
from knowledge.markup.citation_marks import strip_marks
from knowledge.releases.published import ReleaseReader
from knowledge.releases.release import Release
from knowledge.retrieval.fusion import DENSE_WEIGHT, fuse
from knowledge.retrieval.question_features import features_of

DENSE_ENTRIES = 96  # entries asked of the vector index; a row has one for its text and one per asked question
LEXICAL_ROWS = 48
RERANKED = 16  # of the strongest rows, those that do not mention what the question names fall back
UNMENTIONED = 0.07  # fused score lost for each name or number of the question that a passage does not mention
ALIKE = 0.8  # cosine above which a question is much like one that the passage answers
NEAR_DUPLICATE = 0.85  # Jaccard similarity of words above which the later passage says nothing new


@dataclass(frozen=True, slots=True)
class Retrieved:
    """Passages for a question, best first, and what they were judged by.

    ``features`` of the evidence: ``dense`` (cosine of the first passage or its twin), ``alike`` (by how much it exceeds
    0.8, where a question only words differently what the passage is known to answer), ``coverage`` (share of the BM25
    score that the question could attain in this release, 0..1), ``margin`` (fused score of the first above the second),
    ``agreement`` (1 when both sides put the same passage first), ``share`` (how much of the question's words the first
    passage or its twin has, weighted by rarity), ``missing`` (the rarity, 0..1, of the rarest word that they lack) and
    ``unmentioned`` (how many names and numbers of the question they do not mention, at most 2); and those of the
    question, see :func:`knowledge.retrieval.question_features.features_of`.
    """

    release: str
    passages: tuple[Passage, ...]
    features: dict[str, float] = field(default_factory=dict)


class Retriever:
    """Hybrid search in the published release: vectors and BM25 on the question and its translation, fused."""

    def __init__(self, releases: ReleaseReader) -> None:
        self._releases = releases

    def retrieve(
        self,
        question: str,
        language: Language,
        *,
        scope: str | None = None,
        limit: int = 8,
        release: Release | None = None,
    ) -> Retrieved:
        """Find passages.

        Args:
            question: a standalone question.
            language: of two passages that say the same, the one in this language is taken.
            scope: a collection to stay within.
            limit: at most so many passages.
            release: search this one instead of the published one.

        Raises:
            NotFoundError: nothing is published.
            IntegrityError: the index cannot be opened.
        """
        index = release or self._releases.current()
        if not len(index):
            return Retrieved(index.id, ())
        vector = self._releases.embedder.embed_questions([question])[0]
        lexical = index.lexical.scores(question)
        dense = index.nearest(vector, DENSE_ENTRIES)
        strongest = np.argpartition(-lexical.scores, min(LEXICAL_ROWS, len(index)) - 1)[:LEXICAL_ROWS]
        rows = sorted({*dense, *strongest[lexical.scores[strongest] > 0].tolist()})
        if scope is not None:
            rows = [row for row in rows if index.document(row).collection == scope]
        if not rows:
            return Retrieved(index.id, ())
        similarities = index.similarities(rows, vector)
        scores = lexical.scores[rows]
        fused = fuse(similarities, scores, DENSE_WEIGHT)
        absent = self._absent(index, question, rows, fused)
        fused -= UNMENTIONED * absent
        passages = self._passages(index, rows, fused, similarities, scores, language, limit)
        first = rows[int(fused.argmax())]
        best = list(dict.fromkeys((first, *(index.twin(first, spoken) for spoken in LANGUAGES))))
        share, missing = index.lexical.covered(question, best)
        nearest = float(index.similarities(best, vector).max())
        features = {
            "dense": nearest,
            "alike": max(nearest - ALIKE, 0.0),
            "coverage": lexical.coverage,
            "margin": passages[0].score - passages[1].score if len(passages) > 1 else 1.0,
            "agreement": float(_same(index, rows[int(similarities.argmax())], rows[int(scores.argmax())])),
            "share": share,
            "missing": missing,
            "unmentioned": float(absent[fused.argmax()]),
            **features_of(question),
        }
        return Retrieved(index.id, tuple(passages), features)

    def _absent(
        self, index: Release, question: str, rows: list[int], fused: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """How many names and numbers of the question each of the strongest rows does not mention, at most 2."""
        absent = np.zeros(len(rows), dtype=np.float32)
        if wanted := entities_in(question, index.rows.names):
            for at in np.argsort(-fused)[:RERANKED]:
                twins = (index.twin(rows[at], language) for language in LANGUAGES)
                said = index.words(rows[at]).union(*(index.words(twin) for twin in twins))
                absent[at] = min(len(wanted - said), 2)
        return absent

    def _passages(
        self,
        index: Release,
        rows: list[int],
        fused: NDArray[np.float32],
        similarities: NDArray[np.float32],
        scores: NDArray[np.float32],
        language: Language,
        limit: int,
    ) -> list[Passage]:
        """The best rows as passages: twins once, in the asker's language; near duplicates once."""
        taken: list[Passage] = []
        seen: set[int] = set()
        words: list[frozenset[str]] = []
        for at in np.argsort(-fused, kind="stable"):
            row = index.twin(rows[at], language)
            if row in seen:
                continue
            seen.add(row)
            chunk = index.chunks([row])[0]
            own = _said(chunk.text)
            if any(len(own & other) > NEAR_DUPLICATE * len(own | other) for other in words):
                continue
            words.append(own)
            score, dense, lexical = float(fused[at]), float(similarities[at]), float(scores[at])
            taken.append(Passage(chunk, index.document(row), score, dense, lexical))
            if len(taken) == limit:
                break
        return taken


@lru_cache(maxsize=4096)
def _said(text: str) -> frozenset[str]:
    """The words of a passage, by which near duplicates are told."""
    return frozenset(strip_marks(text).casefold().split())


def _same(index: Release, first: int, second: int) -> bool:
    return index.twin(first, "id") == index.twin(second, "id")
