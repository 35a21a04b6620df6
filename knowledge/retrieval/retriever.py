"""Retrieval: from a question to the passages that may answer it, with the features that tell whether they do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import asdict, dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from knowledge.documents import LANGUAGES, Language, Passage
from knowledge.embedding.base import Embedder
from knowledge.embedding.remembering import RememberingEmbedder
from knowledge.errors import IntegrityError, NotFoundError
from knowledge.index.lexical import LexicalScores
from knowledge.language.analyzer import tokens
from knowledge.language.place_names import CITIES
from knowledge.language.query import Query
from knowledge.markup.citation_marks import strip_marks
from knowledge.releases.pinned import ReleaseSource
from knowledge.releases.release import Release
from knowledge.retrieval.close_reading import CloseReading
from knowledge.retrieval.features import Features
from knowledge.retrieval.fusion import fuse
from knowledge.retrieval.question_features import question_features
from knowledge.understanding.conversation import SEPARATOR
from knowledge.understanding.shapes import pattern

ALIKE = 0.88  # cosine from which a question is one of those that a passage is known to answer
SAID_ALIKE = 1.5  # what counts of the cosine above that
DENSE_ENTRIES = 96  # entries asked of the vector index; a row has one for its text and one per example question
LEXICAL_ROWS = 48
RERANKED = 16  # of the strongest rows, those that do not mention what the question names fall back
READ_CLOSELY = 4  # of the strongest rows of documents that are quoted: their sentences are compared one by one
MISSING_ENTITY = 0.07  # fused score lost for each name or number of the question that a passage does not mention
JUST_SHOWN = 0.03  # and by a passage that the conversation has just shown
PARAPHRASE = 0.8  # cosine above which a question is much like one that the passage answers
NEAR_DUPLICATE = 0.85  # Jaccard similarity of words above which the later passage says nothing new


@dataclass(frozen=True, slots=True)
class Retrieved:
    """Passages for a question, best first, and the features by which they are judged; None when none was found.

    ``beside`` is what documents that are quoted say, where a text of ours comes first.
    """

    release: str
    passages: tuple[Passage, ...]
    features: Features | None = None
    beside: Retrieved | None = None


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as it is searched: ``whole`` is it with what it is about."""

    query: Query
    whole: Query
    vector: NDArray[np.float32]
    lexical: LexicalScores
    shown: Set[str]
    behind: float


def together(found: Sequence[Retrieved], first: Retrieved) -> Retrieved:
    """What was found apart as one: the best passage of ``first`` and its features, then all others by their score."""
    others = [passage for one in found for passage in one.passages if passage not in first.passages[:1]]
    passages = (*first.passages[:1], *sorted(others, key=lambda passage: -passage.score))
    quoted = (one for one in found if one is not first and one.passages and one.passages[0].document.quoted)
    return replace(first, passages=passages, beside=next(quoted, None))


