"""Vectors are found under the model they were computed with, and never when they are damaged."""

from __future__ import annotations

import numpy as np
import pytest
from sqlalchemy import Engine, update

from knowledge.storage.tables import VectorRow
from knowledge.storage.vector_store import VectorStore


@pytest.fixture
def vector_store(engine: Engine) -> VectorStore:
    return VectorStore(engine)


def test_vectors_belong_to_their_model(vector_store: VectorStore) -> None:
    kept = {f"{number:032x}": np.full(4, number, np.float32) for number in range(1100)}
    vector_store.save("a", kept)
    found = vector_store.load("a", [*kept, "nothing"])
    assert found.keys() == kept.keys()
    np.testing.assert_array_equal(found[f"{7:032x}"], np.full(4, 7, np.float32))
    assert vector_store.load("b", list(kept)) == {}
    vector_store.save("a", {})


def test_a_damaged_vector_is_not_there_until_it_is_saved_anew(vector_store: VectorStore, engine: Engine) -> None:
    vectors = {key: np.full(4, 2, np.float32) for key in ("a", "b")}
    vector_store.save("m", vectors)
    with engine.begin() as connection:
        connection.execute(update(VectorRow).where(VectorRow.digest == "a").values(vector=b"\0" * 16))
    assert vector_store.load("m", ["a", "b"]).keys() == {"b"}
    vector_store.save("m", vectors)
    np.testing.assert_array_equal(vector_store.load("m", ["a"])["a"], vectors["a"])
