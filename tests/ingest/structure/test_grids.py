"""Tables with merged cells and headers of several rows."""

import pytest

from ingest.structure.grids import Cell, is_number, told_by_colour, told_in_rows, with_groups_filled


def _grid(*rows: str) -> list[list[Cell]]:
    """Cells parted by bars; ``name#1`` is one of a merged cell."""
    split = [[cell.strip().partition("#") for cell in row.split("|")] for row in rows]
    return [[Cell(text, int(origin or 0)) for text, _, origin in row] for row in split]


def test_a_header_of_two_merged_rows_is_joined() -> None:
    lines, rows = told_in_rows(_grid("Kota#1|Warga#2|Warga#2", "Kota#1|L|P", "Beji|1|2"))
    assert not lines
    assert rows == [["Kota", "Warga – L", "Warga – P"], ["Beji", "1", "2"]]


def test_a_header_of_two_rows_that_nobody_merged_is_joined() -> None:
    _, rows = told_in_rows(_grid("Kota|Warga||Luas", "|L|P|", "Beji|1|2|3,5"))
    assert rows[0] == ["Kota", "Warga – L", "Warga – P", "Luas"]


def test_a_row_of_figures_is_no_header() -> None:
    _, rows = told_in_rows(_grid("Senin#1|Senin#1|Rute", "07.00|08.00|A", "09.00|10.00|B"))
    assert rows[0] == ["Senin", "Senin", "Rute"]


def test_a_row_across_is_a_title_above_and_told_once_within() -> None:
    lines, rows = told_in_rows(_grid("Rencana#1|Rencana#1", "Nama|Nilai", "Jalan#2|Jalan#2", "Aspal|5"))
    assert lines == ["Rencana"]
    assert rows == [["Nama", "Nilai"], ["Jalan", ""], ["Aspal", "5"]]


def test_columns_and_rows_that_are_empty_throughout_go() -> None:
    assert told_in_rows(_grid("a||b", "||", "1||2"))[1] == [["a", "b"], ["1", "2"]]
    assert told_in_rows([]) == ([], [])


def test_labels_are_told_in_each_row_of_their_group() -> None:
    rows = [["1", "Beji", "x"], ["", "", "y"], ["2", "Tugu", "z"], ["", "", "w"]]
    assert [row[:2] for row in with_groups_filled(rows)] == [["1", "Beji"], ["1", "Beji"], ["2", "Tugu"], ["2", "Tugu"]]


def test_cells_that_nobody_filled_in_stay_empty() -> None:
    for rows in (
        [["Beji", "1"], ["", "2"], ["Tugu", "3"]],
        [["1", "a"], ["", "b"], ["2", "c"], ["", "d"]],
        [["", "a"], ["", "b"], ["Tugu", "c"], ["Beji", "d"]],
        [["Beji", "1"], ["", ""], ["Tugu", "3"], ["", ""]],
    ):
        assert with_groups_filled(rows) == rows


def test_figures_are_told_from_words() -> None:
    assert all(map(is_number, ("1.250", "15,3%", "Rp 5.000", "(12)", "2025-03-15", "07:30", "-4", "US$ 3")))
    assert not any(map(is_number, ("Hari kerja", "Lantai 3", "3 ribu", "A1")))


@pytest.mark.parametrize(
    ("rows", "count"),
    [
        ([{2, 3}, {4}, set()], 3),  # the months of a plan
        ([{2, 3, 4}, set(), {2, 3, 4}], 0),  # every other row
        ([{4}, {4}, {4}], 0),  # a column
        ([], 0),
    ],
)
def test_colour_that_differs_from_row_to_row_says_something(rows: list[set[int]], count: int) -> None:
    assert told_by_colour(rows) == count
