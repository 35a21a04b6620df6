"""Vectors in the database, by model and text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from knowledge.storage.checksums import sound_rows, vector_checksum
from knowledge.storage.engine import upsert
from knowledge.storage.tables import VectorRow


class VectorStore:
    """The vectors of texts, so that none is computed twice."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def load(self, model: str, digests: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Stored vectors by digest of their text, for those that are known under this model and undamaged."""

        def read(some: Sequence[str]) -> dict[str, NDArray[np.float32]]:
            statement = select(VectorRow.digest, VectorRow.vector, VectorRow.checksum).where(
                VectorRow.model == model, VectorRow.digest.in_(some)
            )
            with self._engine.connect() as connection:
                rows = connection.execute(statement).all()
            return {key: np.frombuffer(data, "<f4") for key, data, checked in rows if vector_checksum(data) == checked}

        return sound_rows(digests, read)

    def save(self, model: str, vectors: dict[str, NDArray[np.float32]]) -> None:
        """Store vectors by digest of their text, in place of those that another process stored or that are damaged."""
        stored = {key: np.ascontiguousarray(vector, "<f4").tobytes() for key, vector in vectors.items()}
        rows = [
            {"model": model, "digest": key, "vector": data, "checksum": vector_checksum(data)}
            for key, data in stored.items()
        ]
        with Session(self._engine) as session, session.begin():
            upsert(session, VectorRow, rows)
