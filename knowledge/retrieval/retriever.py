"""Retrieval: from a question to the passages that may answer it, with the features that tell whether they do."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import asdict, dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from knowledge.documents import LANGUAGES, Language, Passage
from knowledge.language.analyzer import tokens
from knowledge.language.query import Query
from knowledge.markup.citation_marks import strip_marks
from knowledge.releases.pinned import ReleaseSource
from knowledge.releases.release import Release
from knowledge.retrieval.features import Features
from knowledge.retrieval.fusion import DENSE_WEIGHT, fuse
from knowledge.retrieval.question_features import question_features
from knowledge.understanding.conversation import SEPARATOR
from knowledge.understanding.shapes import pattern

ALIKE = 0.88  # cosine from which a question is one of those that a passage is known to answer
SAID_ALIKE = 1.5  # what counts of the cosine above that
DENSE_ENTRIES = 96  # entries asked of the vector index; a row has one for its text and one per example question
LEXICAL_ROWS = 48
RERANKED = 16  # of the strongest rows, those that do not mention what the question names fall back
MISSING_ENTITY = 0.07  # fused score lost for each name or number of the question that a passage does not mention
JUST_SHOWN = 0.03  # and by a passage that the conversation has just shown
PARAPHRASE = 0.8  # cosine above which a question is much like one that the passage answers
NEAR_DUPLICATE = 0.85  # Jaccard similarity of words above which the later passage says nothing new


@dataclass(frozen=True, slots=True)
class Retrieved:
    """Passages for a question, best first, and the features by which they are judged; None when none was found."""

    release: str
    passages: tuple[Passage, ...]
    features: Features | None = None


class Retriever:
    """Hybrid search in the published release: vectors and BM25 on the question and its translation, fused."""

    def __init__(self, releases: ReleaseSource) -> None:
        self._releases = releases

    def retrieve(
        self,
        query: Query,
        *,
        about: str = "",
        shown: Set[str] = frozenset(),
        scope: str | None = None,
        limit: int = 8,
        release: Release | None = None,
    ) -> Retrieved:
        """Find passages.

        Args:
            query: a question; of two passages that say the same, the one in its language is taken.
            about: what it is about, where it does not say so itself; what is asked weighs as much as that.
            shown: ids of chunks that were just shown, which fall back.
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
        query = _of_anybody(query, index)
        vector = self._vector(query, about)
        whole = query.reworded(f"{about}{SEPARATOR}{query.text}") if about else query
        lexical = index.lexical.scores(whole.terms)
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
        fused += SAID_ALIKE * np.maximum(similarities - ALIKE, 0.0)
        absent = self._missing_entities(index, whole, rows, fused)
        fused -= MISSING_ENTITY * absent
        if shown:
            twins = [{index.rows.chunks[index.translation(row, spoken)] for spoken in LANGUAGES} for row in rows]
            fused -= JUST_SHOWN * np.array([bool(shown & twin) for twin in twins], dtype=np.float32)
        passages = self._passages(index, rows, fused, similarities, scores, query.language, limit)
        first = rows[int(fused.argmax())]
        best = list(dict.fromkeys((first, *(index.translation(first, spoken) for spoken in LANGUAGES))))
        idf_coverage, max_missing_idf = index.lexical.covered(lexical, best)
        nearest = float(index.similarities(best, vector).max())
        features = Features(
            dense=nearest,
            paraphrase_margin=max(nearest - PARAPHRASE, 0.0),
            coverage=lexical.coverage,
            margin=passages[0].score - passages[1].score if len(passages) > 1 else 1.0,
            agreement=float(_same(index, rows[int(similarities.argmax())], rows[int(scores.argmax())])),
            idf_coverage=idf_coverage,
            max_missing_idf=max_missing_idf,
            missing_entities=float(absent[fused.argmax()]),
            **asdict(question_features(whole)),
        )
        return Retrieved(index.id, tuple(passages), features)

    def in_language(self, ids: Iterable[str], language: Language) -> list[Passage]:
        """The passages with these ids, or their translations, in this language; those that are no longer there are left
        out."""
        index = self._releases.current()
        places = {chunk: row for row, chunk in enumerate(index.rows.chunks)}
        rows = dict.fromkeys(index.translation(places[one], language) for one in ids if one in places)
        found = zip(index.chunks(list(rows)), rows, strict=True)
        return [Passage(chunk, index.document(row), 0.0, 0.0, 0.0) for chunk, row in found]

    def _vector(self, query: Query, about: str) -> NDArray[np.float32]:
        """The question's vector; with that of the question and what it is about, half of each."""
        if not about:
            vector: NDArray[np.float32] = self._releases.embedder.embed_questions([query.text])[0]
            return vector
        both = self._releases.embedder.embed_questions([query.text, f"{about}{SEPARATOR}{query.text}"]).sum(axis=0)
        return np.asarray(both / np.linalg.norm(both), dtype=np.float32)

    def _missing_entities(
        self, index: Release, query: Query, rows: list[int], fused: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """How many names and numbers of the question each of the strongest rows does not mention, at most 2."""
        absent = np.zeros(len(rows), dtype=np.float32)
        if wanted := query.entities(index.rows.names):
            for at in np.argsort(-fused)[:RERANKED]:
                translations = (index.translation(rows[at], language) for language in LANGUAGES)
                said = index.words(rows[at]).union(*map(index.words, translations))
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
        """The best rows as passages: translations once, in the asker's language; near duplicates once."""
        taken: list[Passage] = []
        seen: set[int] = set()
        words: list[frozenset[str]] = []
        for at in np.argsort(-fused, kind="stable"):
            row = index.translation(rows[at], language)
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


def _of_anybody(query: Query, index: Release) -> Query:
    """The question whether somebody belongs to the network, of whom no document speaks, without the name: a complete
    list of members answers it for everybody."""
    if not pattern("belongs").search(query.text.casefold()):
        return query
    unknown = index.lexical.unknown(query.terms)
    kept = " ".join(word for word in query.text.split() if unknown.isdisjoint(tokens(word)))
    return query.reworded(kept) if unknown and kept else query


@lru_cache(maxsize=4096)
def _said(text: str) -> frozenset[str]:
    """The words of a passage, by which near duplicates are told."""
    return frozenset(strip_marks(text).casefold().split())


def _same(index: Release, first: int, second: int) -> bool:
    return index.translation(first, "id") == index.translation(second, "id")
