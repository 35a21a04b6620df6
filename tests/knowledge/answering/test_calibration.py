"""How sure an answer is."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from importlib.resources import files

from knowledge.answering.calibration import calibration, confidence
from knowledge.retrieval.features import Features
from knowledge.retrieval.retriever import Retrieved
from tests.knowledge.answering.parts import MIDDLING, STRONG, WEAK, retrieved


def test_every_weight_of_the_calibration_is_a_feature() -> None:
    stored = json.loads(files("knowledge.answering").joinpath("calibration.json").read_text(encoding="utf-8"))
    assert set(stored["weights"]) <= {field.name for field in fields(Features)}
    assert 0 < calibration().refusal_threshold <= calibration().answer_threshold < 1


def test_better_evidence_is_surer() -> None:
    strong, middling, weak = (confidence(retrieved(features)) for features in (STRONG, MIDDLING, WEAK))
    model = calibration()
    assert 1 > strong > model.answer_threshold > middling > model.refusal_threshold > weak > 0


def test_a_city_that_no_passage_mentions_makes_it_less_sure() -> None:
    assert confidence(retrieved(replace(STRONG, missing_entities=1.0))) < confidence(retrieved(STRONG))


def test_nothing_found_is_no_confidence() -> None:
    assert confidence(Retrieved("r1", ())) == 0
