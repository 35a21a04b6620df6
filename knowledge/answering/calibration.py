"""How sure an answer is: features to a probability."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files

from knowledge.answers import Answer, Outcome
from knowledge.retrieval.retriever import Retrieved


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic model of "the best passage answers the question", fitted on the golden set by
    ``tools/calibrate.py``.

    ``weights`` are those of :class:`~knowledge.retrieval.features.Features` by name. Below ``refusal_threshold`` Pandu
    refuses; below ``reserve_threshold`` the nearest passage is given with reserve, said to be no more than that; below
    ``answer_threshold`` it is given, and how to go on if it is not what was meant.
    """

    weights: dict[str, float]
    bias: float
    refusal_threshold: float
    reserve_threshold: float
    answer_threshold: float


@cache
def calibration() -> Calibration:
    """The shipped calibration."""
    content = json.loads(files("knowledge.answering").joinpath("calibration.json").read_text(encoding="utf-8"))
    return Calibration(**content)


def confidence(retrieved: Retrieved) -> float:
    """The probability (0..1) that the best passage answers the question; 0 when nothing was found."""
    if retrieved.features is None:
        return 0.0
    model = calibration()
    features = asdict(retrieved.features)
    score = model.bias + sum(weight * features[name] for name, weight in model.weights.items())
    return 1.0 / (1.0 + math.exp(-score))


def is_tentative(answer: Answer) -> bool:
    """Whether an answer was given with reserve: the nearest passage, said to be no more than that."""
    searched = answer.outcome is Outcome.PARTLY and "retrieve" in answer.steps
    return searched and answer.confidence < calibration().answer_threshold
