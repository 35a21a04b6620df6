"""A run takes the lines whose cells stand in its columns, and no others."""

import pytest

from ingest.pages.aligned_lines import MAX_COLUMNS, Run
from ingest.pages.reading_order import Segment


def _line(top: float, *cells: tuple[float, str]) -> list[Segment]:
    return [Segment(text, x, top, x + 5.0 * len(text), top + 10, 10) for x, text in cells]


@pytest.fixture
def run() -> Run:
    run = Run()
    assert run.take(_line(100, (50, "Melati"), (200, "12.450")), ())
    assert run.take(_line(114, (50, "Mawar"), (200, "9.870")), ())
    return run


def test_cells_below_each_other_are_of_one_column_and_others_open_one(run: Run) -> None:
    assert run.take(_line(128, (50, "Kenanga"), (130, "kota"), (205, "1.640")), ())
    assert [(column.x0, column.x1) for column in run.columns] == [(50, 85), (130, 150), (200, 230)]
    assert {at: cell.text for at, cell in run.lines[0].cells.items()} == {0: "Melati", 2: "12.450"}


@pytest.mark.parametrize(
    "cells",
    [
        [(50.0, "Sumber: dinas kependudukan kota pada akhir tahun")],
        [(70.0, "teks yang menyilang kedua kolom"), (400.0, "x")],
    ],
)
def test_a_line_across_the_columns_ends_the_run(run: Run, cells: list[tuple[float, str]]) -> None:
    assert not run.take(_line(128, *cells), ())


def test_a_line_far_below_or_of_another_size_ends_the_run(run: Run) -> None:
    assert not run.take(_line(200, (50, "Jauh"), (200, "1")), ())
    large = [Segment(text, x, 128, x + 40, 148, 20) for x, text in ((50.0, "Besar"), (200.0, "1"))]
    assert not run.take(large, ())


def test_the_rest_of_a_cell_goes_on_with_it(run: Run) -> None:
    assert run.take(_line(126, (50, "baru")), ())
    assert run.take(_line(138, (200, "jiwa")), ())
    assert not run.take(_line(150, (50, "Sumber")), ())


def test_there_are_not_too_many_columns() -> None:
    assert not Run().take(_line(100, *((10.0 * n, "1") for n in range(MAX_COLUMNS + 1))), ())


def test_no_cell_is_lost_where_a_column_opens_on_the_left() -> None:
    run = Run()
    assert run.take(_line(100, (130, "Ayat (2)"), (209, ": cukup jelas")), ())
    assert run.take(_line(114, (90, "Pasal"), (127, "11"), (210, ": cukup jelas")), ())
    assert {at: cell.text for at, cell in run.lines[1].cells.items()} == {0: "Pasal", 1: "11", 2: ": cukup jelas"}
