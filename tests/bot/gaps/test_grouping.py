"""Which Gap a question belongs to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bot.gaps.grouping import Known, grouped, middle


def _vectors(*angles: float) -> NDArray[np.float32]:
    """Unit vectors at these angles, in degrees."""
    turned = np.radians(angles)
    return np.stack([np.cos(turned), np.sin(turned)], axis=1).astype(np.float32)


def _rows(*angles: float, known: tuple[Known, ...] = ()) -> dict[int | None, list[int]]:
    names = [f"q{angle:g}" for angle in angles]
    groups = grouped(names, _vectors(*angles), known)
    return {group.id if group.id is not None else -number: group.rows for number, group in enumerate(groups, 1)}


def test_what_is_alike_comes_together_and_the_rest_stays_alone() -> None:
    assert sorted(_rows(0, 5, 90, 95, 180).values()) == [[0, 1], [2, 3], [4]]
    assert list(_rows(0).values()) == [[0]]
    assert grouped([], np.zeros((0, 2), np.float32), ()) == []


def test_a_group_is_the_gap_with_which_it_shares_most_questions() -> None:
    known = (
        Known(7, _vectors(0)[0], False, frozenset({"q0", "q5"})),
        Known(8, _vectors(10)[0], False, frozenset({"q10"})),
        Known(9, _vectors(90)[0], False, frozenset({"q90"})),
    )
    # Two gaps grow together: the number of the larger stays. What is new gets none yet.
    assert _rows(0, 5, 10, 90, 200, known=known) == {7: [0, 1, 2], 9: [3], -3: [4]}


def test_a_marked_gap_keeps_its_questions_and_takes_in_what_is_like_them() -> None:
    marked = Known(3, _vectors(0)[0], True, frozenset({"q0", "q60"}))
    # 60° is its own although far away, 20° is near enough; 50° would be in a cluster with 60° but is not asked for.
    assert _rows(0, 60, 20, 50, known=(marked,)) == {3: [0, 1, 2], -2: [3]}


def test_of_two_marked_gaps_the_nearer_one_takes_a_question() -> None:
    marked = (Known(1, _vectors(0)[0], True, frozenset()), Known(2, _vectors(30)[0], True, frozenset()))
    assert _rows(20, known=marked) == {2: [0]}


def test_the_middle_is_of_length_one() -> None:
    assert np.allclose(middle(_vectors(0, 90)), _vectors(45)[0])
