"""Dense and lexical scores together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from knowledge.fusion import min_max


def _scores(*values: float) -> np.typing.NDArray[np.float32]:
    return np.array(values, dtype=np.float32)


def test_each_side_is_stretched_and_weighted() -> None:
    fused = min_max(_scores(0.1, 0.3, 0.5), _scores(0, 8, 4), 0.75)
    np.testing.assert_allclose(fused, [0, 0.625, 0.875])


def test_a_side_that_tells_nothing_apart_adds_nothing() -> None:
    np.testing.assert_allclose(min_max(_scores(0.2, 0.4), _scores(0, 0), 0.6), [0, 0.6])


def test_no_rows() -> None:
    assert min_max(_scores(), _scores()).shape == (0,)


def test_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="differ in shape"):
        min_max(_scores(1), _scores(1, 2))


@pytest.mark.parametrize("weight", [-0.1, 1.1])
def test_a_weight_outside_its_range_is_refused(weight: float) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        min_max(_scores(1), _scores(1), weight)


@given(arrays(np.float32, (2, 20), elements=st.floats(-100, 100, width=32)), st.floats(0, 1))
def test_fused_scores_are_between_zero_and_one(scores: np.typing.NDArray[np.float32], weight: float) -> None:
    fused = min_max(scores[0], scores[1], weight)
    assert fused.min() >= -1e-6
    assert fused.max() <= 1 + 1e-6
