"""Which passage of an original a statement of ours sums up, across languages: by its anchors first, then by meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

import numpy as np

from knowledge.documents import Section
from knowledge.embedding.base import Embedder, Vectors
from knowledge.grounding.figures import figures
from knowledge.markup.citation_marks import strip_marks
from knowledge.markup.sentences import sentences
from knowledge.markup.statements import parse_section

LEAST = 0.42  # cosine below which a sentence of the whole file says something else
_LEAST_ANCHORED = 0.2  # within the clause or on the page that the statement names
_FIGURE = 0.04  # for each figure of the statement that the sentence holds, at most three
_LONGEST = 600  # characters of a passage
_FEWEST = 6  # words below which a line is a heading or a remnant


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence or item of an original, with where it stands (page 0 where there are none); ``around`` is the section
    it is from."""

    page: int
    clause: str
    text: str
    around: str


def places_of(sections: Sequence[Section]) -> list[Place]:
    """The sentences and items of a file with pages, in order."""
    found = (
        Place(section.page or 0, section.clause or "", text[:_LONGEST], strip_marks(section.text))
        for section in sections
        for text in _texts(section.text)
        if len(text.split()) >= _FEWEST
    )
    return list(dict.fromkeys(found))


def _texts(section: str) -> Iterator[str]:
    """The sentences of paragraphs, and items and rows whole."""
    for block in parse_section(section):
        for statement in block.statements:
            text = statement.text.replace("\t", " · ")
            yield from sentences(text) if block.kind == "paragraph" else (text,)


class Aligner:
    """Finds the places of one original that statements sum up.

    Args:
        places: of the original.
        embedder: compares texts of both languages.
    """

    def __init__(self, places: Sequence[Place], embedder: Embedder) -> None:
        self._places = places
        self._embedder = embedder
        self._vectors: Vectors = embedder.embed_passages([place.text for place in places])
        self._figures = [figures(place.text) for place in places]

    def find(
        self, wordings: Sequence[str], locators: Sequence[str], pages: Set[int] = frozenset()
    ) -> tuple[Place, str] | None:
        """The place that a statement sums up, and the locator that holds it; None where the original does not say it.

        Args:
            wordings: the statement, in one language or both.
            locators: where it says that it stands, at one of these: ``cl. 17(d)``, ``cl. 3-8``, ``p. 4``, or nothing.
            pages: those that the source takes up in the file, where it is not all of it.
        """
        anchored = {row: locator for locator in reversed(locators) for row in self._anchored(locator)}
        rows = sorted(anchored) or [row for row, place in enumerate(self._places) if not pages or place.page in pages]
        if not rows:
            return None
        vectors = self._embedder.embed_passages(list(wordings))
        scores = (self._vectors[rows] @ vectors.T).max(axis=1)
        said = frozenset().union(*map(figures, wordings))
        scores += np.array([_FIGURE * min(3, len(said & self._figures[row])) for row in rows], dtype=np.float32)
        best = int(scores.argmax())
        if scores[best] < (_LEAST_ANCHORED if anchored else LEAST):
            return None
        return self._places[rows[best]], anchored.get(rows[best], "")

    def _anchored(self, locator: str) -> list[int]:
        """Rows of the clause, clauses or page that a locator names; of the clause where its letter is not found."""
        kind, _, rest = locator.partition(" ")
        rest = rest.replace(" ", "")
        number = re.match(r"(\d+)(?:[-–](\d+))?", rest)
        if number is None or kind not in ("p.", "cl."):
            return []
        wanted = range(int(number[1]), int(number[2] or number[1]) + 1)
        if kind == "p.":
            return [row for row, place in enumerate(self._places) if place.page in wanted]
        exact = [row for row, place in enumerate(self._places) if place.clause.replace(" ", "") == rest]
        return exact or [row for row, place in enumerate(self._places) if _clause_number(place) in wanted]


def _clause_number(place: Place) -> int:
    found = re.match(r"\d+", place.clause)
    return int(found[0]) if found else 0
