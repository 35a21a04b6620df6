"""Fitting when Pandu refuses."""

from __future__ import annotations

import numpy as np
import pytest

from tools.calibrate import FALSE_REFUSALS, SIGNS, choose_threshold, fit, left_out


def _questions(count: int = 240) -> tuple[np.ndarray, np.ndarray]:
    """Features of which the first tells answerable questions apart and the last, of the wrong sign, does too."""
    random = np.random.default_rng(7)
    answered = (np.arange(count) % 2).astype(float)
    features = random.normal(size=(count, len(SIGNS)))
    features[:, 0] += 3 * answered
    features[:, -1] += 3 * answered
    return features, answered


def test_weights_keep_the_sign_of_their_feature() -> None:
    model = fit(*_questions())
    signs = np.array(list(SIGNS.values()))
    assert np.all(model.weights * signs >= 0)
    assert model.weights[0] > 0.5
    assert model.weights[-1] == 0


def test_questions_left_out_are_told_apart() -> None:
    features, answered = _questions()
    own, other = left_out(features, answered, features[:3])
    assert own[answered == 1].mean() > 0.8 > 0.2 > own[answered == 0].mean()
    assert other.shape == (3,)
    assert ((own >= 0) & (own <= 1)).all()


@pytest.mark.parametrize("seed", range(3))
def test_the_threshold_refuses_few_answerable_questions(seed: int) -> None:
    probabilities = np.random.default_rng(seed).beta(5, 2, size=200)
    threshold = choose_threshold(probabilities)
    assert (probabilities < threshold).mean() <= FALSE_REFUSALS < (probabilities < threshold + 0.01).mean() + 0.03
