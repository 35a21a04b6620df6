"""Sentences on what was not read."""

from ingest.loaders.left_out import LeftOut
from ingest.loaders.loaded import Coverage
from ingest.structure.pieces import Piece


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


def test_the_share_that_was_not_understood_counts_parts_by_slide() -> None:
    left_out = LeftOut()
    left_out.add("chart", "slide 2")
    left_out.add("hidden_slide", "slide 3")  # nobody sees it
    pieces = [
        Piece("heading", "Anggaran", page=1),
        Piece("table", "| Kota | Nilai |\n| Melati | |", page=1),
        *(Piece("paragraph", "Isi.", page=2) for _ in range(3)),
    ]
    pages = {number: f"slide {number}" for number in (1, 2, 3)}
    assert left_out.coverage(pieces, pages) == Coverage(1 / 8, {2: 0.25})


def test_all_understood_is_a_share_of_nothing() -> None:
    coverage = LeftOut().coverage([Piece("paragraph", "Isi.")])
    assert coverage == Coverage()
    assert coverage.stored() == {}
