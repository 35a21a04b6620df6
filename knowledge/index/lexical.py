"""BM25 over Indonesian and English passages: a question is searched as it is and in its dictionary translation."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.language.analyzer import STOP_WORDS, Analyzer, Term, default_analyzer
from knowledge.language.place_names import CITIES
from knowledge.language.spelling import SpellCorrector

K1, B = 1.2, 0.75
#: What the translated question counts against the question as written, and the weaker of the two beside the stronger.
TRANSLATED, WEAKER = 1.3, 0.3
#: What a term counts that is only near a term of the index (a typing error).
MISTYPED = 0.7
_LETTERS = re.compile(r"[^\W\d_]+")
FILE_NAME = "lexical.npz"
Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class LexicalScores:
    """Scores of one question over all rows of an index.

    ``coverage`` is the best score against that of an imaginary row that has every term of the question (0..1).
    ``terms`` are those of the question, typing errors corrected, with what each counts (0..1).
    """

    scores: NDArray[np.float32]
    coverage: float
    terms: tuple[tuple[Term, float], ...]


class LexicalIndex:
    """A sparse term × passage matrix of BM25 scores (Lucene's variant, as bm25s computes it), by columns of terms."""

    def __init__(
        self,
        vocabulary: Sequence[str],
        data: NDArray[np.float32],
        indices: NDArray[np.int32],
        indptr: NDArray[np.int64],
        rows: int,
        analyzer: Analyzer | None = None,
    ) -> None:
        self.analyzer = analyzer or default_analyzer()
        self.rows = rows
        self._vocabulary = list(vocabulary)
        self._columns = {term: column for column, term in enumerate(vocabulary)}
        self._data, self._indices, self._indptr = data, indices, indptr
        self._starts: list[int] = indptr.tolist()  # numbers taken from an array one by one cost ten times as much
        frequency = np.diff(indptr)
        self._weights: list[float] = np.log1p((rows - frequency + 0.5) / (frequency + 0.5)).tolist()
        self._unknown_weight = float(np.log1p((rows + 0.5) / 0.5))
        self._spelling = SpellCorrector(self._columns, self.analyzer.lexicon)

    @classmethod
    def build(cls, texts: Sequence[str], analyzer: Analyzer | None = None) -> LexicalIndex:
        """Index passages; row i is ``texts[i]``. An empty list gives an index in which nothing is found."""
        analyzer = analyzer or default_analyzer()
        corpus = [analyzer.terms(text) for text in texts]
        if not any(corpus):
            empty = np.zeros(0, np.float32), np.zeros(0, np.int32), np.zeros(1, np.int64)
            return cls([], *empty, rows=len(texts), analyzer=analyzer)
        import bm25s  # takes a second, and only building needs it

        logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to DEBUG

        model = bm25s.BM25(k1=K1, b=B, method="lucene")
        # In the order of a set, which bm25s would take, two builds of one corpus would break ties between equally near
        # corrections of a typing error in different ways.
        vocabulary = {term: column for column, term in enumerate(sorted(set().union(*corpus)))}
        numbered = [[vocabulary[term] for term in terms] for terms in corpus]
        model.index((numbered, vocabulary), create_empty_token=False, show_progress=False)
        return cls(
            list(vocabulary),
            model.scores["data"].astype(np.float32),
            model.scores["indices"].astype(np.int32),
            model.scores["indptr"].astype(np.int64),
            rows=len(texts),
            analyzer=analyzer,
        )

    def save(self, folder: Path) -> None:
        """Write the index to a folder, which is made if needed."""
        folder.mkdir(parents=True, exist_ok=True)
        vocabulary = np.frombuffer("\n".join(self._vocabulary).encode(), dtype=np.uint8)
        np.savez(
            folder / FILE_NAME,
            vocabulary=vocabulary,
            data=self._data,
            indices=self._indices,
            indptr=self._indptr,
            rows=np.array(self.rows),
        )

    @classmethod
    def load(cls, folder: Path, analyzer: Analyzer | None = None) -> LexicalIndex:
        """Read an index written by :meth:`save`; raises ``FileNotFoundError``."""
        # Opened here, since numpy leaves a file open that turns out to be damaged.
        with (folder / FILE_NAME).open("rb") as file, np.load(file, allow_pickle=False) as stored:
            text = stored["vocabulary"].tobytes().decode()
            return cls(
                text.split("\n") if text else [],
                stored["data"],
                stored["indices"],
                stored["indptr"],
                rows=int(stored["rows"]),
                analyzer=analyzer,
            )

    def scores(self, question: Sequence[Term]) -> LexicalScores:
        """Score every row: max(a, b) + 0.3·min(a, b) of the question's terms as written (a) and translated (b)."""
        terms = tuple(self._corrected(term) for term in question)
        written: Weights = {}
        translated: Weights = {}
        for term, certainty in terms:
            written[term.stem] = written.get(term.stem, 0.0) + certainty
            for stem, weight in term.translations:
                translated[stem] = translated.get(stem, 0.0) + weight * certainty
        first, first_best = self._sum(written)
        second, second_best = self._sum(translated)
        second *= np.float32(TRANSLATED)
        scores = np.maximum(first, second) + np.float32(WEAKER) * np.minimum(first, second)
        attainable = max(first_best, TRANSLATED * second_best)
        top = float(scores.max(initial=0.0))
        return LexicalScores(scores, min(1.0, top / attainable) if attainable else 0.0, terms)

    def covered(self, found: LexicalScores, rows: Sequence[int]) -> tuple[float, float]:
        """How much of a question some rows speak of, together.

        Args:
            found: what :meth:`scores` found for the question.
            rows: the rows.

        Returns:
            The share of the question's terms, weighted by rarity, that a row has itself or in translation (0..1); and
            the weight of the rarest term that none has, against that of a word the index does not know (0..1).
        """
        had = total = rarest = 0.0
        for term, certainty in found.terms:
            column = self._columns.get(term.stem)
            weight = self._unknown_weight if column is None else self._weights[column]
            total += weight
            stems = (term.stem, *(stem for stem, _ in term.translations))
            if any(self.has_any(stems, row) for row in rows):
                had += weight * certainty
            else:
                rarest = max(rarest, weight)
        return (had / total if total else 0.0), rarest / self._unknown_weight

    def spelled_out(self, question: str) -> str:
        """A question with the words that nobody knows spelled as those of the lexicon that they are near to and that
        stand in the index; names in capitals are left as they are."""

        def spelled(match: re.Match[str]) -> str:
            word = match[0]
            if not word.islower() or word in CITIES or self.analyzer.lexicon.normalise(word) != word:
                return word
            if self.analyzer.stem(word) in self._columns or word in STOP_WORDS:
                return word
            return self._spelling.spelled_out(word, self._in_index) or word

        return _LETTERS.sub(spelled, question)

    def _in_index(self, word: str) -> bool:
        return self.analyzer.stem(word) in self._columns

    def rows_with(self, stem: str) -> NDArray[np.int32]:
        """The rows that have a term."""
        column = self._columns.get(stem)
        first, last = (0, 0) if column is None else self._starts[column : column + 2]
        return self._indices[first:last]

    def has_any(self, stems: Iterable[str], row: int) -> bool:
        """Whether a row has one of these terms."""
        return any(self._has(stem, row) for stem in stems)

    def unknown(self, terms: Sequence[Term]) -> set[str]:
        """Those words of a question that neither the index nor the lexicon knows, nor anything like: mostly names."""
        lexicon = self.analyzer.lexicon
        return {
            term.word
            for term in terms
            if term.word.isalpha()
            and term.stem not in self._columns
            and term.word not in lexicon.from_indonesian
            and term.word not in lexicon.from_english
            and self._corrected(term)[1] == 1.0
        }

    def _sum(self, weights: Weights) -> tuple[NDArray[np.float32], float]:
        """Scores of weighted terms over all rows, and the sum of what the terms are worth at most."""
        scores = np.zeros(self.rows, np.float32)
        attainable = 0.0
        for term, weight in weights.items():
            column = self._columns.get(term)
            if column is None:
                attainable += weight * self._unknown_weight
                continue
            attainable += weight * self._weights[column]
            start, end = self._starts[column], self._starts[column + 1]
            scores[self._indices[start:end]] += np.float32(weight) * self._data[start:end]
        return scores, attainable

    def _corrected(self, term: Term) -> tuple[Term, float]:
        """A term that nobody knows is taken for the nearest that somebody knows."""
        if term.stem in self._columns or not (found := self._spelling.correct(term.word)):
            return term, 1.0
        (corrected,) = self.analyzer.question(found)[:1] or [Term(term.word, found, ((found, 1.0),))]
        return Term(term.word, corrected.stem, corrected.translations), MISTYPED

    def _has(self, stem: str, row: int) -> bool:
        rows = self.rows_with(stem)  # in rising order
        place = int(rows.searchsorted(np.int32(row)))  # of another type, all rows would be converted
        return place < len(rows) and bool(rows[place] == row)
