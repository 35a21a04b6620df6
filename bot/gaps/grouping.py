"""Which Gap a question belongs to, so that a Gap stays the same while questions come and go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding.base import Vectors
from knowledge.embedding.clusters import clusters

#: Cosine with the middle of a marked Gap from which a new question belongs to it.
JOINS = 0.8


@dataclass(frozen=True, slots=True)
class Known:
    """A Gap of before: a ``marked`` one keeps its questions, and takes in what is like them."""

    id: int
    vector: NDArray[np.float32]
    marked: bool
    questions: frozenset[str]


@dataclass(slots=True)
class Group:
    """Questions that belong together: rows of those given; ``id`` is that of the Gap they were before, if any."""

    id: int | None
    rows: list[int] = field(default_factory=list)


def grouped(questions: Sequence[str], vectors: Vectors, known: Sequence[Known]) -> list[Group]:
    """Put questions together.

    Those of a marked Gap stay there, and new ones that are like it come to it. The others are clustered anew; a cluster
    is the Gap with which it shares most questions.

    Args:
        questions: names of distinct questions.
        vectors: theirs, shape (n, dimension), L2-normalised.
        known: the Gaps of before.
    """
    marked = {gap.id: Group(gap.id) for gap in known if gap.marked}
    free = _join(questions, vectors, sorted((gap for gap in known if gap.marked), key=lambda gap: gap.id), marked)
    found = [Group(None, [free[row] for row in rows]) for rows in clusters(vectors[free])]
    _recognise(found, questions, [gap for gap in known if not gap.marked])
    return [group for group in (*marked.values(), *found) if group.rows]


def middle(vectors: Vectors) -> NDArray[np.float32]:
    """The middle of some vectors, L2-normalised."""
    mean = vectors.mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), np.float32)


def _join(questions: Sequence[str], vectors: Vectors, gaps: Sequence[Known], marked: dict[int, Group]) -> list[int]:
    """Put questions into the marked Gaps that they belong to, of the nearest the oldest; returns the other rows."""
    if not gaps:
        return list(range(len(questions)))
    home = {question: gap.id for gap in gaps for question in gap.questions}
    likeness = vectors @ np.array([gap.vector for gap in gaps]).T
    free = []
    for row, (question, near) in enumerate(zip(questions, likeness.argmax(axis=1), strict=True)):
        gap_id = home.get(question, gaps[near].id if likeness[row, near] >= JOINS else None)
        if gap_id is None:
            free.append(row)
        else:
            marked[gap_id].rows.append(row)
    return free


def _recognise(found: list[Group], questions: Sequence[str], known: Sequence[Known]) -> None:
    """Give clusters the ids of the Gaps with which they share most questions, each once."""
    home = {question: gap.id for gap in known for question in gap.questions}
    shared: dict[tuple[int, int], int] = {}
    for number, group in enumerate(found):
        for row in group.rows:
            if (gap_id := home.get(questions[row])) is not None:
                shared[number, gap_id] = shared.get((number, gap_id), 0) + 1
    taken: set[int] = set()
    for (number, gap_id), _ in sorted(shared.items(), key=lambda pair: (-pair[1], pair[0][1], pair[0][0])):
        if found[number].id is None and gap_id not in taken:
            found[number].id = gap_id
            taken.add(gap_id)