class Retriever:
    """Hybrid search in the published release: vectors and BM25 on the question and its translation, fused."""

    def __init__(self, releases: ReleaseSource, embedder: Embedder | None = None) -> None:
        """``embedder`` is that of the releases, remembering what others have use for too."""
        self._releases = releases
        self.embedder = embedder or RememberingEmbedder(releases.embedder)
        self._close_reading = CloseReading(self.embedder)

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
        found = self.retrieve_apart(query, about=about, shown=shown, scope=scope, limit=limit, release=release)
        best = together(found, max(found, key=_best_score))
        return replace(best, passages=best.passages[:limit])

    def retrieve_apart(
        self,
        query: Query,
        *,
        about: str = "",
        shown: Set[str] = frozenset(),
        behind: float = JUST_SHOWN,
        scope: str | None = None,
        limit: int = 8,
        release: Release | None = None,
    ) -> list[Retrieved]:
        """What is found in texts of ours, and what in documents that are quoted, each by itself, since scores of the
        one say little beside those of the other: only of ours the questions are known that they answer. One at least,
        which may be empty. Arguments and errors are those of :meth:`retrieve`; by ``behind`` falls back what was just
        shown."""
        index = release or self._releases.current()
        if not len(index):
            return [Retrieved(index.id, ())]
        query = _of_anybody(query.reworded(index.lexical.spelled_out(query.text)), index)
        whole = query.reworded(f"{about}{SEPARATOR}{query.text}") if about else query
        asked = _Asked(query, whole, self._vector(query, about), index.lexical.scores(whole.terms), shown, behind)
        near = np.array(index.nearest(asked.vector, DENSE_ENTRIES))
        searched = index.in_collection(scope) if scope is not None else np.ones(len(index), dtype=bool)
        kinds = (_candidates(near, asked.lexical.scores, kind & searched) for kind in (~index.quoted, index.quoted))
        found: list[Retrieved] = []
        for rows in filter(None, kinds):
            found.append(self._found(index, asked, rows, limit, closely=not any(map(_known, found))))
        return found or [Retrieved(index.id, ())]

    def _found(self, index: Release, asked: _Asked, rows: list[int], limit: int, *, closely: bool) -> Retrieved:
        """The best of some rows; those of documents that are quoted are read ``closely``, sentence by sentence, or not,
        which takes longer than all else."""
        similarities = index.similarities(rows, asked.vector)
        scores = asked.lexical.scores[rows]
        if closely and index.quoted[rows[0]]:
            strongest = np.argsort(-fuse(similarities, scores))[:READ_CLOSELY]
            closer = self._close_reading.similarities(index.chunks([rows[at] for at in strongest]), asked.vector)
            similarities[strongest] = np.maximum(similarities[strongest], closer)
        fused = fuse(similarities, scores)
        fused += SAID_ALIKE * np.maximum(similarities - ALIKE, 0.0)
        absent = self._missing_entities(index, asked.whole, rows, fused)
        fused -= MISSING_ENTITY * absent
        if asked.shown:
            twins = [{index.rows.chunks[index.translation(row, spoken)] for spoken in LANGUAGES} for row in rows]
            fused -= asked.behind * np.array([bool(asked.shown & twin) for twin in twins], dtype=np.float32)
        passages = self._passages(index, rows, fused, similarities, scores, asked.query.language, limit)
        first = rows[int(fused.argmax())]
        best = list(dict.fromkeys((first, *(index.translation(first, spoken) for spoken in LANGUAGES))))
        idf_coverage, max_missing_idf = index.lexical.covered(asked.lexical, best)
        nearest = max(float(index.similarities(best, asked.vector).max()), passages[0].dense)
        features = Features(
            dense=nearest,
            paraphrase_margin=max(nearest - PARAPHRASE, 0.0),
            coverage=asked.lexical.coverage,
            margin=passages[0].score - passages[1].score if len(passages) > 1 else 1.0,
            agreement=float(_same(index, rows[int(similarities.argmax())], rows[int(scores.argmax())])),
            idf_coverage=idf_coverage,
            max_missing_idf=max_missing_idf,
            missing_entities=float(absent[fused.argmax()]),
            misfit=self._misfit(index, first, asked, closely),
            **asdict(question_features(asked.whole)),
        )
        return Retrieved(index.id, tuple(passages), features)

    def _misfit(self, index: Release, row: int, asked: _Asked, closely: bool) -> float:
        if not index.quoted[row]:
            return 0.0
        return self._close_reading.misfit(index, row, asked.query, asked.vector, closely=closely)

    def names_of_quoted(self, query: Query) -> bool:
        """Whether a question names somebody or something of which documents that are quoted speak. No while nothing can
        be searched."""
        try:
            index = self._releases.current()
        except (NotFoundError, IntegrityError):
            return False
        names = _names(index)
        named = (term.stem for term in query.terms if term.word in names)
        return any(index.quoted[index.lexical.rows_with(stem)].any() for stem in named)

    def in_language(self, ids: Iterable[str], language: Language) -> list[Passage]:
        """The passages with these ids, or their translations, in this language; those that are no longer there are left
        out."""
        index = self._releases.current()
        places = {chunk: row for row, chunk in enumerate(index.rows.chunks)}
        rows = dict.fromkeys(index.translation(places[one], language) for one in ids if one in places)
        found = zip(index.chunks(list(rows)), rows, strict=True)
        return [Passage(chunk, index.document(row), 0.0, 0.0, 0.0, row) for chunk, row in found]

    def _vector(self, query: Query, about: str) -> NDArray[np.float32]:
        """The question's vector; with that of the question and what it is about, half of each."""
        if not about:
            vector: NDArray[np.float32] = self.embedder.embed_questions([query.text])[0]
            return vector
        both = self.embedder.embed_questions([query.text, f"{about}{SEPARATOR}{query.text}"]).sum(axis=0)
        return np.asarray(both / np.linalg.norm(both), dtype=np.float32)

    def _missing_entities(
        self, index: Release, query: Query, rows: list[int], fused: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        """How many names and numbers of the question each of the strongest rows does not mention, at most 2."""
        absent = np.zeros(len(rows), dtype=np.float32)
        if wanted := query.entities(_names(index) if index.quoted[rows[0]] else index.rows.names):
            translated = {term.word: [stem for stem, _ in term.translations] for term in query.terms}
            for at in np.argsort(-fused)[:RERANKED]:
                translations = (index.translation(rows[at], language) for language in LANGUAGES)
                left = wanted - index.words(rows[at]).union(*map(index.words, translations))
                unsaid = [name for name in left if not index.lexical.has_any(translated.get(name, ()), rows[at])]
                absent[at] = min(len(unsaid), 2)
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
            taken.append(Passage(chunk, index.document(row), score, dense, lexical, row))
            if len(taken) == limit:
                break
        return taken


def _names(index: Release) -> Set[str]:
    """The names of which documents that are quoted may speak, or not: a city that none of them tells of is one too."""
    return index.rows.names | CITIES


def _candidates(near: NDArray[np.int64], scores: NDArray[np.float32], wanted: NDArray[np.bool_]) -> list[int]:
    """Of the rows that are wanted, those nearest to the question and those that have most of its words."""
    rows = np.flatnonzero(wanted & (scores > 0))
    if len(rows) > LEXICAL_ROWS:
        rows = rows[np.argpartition(-scores[rows], LEXICAL_ROWS - 1)[:LEXICAL_ROWS]]
    return sorted({*near[wanted[near]].tolist(), *rows.tolist()})


def _known(found: Retrieved) -> bool:
    """Whether a question is one of those that the first passage is known to answer."""
    return found.features is not None and found.features.dense >= ALIKE


def _best_score(found: Retrieved) -> float:
    return found.passages[0].score if found.passages else 0.0


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
