"""Logistic models as they are shipped: weights by the names of what is known, and a bias."""

from __future__ import annotations

import math
from collections.abc import Mapping


def log_odds_of(known: Mapping[str, float], weights: Mapping[str, float], bias: float) -> float:
    """The log-odds of what is known.

    Raises:
        KeyError: something that is weighted is not known.
    """
    return bias + sum(weight * known[name] for name, weight in weights.items())


def probability_of(log_odds: float) -> float:
    """Log-odds as a probability (0..1)."""
    return 1.0 / (1.0 + math.exp(-log_odds))


def log_odds(probability: float) -> float:
    """A probability (0..1, neither of them) as log-odds."""
    return math.log(probability / (1.0 - probability))
