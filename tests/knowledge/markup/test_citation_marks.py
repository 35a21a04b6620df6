"""The marks behind statements, in texts and in answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.markup.citation_marks import (
    Mark,
    ends_with_mark,
    find_marks,
    has_marks,
    marked_stretches,
    split_after_marks,
    strip_marks,
    strip_numbers,
    written_numbers,
)


def test_marks_are_found_once_with_their_places() -> None:
    text = "Satu. [@tor, cl. 7, huruf a; @note] Dua. [@note] [@tor]"
    assert find_marks(text) == (Mark("tor", "cl. 7, huruf a"), Mark("note"), Mark("tor"))
    assert has_marks(text)
    assert strip_marks(text) == "Satu. Dua."


@pytest.mark.parametrize("text", ["", "[7]", "surel@kota.go.id", "[@tidak ditutup", "[@]", "[ @tor]", "[@a[b]"])
def test_what_only_looks_like_a_mark_stays(text: str) -> None:
    assert find_marks(text) == ()
    assert not has_marks(text)
    assert strip_marks(text) == text


@pytest.mark.parametrize(
    ("text", "ends"),
    [("Satu. [@tor]", True), ("Satu [@tor].", True), ("| a [@tor] |", True), ("Satu [@tor] dua.", False), ("", False)],
)
def test_the_last_statement_may_have_a_stop_behind_its_mark(text: str, ends: bool) -> None:
    assert ends_with_mark(text) is ends


def test_a_text_is_cut_after_each_run_of_marks() -> None:
    text = "Satu. [@a] [@b] Dua. [@a]  Tiga."
    assert split_after_marks(text) == ["Satu. [@a] [@b]", "Dua. [@a]", "Tiga."]
    assert list(marked_stretches(text)) == [
        ("Satu.", (Mark("a"), Mark("b"))),
        (" Dua.", (Mark("a"),)),
        ("  Tiga.", ()),
    ]


def test_numbers_of_an_answer() -> None:
    assert written_numbers((1, 12)) == "[1][12]"
    assert written_numbers(()) == ""
    assert strip_numbers("Enam kewajiban [1][12]: [a], [2024-01].") == "Enam kewajiban : [a], [2024-01]."


@given(st.text("ab @[];,.\n", max_size=60))
def test_no_mark_is_left_and_no_word_is_lost(text: str) -> None:
    stretches = list(marked_stretches(text))
    assert "".join(body for body, _ in stretches) == strip_marks(text)
    assert tuple(dict.fromkeys(mark for _, marks in stretches for mark in marks)) == find_marks(text)
