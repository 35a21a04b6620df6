"""Measures of a ranking and of a score."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence


def ndcg(ranked: Sequence[int], right: Collection[int], depth: int = 10) -> float:
    """Normalised discounted cumulative gain of one ranking with binary relevance (Järvelin and Kekäläinen 2002)."""
    gain = sum(1 / math.log2(place + 2) for place, row in enumerate(ranked[:depth]) if row in right)
    return gain / sum(1 / math.log2(place + 2) for place in range(min(depth, len(right))))


def recall(ranked: Sequence[int], right: Collection[int], depth: int = 5) -> float:
    """1 if one of the right rows is among the first ``depth``, else 0."""
    return float(any(row in right for row in ranked[:depth]))


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Probability that a positive scores above a negative; ties count half (Mann–Whitney U)."""
    ordered = sorted([(score, 1) for score in positive] + [(score, 0) for score in negative])
    ranks, start = 0.0, 0
    while start < len(ordered):
        end = start
        while end < len(ordered) and ordered[end][0] == ordered[start][0]:
            end += 1
        ranks += (start + end + 1) / 2 * sum(label for _, label in ordered[start:end])
        start = end
    n, m = len(positive), len(negative)
    return (ranks - n * (n + 1) / 2) / (n * m)
