"""Lines part cells where they are drawn, and only there."""

from ingest.pages.reading_order import Segment
from ingest.pages.ruling import Box, Cell, Ruling

FRAME = (Box(0, 0, 300, 60), Box(0, 20, 300, 20.5), Box(0, 40, 300, 40.5))


def _text(text: str, x: float, row: int, width: float = 40) -> Segment:
    return Segment(text, x, 20 * row + 5, x + width, 20 * row + 15, 10)


def test_what_is_drawn_for_some_rows_parts_only_their_columns() -> None:
    ruling = Ruling([*FRAME, Box(100, 20, 100.5, 60)])
    cells = ruling.cells([_text("Tujuan kota", 5, 0, 150), _text("1", 5, 1), _text("Taman", 105, 1)])
    assert [(cell, texts[0].text) for cell, texts in cells.items()] == [
        (Cell(0, 0, 1, 2), "Tujuan kota"),
        (Cell(1, 0, 2, 1), "1"),
        (Cell(1, 1, 2, 2), "Taman"),
    ]


def test_a_cell_of_two_rows_is_one() -> None:
    ruling = Ruling([Box(0, 0, 300, 60), Box(0, 20, 300, 20.5), Box(100, 0, 100.5, 60), Box(100, 40, 300, 40.5)])
    cells = ruling.cells([_text("Dinas", 5, 1, 30), _text("a", 105, 1), _text("b", 105, 2)])
    assert Cell(1, 0, 3, 1) in cells


def test_text_that_a_line_runs_through_between_its_words_is_cut() -> None:
    whole = Segment("No Program", 80, 5, 160, 15, 10, words=((80, 95), (105, 160)))
    cells = Ruling([*FRAME, Box(100, 0, 100.5, 60)]).cells([whole])
    assert [texts[0].text for texts in cells.values()] == ["No", "Program"]


def test_boxes_set_loosely_have_few_lines_above_their_cells() -> None:
    ruling = Ruling([*FRAME, Box(100, 0, 100.5, 60)])
    cells = ruling.cells([_text("a", 5, 0), _text("b", 5, 1), _text("c", 105, 2)])
    assert ruling.share_drawn(cells) == 1.0
    loose = Ruling([Box(0, 0, 80, 20), Box(200, 30, 280, 60)])
    assert loose.share_drawn(loose.cells([_text("a", 5, 0), _text("b", 100, 2)])) == 0.0
