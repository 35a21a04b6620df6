"""Fitting when Pandu refuses."""

from __future__ import annotations

import numpy as np
import pytest

from tools.calibrate import (
    ANSWERED_PLAINLY,
    FALSE_REFUSALS,
    SIGNS,
    balanced,
    choose_answer_threshold,
    choose_refusal_threshold,
    fit,
    left_out,
)

LENGTH = list(SIGNS).index("length")
SIGN = list(SIGNS.values())


def _questions(count: int = 240) -> tuple[np.ndarray, np.ndarray]:
    """Features of which the first tells answerable questions apart and the last, of the wrong sign, does too."""
    random = np.random.default_rng(7)
    answered = (np.arange(count) % 2).astype(float)
    features = random.normal(size=(count, len(SIGNS)))
    features[:, 0] += 3 * answered
    features[:, -1] += 3 * answered
    features[:, LENGTH] = np.log1p(random.integers(2, 12, size=count))
    return features, answered


def test_how_long_a_question_is_says_nothing_by_itself() -> None:
    """Answered questions that happen to be longer do not make every long question answerable."""
    features, answered = _questions(1200)
    random = np.random.default_rng(3)
    long = random.random(len(answered)) < np.where(answered == 1, 0.8, 0.2)
    features[:, LENGTH] = np.log1p(np.where(long, 9.0, 5.0))
    weights = fit(features, answered, balanced(features[:, LENGTH], answered), SIGN).weights
    assert weights[LENGTH] * features[:, LENGTH].std() < 0.1 * weights[0] * features[:, 0].std()


def test_few_unanswerable_questions_are_answered_plainly() -> None:
    outside = np.random.default_rng(1).beta(2, 5, size=300)
    sure = choose_answer_threshold(outside, 0.1)
    assert (outside >= sure).mean() <= ANSWERED_PLAINLY < (outside >= sure - 0.01).mean() + 0.02
    assert choose_answer_threshold(outside, 0.95) == 0.95


def test_weights_keep_the_sign_of_their_feature() -> None:
    features, answered = _questions()
    model = fit(features, answered, np.ones(len(answered)), SIGN)
    assert np.all(model.weights * SIGN >= 0)
    assert model.weights[0] > 0.5
    assert model.weights[-1] == 0


def test_questions_left_out_are_told_apart() -> None:
    features, answered = _questions()
    own, other = left_out(features, answered, np.ones(len(answered)), SIGN, features[:3])
    assert own[answered == 1].mean() > 0.8 > 0.2 > own[answered == 0].mean()
    assert other.shape == (3,)
    assert ((own >= 0) & (own <= 1)).all()


@pytest.mark.parametrize("seed", range(3))
def test_the_threshold_refuses_few_answerable_questions(seed: int) -> None:
    probabilities = np.random.default_rng(seed).beta(5, 2, size=200)
    threshold = choose_refusal_threshold(probabilities)
    assert (probabilities < threshold).mean() <= FALSE_REFUSALS < (probabilities < threshold + 0.01).mean() + 0.03
