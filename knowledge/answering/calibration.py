"""How sure an answer is: features to a probability."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from knowledge.retrieval.retriever import Retrieved


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model of "the best passage answers the question", fitted on the golden set by
    ``tools/calibrate.py``. Below ``threshold`` Pandu refuses; below ``sure`` it gives the nearest passage and says that
    this may not be the answer."""

    weights: dict[str, float]
    bias: float
    threshold: float
    sure: float


@cache
def calibration() -> Calibration:
    """The shipped calibration."""
    content = json.loads(files("knowledge.answering").joinpath("calibration.json").read_text(encoding="utf-8"))
    return Calibration(content["weights"], content["bias"], content["threshold"], content["sure"])


def confidence(retrieved: Retrieved) -> float:
    """The probability (0..1) that the best passage answers the question; 0 when nothing was found."""
    if not retrieved.passages:
        return 0.0
    model = calibration()
    score = model.bias + sum(weight * retrieved.features[name] for name, weight in model.weights.items())
    return 1.0 / (1.0 + math.exp(-score))
