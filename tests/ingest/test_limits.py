"""What a file may cost is counted while it is read."""

import pytest

from ingest.errors import DocumentError
from ingest.limits import MEGABYTE, Limits, Meter


def test_time_grows_with_the_file_up_to_the_limit() -> None:
    limits = Limits(seconds=200)
    assert [limits.seconds_for(size) for size in (0, MEGABYTE, 100 * MEGABYTE)] == [60, 120, 200]


def test_only_kinds_with_pictures_get_the_large_memory() -> None:
    limits = Limits(memory=3_000, memory_without_pictures=1_000)
    assert [limits.memory_for(kind) for kind in ("pdf", "image", "docx", "text")] == [3_000, 3_000, 1_000, 1_000]
    assert Limits(memory=500, memory_without_pictures=1_000).memory_for("html") == 500


def test_characters_are_counted_over_all_texts_with_what_they_cost_besides() -> None:
    meter = Meter(Limits(characters=20))
    assert meter.text("sepuluh...", overhead=5) == "sepuluh..."
    meter.text("lima.")
    with pytest.raises(DocumentError, match="more than 20 characters"):
        meter.text("x")


def test_a_row_without_cells_costs_one() -> None:
    meter = Meter(Limits(cells=3))
    meter.cells(0)
    meter.cells(2)
    with pytest.raises(DocumentError, match="more than 3 cells"):
        meter.cells(0)


def test_a_wide_row_is_refused_however_few_cells_there_are() -> None:
    Meter(Limits(columns=2)).cells(2)
    with pytest.raises(DocumentError, match="more than 2 columns"):
        Meter(Limits(columns=2)).cells(3)


def test_large_numbers_are_written_as_each_language_does() -> None:
    with pytest.raises(DocumentError) as caught:
        Meter(Limits(characters=10_000)).text("x" * 10_001)
    assert "10.000 karakter" in caught.value.message("id")
    assert "10,000 characters" in caught.value.message("en")
