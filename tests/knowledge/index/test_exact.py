"""Exact search and Chroma find the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.index.chroma import open_vectors, write_vectors
from knowledge.index.exact import ExactVectors


def _vectors(n: int, seed: int = 0) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).standard_normal((n, 24), dtype=np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def test_both_searches_agree(tmp_path: Path) -> None:
    vectors, questions = _vectors(600), _vectors(20, seed=1)
    write_vectors(tmp_path, "kb_r1", vectors)
    exact = ExactVectors(vectors)
    with open_vectors(tmp_path, "kb_r1") as collection:
        assert collection.count == exact.count == 600
        agreed = 0
        for question in questions:
            entries, similarities = collection.search(question, 10)
            best, cosines = exact.search(question, 10)
            agreed += len(set(entries) & set(best))
            np.testing.assert_allclose(similarities[0], cosines[0], atol=1e-5)
            assert list(similarities) == sorted(similarities, reverse=True)
        assert agreed >= 0.99 * 200
