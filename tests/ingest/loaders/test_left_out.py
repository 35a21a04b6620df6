"""Sentences on what was not read."""

from ingest.loaders.left_out import LeftOut


def test_each_kind_is_told_once_with_its_count_and_first_places() -> None:
    left_out = LeftOut()
    left_out.add("picture", "slide 2")
    left_out.add("comment", count=3)
    for number in range(12):
        left_out.add("formula", f"A{number}")
    picture, comment, formula = left_out.notices()
    assert str(picture) == "1 picture was not read (slide 2); if it holds text, type it out."
    assert comment.message("id") == "3 komentar tidak dibaca."
    assert str(formula).startswith("12 formulas have no stored value (A0, A1, A2, A3, A4, A5, A6, A7, …)")


def test_nothing_left_out_is_nothing_told() -> None:
    assert LeftOut().notices() == ()
