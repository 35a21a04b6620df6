"""Puts the dense and the lexical scores of a question together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: Weight of the dense side, chosen on validation questions (docs/decisions/0006-lexical-and-fusion.md).
DENSE_WEIGHT = 0.65


def fuse(dense: NDArray[np.float32], lexical: NDArray[np.float32], weight: float = DENSE_WEIGHT) -> NDArray[np.float32]:
    """``weight`` · cosine + (1 − ``weight``) · BM25 score against the best BM25 score of the question.

    A convex combination (Bruch, Gai and Ingber 2023, "An Analysis of Fusion Functions for Hybrid Retrieval") whose two
    scales do not depend on which other rows are candidates: cosines mean the same for every question and stay as they
    are; BM25 scores do not, so the best of the question counts one. ``dense`` and ``lexical`` have shape (rows,), and
    the row that BM25 likes best must be among them. Without any lexical match only the dense side counts. Raises
    ``ValueError`` for different shapes or a weight outside 0..1.
    """
    if dense.shape != lexical.shape:
        raise ValueError(f"Dense and lexical scores differ in shape: {dense.shape} and {lexical.shape}.")
    if not 0 <= weight <= 1:
        raise ValueError(f"The weight of the dense side is a number from 0 to 1, not {weight}.")
    best = max(float(lexical.max(initial=0.0)), 1e-9)
    return np.asarray(weight * dense + (1 - weight) / best * lexical, dtype=np.float32)
