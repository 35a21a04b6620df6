"""Dense and lexical scores together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from knowledge.retrieval.fusion import fuse


def _scores(*values: float) -> np.typing.NDArray[np.float32]:
    return np.array(values, dtype=np.float32)


def test_the_cosine_stays_and_bm25_counts_against_its_best() -> None:
    fused = fuse(_scores(0.1, 0.3, 0.5), _scores(0, 8, 4), 0.75)
    np.testing.assert_allclose(fused, [0.075, 0.475, 0.5], rtol=1e-6)


def test_without_a_lexical_match_only_the_dense_side_counts() -> None:
    np.testing.assert_allclose(fuse(_scores(0.2, 0.4), _scores(0, 0), 0.6), [0.12, 0.24], rtol=1e-6)


def test_no_rows() -> None:
    assert fuse(_scores(), _scores()).shape == (0,)


def test_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="differ in shape"):
        fuse(_scores(1), _scores(1, 2))


@pytest.mark.parametrize("weight", [-0.1, 1.1])
def test_a_weight_outside_its_range_is_refused(weight: float) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        fuse(_scores(1), _scores(1), weight)


@given(
    arrays(np.float32, 20, elements=st.floats(-1, 1, width=32)),
    arrays(np.float32, 20, elements=st.floats(0, 100, width=32)),
    st.floats(0, 1),
    st.integers(1, 19),
)
def test_weaker_candidates_do_not_change_the_scores_of_the_others(
    dense: np.typing.NDArray[np.float32], lexical: np.typing.NDArray[np.float32], weight: float, kept: int
) -> None:
    order = np.argsort(-lexical)
    few = order[:kept]
    np.testing.assert_allclose(fuse(dense[few], lexical[few], weight), fuse(dense, lexical, weight)[few], rtol=1e-5)
