"""Differences word by word."""

from __future__ import annotations

import pytest

from knowledge.markup.differences import Stretch, word_differences


def test_words_are_compared_not_lines_and_what_went_stands_before_what_came() -> None:
    assert word_differences(
        "Kota melapor setiap tahun kepada ketua.", "Kota melapor dua kali setahun kepada ketua."
    ) == [
        Stretch("same", "Kota melapor"),
        Stretch("removed", "setiap tahun"),
        Stretch("added", "dua kali setahun"),
        Stretch("same", "kepada ketua."),
    ]


def test_items_stay_on_lines_of_their_own() -> None:
    found = word_differences("- satu\n- dua", "- satu\n- dua\n- tiga")
    assert found == [Stretch("same", "- satu\n- dua"), Stretch("added", "\n- tiga")]


@pytest.mark.parametrize(
    ("before", "after", "kind"), [("", "baru", "added"), ("lama", "", "removed"), ("a", "a", "same")]
)
def test_a_text_that_came_or_went_is_one_stretch(before: str, after: str, kind: str) -> None:
    assert word_differences(before, after) == [Stretch(kind, before or after)]  # type: ignore[arg-type]


def test_long_texts_are_compared_by_lines() -> None:
    lines = [f"baris {number} {'kata ' * 20}\n" for number in range(400)]
    (_, removed, added, _) = word_differences("".join(lines), "".join([*lines[:200], "baru\n", *lines[201:]]))
    assert (removed.kind, added.kind, added.text) == ("removed", "added", "baru\n")
