"""The text layer, whichever way the page lies."""

from pathlib import Path

import pytest

from ingest.loaders.registry import load
from ingest.pages.text_layer import Frame, has_usable_text
from tests.ingest.making import PdfPage, write_pdf


@pytest.mark.parametrize("rotate", [0, 90])
def test_text_that_runs_upwards_is_read_whether_or_not_the_page_is_turned(tmp_path: Path, rotate: int) -> None:
    page = PdfPage(rotate=rotate)
    for number, line in enumerate(
        ("Baris pertama yang tegak", "lanjut ke baris kedua", "dan berakhir di baris ketiga.")
    ):
        page.sideways(100 + number * 14, 100, line)
    (section,) = load(write_pdf(tmp_path / "putar.pdf", [page])).sections
    assert section.text == "Baris pertama yang tegak lanjut ke baris kedua dan berakhir di baris ketiga."


@pytest.mark.parametrize(
    ("angle", "size", "box"),
    [
        (0, (100, 200), (10, 150, 30, 180)),
        (90, (200, 100), (20, 10, 50, 30)),
        (180, (100, 200), (70, 20, 90, 50)),
        (270, (200, 100), (150, 70, 180, 90)),
    ],
)
def test_boxes_are_placed_as_the_text_is_read(
    angle: int, size: tuple[float, float], box: tuple[float, float, float, float]
) -> None:
    frame = Frame(5, 5, 105, 205, angle)
    assert frame.size() == size
    assert frame.place(15.0, 25.0, 35.0, 55.0) == box


@pytest.mark.parametrize(
    ("text", "usable"),
    [
        ("Kota anggota menyusun rencana aksi tahunan.", True),
        ("", False),
        ("Kota cerdas", False),
        ("\ue000\ue001\ue002\ue003" * 20 + "Kota anggota menyusun rencana", False),
        ("#$%&/()=?" * 20 + "Kota anggota menyusun rencana", False),
    ],
)
def test_glyphs_without_a_meaning_are_no_text(text: str, usable: bool) -> None:
    assert has_usable_text(text) == usable
