"""Fitting when a question is taken to mean an indicator."""

from __future__ import annotations

import numpy as np

from knowledge.indicators.catalogue import Catalogue
from tools.calibrate_indicators import COUNTED, MISTAKEN, choose_threshold, questions, without_phrase


def test_few_questions_that_mean_none_lie_above_the_threshold() -> None:
    probabilities = np.linspace(0.0, 1.0, 1000)
    none = np.arange(1000) % 2 == 0
    threshold = choose_threshold(probabilities, none, np.ones(1000))
    assert (probabilities[none] >= threshold).mean() <= MISTAKEN < (probabilities[none] >= threshold - 0.02).mean()


def test_a_phrase_is_left_out_of_the_catalogue_it_is_asked_of() -> None:
    catalogue = Catalogue.load()
    asked = next(one for one in questions(catalogue) if one.phrase)
    (key,) = asked.keys
    before, after = catalogue.get(key), without_phrase(catalogue, asked).get(key)
    assert asked.question in (*before.everyday_id, *before.everyday_en)
    assert asked.question not in (*after.everyday_id, *after.everyday_en)


def test_questions_are_of_every_kind_and_of_no_kept_case() -> None:
    asked = list(questions(Catalogue.load()))
    assert {one.kind for one in asked} == set(COUNTED)
    assert {bool(one.keys) for one in asked if one.kind == "golden"} == {True, False}
