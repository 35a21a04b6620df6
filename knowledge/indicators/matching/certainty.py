"""How sure it is that a question means the indicator found for it: evidence to a probability."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from knowledge.documents import Chunk, Language
from knowledge.indicators.catalogue import Indicator
from knowledge.indicators.matching.lexical import Hit
from knowledge.indicators.questions.cues import FOLLOW_UP, FORMULA, LOOKUP, UNIT
from knowledge.indicators.questions.question import IndicatorQuestion
from knowledge.language.analyzer import tokens
from knowledge.language.place_names import CITIES
from knowledge.logistic import log_odds_of, probability_of

#: Probabilities between which the question is read beside the indicator: outside, reading changes nothing.
CLEARLY_NOT: Final = 0.05
BEYOND_DOUBT: Final = 0.97
_MOST_SCORE_LEAD: Final = 1.5
#: What is known only where meanings are compared.
BY_MEANING: Final = ("similarity", "similarity_lead", "similarity_to_named")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the first of the hits; each figure is described at :class:`Hit` where it has the same name.

    ``explained`` joins coverage and phrase. ``similarity_lead`` and ``score_lead`` are how far it is before the next,
    ``similarity_to_named`` its similarity where indicators are asked for. ``one_of_several`` says that a single one of
    the question's words fits, ``one_word`` that it has no more, ``indicator`` that the word indicator stands in it, and
    ``place`` that it speaks of a city, whose doings are no indicator.
    """

    similarity: float
    coverage: float
    phrase: float
    explained: float
    similarity_lead: float
    score_lead: float
    similarity_to_named: float
    one_of_several: float
    one_word: float
    indicator: float
    place: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Logistic models of "the question means this indicator", fitted by ``tools/calibrate_indicators.py``: with the
    reader's score, before reading, and by words alone where meanings are not compared. From ``threshold`` on it is
    taken to be meant."""

    read_weights: dict[str, float]
    read_bias: float
    weights: dict[str, float]
    bias: float
    word_weights: dict[str, float]
    word_bias: float
    threshold: float


@cache
def calibration() -> Calibration:
    """The shipped calibration."""
    content = json.loads(files("knowledge.indicators.matching").joinpath("calibration.json").read_text("utf-8"))
    return Calibration(**content)


def evidence_of(question: IndicatorQuestion, hits: Sequence[Hit]) -> Evidence:
    """What speaks for the first of these hits, best first."""
    best, others = hits[0], hits[1:]
    score_lead = math.log1p(best.score) - math.log1p(max((hit.score for hit in others), default=0.0))
    asked_for = question.names_catalogue or gives_cue(question)
    return Evidence(
        similarity=best.similarity,
        coverage=best.coverage,
        phrase=best.phrase,
        explained=best.confidence,
        similarity_lead=best.similarity - max((hit.similarity for hit in others), default=0.0),
        score_lead=max(-_MOST_SCORE_LEAD, min(_MOST_SCORE_LEAD, score_lead)),
        similarity_to_named=best.similarity if asked_for else 0.0,
        one_of_several=float(best.matched <= 1 < len(question.terms)),
        one_word=float(len(question.terms) <= 1),
        indicator=float(question.names_indicators),
        place=float(not CITIES.isdisjoint(tokens(question.text))),
    )


def probability(evidence: Evidence, read: float | None = None) -> float:
    """The probability (0..1) that the indicator is meant; ``read`` is the reader's score, where it was read."""
    model = calibration()
    if read is not None:
        return probability_of(log_odds_of(asdict(evidence) | {"read": read}, model.read_weights, model.read_bias))
    if not evidence.similarity:
        return probability_of(log_odds_of(asdict(evidence), model.word_weights, model.word_bias))
    return probability_of(log_odds_of(asdict(evidence), model.weights, model.bias))


def in_doubt(evidence: Evidence) -> bool:
    """Whether the question should be read beside the indicator."""
    return evidence.similarity != 0.0 and CLEARLY_NOT <= probability(evidence) < BEYOND_DOUBT


def passage_of(indicator: Indicator, language: Language) -> Chunk:
    """What is read beside a question: the title, and what people call it."""
    phrases = indicator.everyday_id if language == "id" else indicator.everyday_en
    title = indicator.title.in_(language)
    text = "\n\n".join(f"{phrase}." for phrase in phrases) or title
    return Chunk(id=f"{indicator.key} {language} {hash(text)}", document="", text=text, heading=(title,))


def gives_cue(question: IndicatorQuestion) -> bool:
    """Whether it names a standard or asks for what a catalogue tells, or goes on about what that told before."""
    text = question.text
    continues = question.context and FOLLOW_UP.search(text)
    return bool(question.standards or any(cue.search(text) for cue in (LOOKUP, FORMULA, UNIT)) or continues)
