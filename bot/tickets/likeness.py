"""Which open tickets ask the same: by the vectors of their questions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from bot.tickets.tables import TicketRow
from bot.tickets.ticket import OPEN
from knowledge.documents import digest
from knowledge.embedding.base import Embedder, Vectors

#: Cosine from which two questions ask the same, on average over a group; a test holds it against questions.
ALIKE = 0.8
_MOST = 1000  # open tickets that are compared, the newest
_OPENED = select(TicketRow.id).where(TicketRow.status.in_(OPEN)).order_by(TicketRow.id.desc()).limit(_MOST)


class Likeness:
    """Groups open tickets by likeness.

    Args:
        engine: the database, which keeps the vectors.
        embedder: turns questions into vectors.
    """

    def __init__(self, engine: Engine, embedder: Embedder) -> None:
        self._engine = engine
        self._embedder = embedder
        self._latest: tuple[Sequence[int], list[list[int]]] = ((), [])

    def groups(self) -> list[list[int]]:
        """The numbers of open tickets, those that ask the same together, oldest first; the largest group first. They
        are grouped anew when other tickets are open than the last time, since questions never change."""
        with self._engine.connect() as connection:
            opened = connection.scalars(_OPENED).all()
        if opened != self._latest[0]:
            self._latest = opened, self._grouped(opened)
        return self._latest[1]

    def _grouped(self, opened: Sequence[int]) -> list[list[int]]:
        numbers, vectors = self._vectors(opened)
        clusters = cluster(vectors)
        found: dict[int, list[int]] = {}
        for number, label in zip(numbers, clusters, strict=True):
            found.setdefault(label, []).append(number)
        return sorted((sorted(group) for group in found.values()), key=lambda group: (-len(group), group[0]))

    def _vectors(self, opened: Sequence[int]) -> tuple[list[int], Vectors]:
        """Open tickets with the vectors of their questions; those that are missing are computed and kept."""
        model = digest(self._embedder.name, self._embedder.fingerprint)
        columns = select(TicketRow.id, TicketRow.question, TicketRow.vector, TicketRow.vector_of)
        statement = columns.where(TicketRow.id.in_(opened)).order_by(TicketRow.id.desc())
        with Session(self._engine) as session:
            rows = session.execute(statement).all()
        known = {row.id: np.frombuffer(row.vector, np.float32) for row in rows if row.vector and row.vector_of == model}
        missing = [row for row in rows if row.id not in known]
        if missing:
            fresh = self._embedder.embed_questions([row.question for row in missing])
            known |= {row.id: vector for row, vector in zip(missing, fresh, strict=True)}
        with self._engine.begin() as connection:
            for row in missing:
                values = {"vector": known[row.id].astype(np.float32).tobytes(), "vector_of": model}
                # A ticket that was deleted meanwhile stays empty.
                mine = (TicketRow.id == row.id) & (TicketRow.question == row.question)
                connection.execute(update(TicketRow).where(mine).values(**values))
        numbers = [row.id for row in rows]
        empty = np.zeros((0, self._embedder.dimension), np.float32)
        return numbers, np.stack([known[number] for number in numbers]) if numbers else empty


def cluster(vectors: Vectors, alike: float = ALIKE) -> Sequence[int]:
    """A label for each vector, the same for those that are alike: average linkage, so that a chain of questions each a
    little like the next one makes no group.

    Args:
        vectors: of shape (n, dimension), L2-normalised.
        alike: the cosine that the members of a group have on average.
    """
    if len(vectors) < 2:
        return range(len(vectors))
    from sklearn.cluster import AgglomerativeClustering  # takes a while to import, and only staff need it

    model = AgglomerativeClustering(n_clusters=None, distance_threshold=1 - alike, metric="cosine", linkage="average")
    labels: list[int] = model.fit_predict(vectors).tolist()
    return labels
