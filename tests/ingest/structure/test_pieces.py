"""Pieces are counted as they are gathered; tables are squared."""

import pytest

from ingest.errors import DocumentError
from ingest.limits import Limits
from ingest.structure.pieces import OVERHEAD, Piece, gathered, table, table_piece


def test_short_rows_are_filled_up() -> None:
    assert table([["kode", "nama"], ["19.1"]], Limits()).text.splitlines()[-1].count("|") == 3


def test_a_table_that_is_too_wide_or_too_long_is_refused() -> None:
    with pytest.raises(DocumentError, match="more than 2 columns"):
        table([["a", "b", "c"]], Limits(columns=2))
    with pytest.raises(DocumentError, match="more than 5 cells"):
        # Each row counts as long as the longest.
        table([["a", "b"], ["c"], ["d"]], Limits(cells=5))


def test_a_single_column_is_paragraphs() -> None:
    pieces = list(table_piece([["satu"], [""], ["dua"]], Limits()))
    assert pieces == [Piece("paragraph", "satu"), Piece("paragraph", "dua")]
    assert list(table_piece([], Limits())) == []


def test_empty_rows_are_left_out_of_a_table() -> None:
    (piece,) = table_piece([["kode", "nama"], ["", ""], ["19.1", "Parkir"]], Limits())
    assert piece.kind == "table"
    assert len(piece.text.splitlines()) == 3


def test_gathering_stops_in_the_middle_of_what_is_too_long() -> None:
    read = []

    def pieces() -> object:
        for number in range(1_000):
            read.append(number)
            yield Piece("paragraph", "x" * 50)

    with pytest.raises(DocumentError, match="characters"):
        gathered(pieces(), Limits(characters=10 * (50 + OVERHEAD)))  # type: ignore[arg-type]
    assert len(read) == 11
