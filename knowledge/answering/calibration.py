"""How sure an answer is: features to a probability."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Final, Literal, cast

from knowledge.answers import Answer, Outcome
from knowledge.logistic import log_odds, log_odds_of, probability_of
from knowledge.retrieval.retriever import Retrieved

#: Probabilities between which the first passage is read. Below, reading raised four times as many of the questions that
#: nothing answers as of the others.
CLEARLY_NOT: Final = 0.16
BEYOND_DOUBT: Final = 0.9
#: ``firm``, ``partial`` or ``absent`` by the outcome, ``tentative`` with reserve; "" where documents were not searched.
Sureness = Literal["firm", "tentative", "partial", "absent", ""]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Logistic models of "the best passage answers the question", fitted on the golden set by ``tools/calibrate.py``.

    ``weights`` are those of :class:`~knowledge.retrieval.features.Features` by name; ``read_weights`` those of what is
    known once the first passage was read beside the question: ``odds``, the log-odds before, and ``read``, the reader's
    score. Below ``refusal_threshold`` Pandu refuses; below
    ``reserve_threshold`` the nearest passage is given with reserve, said to be no more than that; below
    ``answer_threshold`` it is given, and how to go on if it is not what was meant. Documents that are quoted, of which
    no questions are known that they answer, have weights and thresholds of their own.
    """

    weights: dict[str, float]
    bias: float
    read_weights: dict[str, float]
    read_bias: float
    quoted_weights: dict[str, float]
    quoted_bias: float
    quoted_read_weights: dict[str, float]
    quoted_read_bias: float
    quoted_refusal_threshold: float
    quoted_answer_threshold: float
    refusal_threshold: float
    reserve_threshold: float
    answer_threshold: float


@cache
def calibration() -> Calibration:
    """The shipped calibration."""
    content = json.loads(files("knowledge.answering").joinpath("calibration.json").read_text(encoding="utf-8"))
    return Calibration(**content)


def answer_probability(retrieved: Retrieved, read: float | None = None) -> float:
    """The probability (0..1) that the best passage answers the question; 0 when nothing was found.

    Args:
        retrieved: what was found.
        read: the reader's score of the first passage; None where it was not read, or where :func:`in_doubt` says that
            it need not be.
    """
    if retrieved.features is None:
        return 0.0
    model = calibration()
    quoted = _quoted(retrieved)
    weights, bias = (model.quoted_weights, model.quoted_bias) if quoted else (model.weights, model.bias)
    odds = log_odds_of(asdict(retrieved.features), weights, bias)
    if read is None:
        return probability_of(odds)
    weights, bias = (
        (model.quoted_read_weights, model.quoted_read_bias) if quoted else (model.read_weights, model.read_bias)
    )
    return probability_of(log_odds_of(read_features(odds, read), weights, bias))


def in_doubt(retrieved: Retrieved) -> bool:
    """Whether retrieval leaves so much open that the first passage should be read beside the question."""
    return CLEARLY_NOT <= answer_probability(retrieved) < BEYOND_DOUBT


def read_features(odds: float, read: float) -> dict[str, float]:
    """What is known once the first passage was read, by the names of ``read_weights``."""
    return {"odds": odds, "read": read}


def confidence(retrieved: Retrieved, read: float | None = None) -> float:
    """That probability as the thresholds count it (0..1): of a document that is quoted it is moved so that its own
    thresholds come to stand where the others do, and what does not mention a name or number of the question is given
    with reserve at best, since the fare in one city says nothing of another's."""
    probability, model = answer_probability(retrieved, read), calibration()
    if retrieved.features is None or not _quoted(retrieved):
        return probability
    low, high = log_odds(model.quoted_refusal_threshold), log_odds(model.quoted_answer_threshold)
    least, most = log_odds(model.refusal_threshold), log_odds(model.answer_threshold)
    moved = least + (most - least) / (high - low) * (log_odds(probability) - low)
    most_sure = math.nextafter(model.reserve_threshold, 0.0) if retrieved.features.missing_entities else 1.0
    return min(probability_of(moved), most_sure)


def _quoted(retrieved: Retrieved) -> bool:
    return retrieved.passages[0].document.quoted


def is_tentative(answer: Answer) -> bool:
    """Whether an answer was given with reserve: the nearest passage, said to be no more than that."""
    searched = answer.outcome is Outcome.PARTLY and "retrieve" in answer.steps
    return searched and answer.confidence < calibration().answer_threshold


def sureness(answer: Answer) -> Sureness:
    """How sure an answer is, for people to see: that of its outcome, or tentative."""
    return "tentative" if is_tentative(answer) else cast(Sureness, answer.outcome.sureness)
