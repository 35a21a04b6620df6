"""How sure an answer is."""

from __future__ import annotations

import json
import math
from dataclasses import fields, replace
from importlib.resources import files

import pytest

from knowledge.answering.calibration import answer_probability, calibration, confidence
from knowledge.retrieval.features import Features
from knowledge.retrieval.retriever import Retrieved
from tests.knowledge.answering.parts import MIDDLING, QUOTED, STRONG, WEAK, retrieved


def test_every_weight_of_the_calibration_is_a_feature() -> None:
    stored = json.loads(files("knowledge.answering").joinpath("calibration.json").read_text(encoding="utf-8"))
    assert set(stored["weights"]) | set(stored["quoted_weights"]) <= {field.name for field in fields(Features)}
    model = calibration()
    assert 0 < model.refusal_threshold <= model.answer_threshold < 1
    assert 0 < model.quoted_refusal_threshold < model.quoted_answer_threshold < 1


def test_better_evidence_is_surer() -> None:
    strong, middling, weak = (confidence(retrieved(features)) for features in (STRONG, MIDDLING, WEAK))
    model = calibration()
    assert 1 > strong > model.answer_threshold > middling > model.refusal_threshold > weak > 0


def test_a_city_that_no_passage_mentions_makes_it_less_sure() -> None:
    assert confidence(retrieved(replace(STRONG, missing_entities=1.0))) < confidence(retrieved(STRONG))


@pytest.mark.parametrize(
    ("own", "counted"),
    [("quoted_refusal_threshold", "refusal_threshold"), ("quoted_answer_threshold", "answer_threshold")],
)
def test_thresholds_of_documents_that_are_quoted_stand_where_the_others_do(own: str, counted: str) -> None:
    model = calibration()
    threshold = getattr(model, own)
    at = replace(MIDDLING, dense=0.0)
    score = math.log(threshold / (1 - threshold)) - _log_odds(answer_probability(retrieved(at, QUOTED)))
    found = retrieved(replace(at, dense=score / model.quoted_weights["dense"]), QUOTED)
    assert answer_probability(found) == pytest.approx(threshold)
    assert confidence(found) == pytest.approx(getattr(model, counted))


def _log_odds(probability: float) -> float:
    return math.log(probability / (1 - probability))


def test_a_word_that_does_not_fit_makes_a_quotation_less_sure() -> None:
    assert confidence(retrieved(replace(STRONG, misfit=0.1), QUOTED)) < confidence(retrieved(STRONG, QUOTED))


def test_a_quotation_on_another_city_is_given_with_reserve_at_best() -> None:
    other = replace(STRONG, missing_entities=1.0)
    assert confidence(retrieved(other, QUOTED)) < calibration().reserve_threshold
    assert answer_probability(retrieved(other, QUOTED)) > calibration().quoted_answer_threshold


def test_nothing_found_is_no_confidence() -> None:
    assert confidence(Retrieved("r1", ())) == 0
