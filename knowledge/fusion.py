"""Puts the dense and the lexical scores of a question together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: Weight of the dense side, chosen on validation questions (docs/decisions/0006-lexical-and-fusion.md).
DENSE_WEIGHT = 0.7


def min_max(
    dense: NDArray[np.float32], lexical: NDArray[np.float32], weight: float = DENSE_WEIGHT
) -> NDArray[np.float32]:
    """``weight`` · dense + (1 − ``weight``) · lexical, each stretched to 0..1 over all rows of one question.

    Both have shape (rows,). A side that tells nothing apart (all scores equal) adds nothing. Raises ``ValueError``
    for different shapes or a weight outside 0..1.
    """
    if dense.shape != lexical.shape:
        raise ValueError(f"Dense and lexical scores differ in shape: {dense.shape} and {lexical.shape}.")
    if not 0 <= weight <= 1:
        raise ValueError(f"The weight of the dense side is a number from 0 to 1, not {weight}.")
    return np.asarray(weight * _stretched(dense) + (1 - weight) * _stretched(lexical), dtype=np.float32)


def _stretched(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    if not scores.size:
        return scores
    low, high = float(scores.min()), float(scores.max())
    if high - low < 1e-9:
        return np.zeros_like(scores)
    return (scores - low) / np.float32(high - low)
