"""Shapes of a slide in the order in which they are read."""

import pytest

from ingest.loaders.slide_order import Box, by_column

HEADS = [Box("A", 100, 0, 40, 200, ("Riset",)), Box("B", 102, 300, 40, 200, ("Desain",))]


def test_a_list_comes_after_what_stands_over_it() -> None:
    lists = [Box("a", 160, 10, 400, 200, ("Satu", "Dua")), Box("b", 170, 310, 400, 200, ("Tiga",))]
    last = Box("c", 600, 0, 40, 500, ("Sumber",))
    assert by_column([*HEADS, *lists, last]) == ["A", "a", "B", "b", "c"]


@pytest.mark.parametrize(
    "below",
    [
        [Box("a", 160, 0, 40, 200, ("Satu",)), Box("b", 160, 300, 40, 200, ("Dua",))],  # cells of a grid
        [Box("a", 160, 0, 400, 500, ("Satu", "Dua"))],
        [Box("a", 160, 600, 400, 200, ("Satu", "Dua")), Box("b", 160, 900, 400, 200, ("Tiga", "Empat"))],
    ],
)
def test_other_shapes_are_read_row_by_row(below: list[Box]) -> None:
    assert by_column([*HEADS, *below]) == ["A", "B", *(box.shape for box in below)]
