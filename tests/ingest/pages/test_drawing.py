"""A page drawn small, as it lies."""

from pathlib import Path

import pypdfium2 as pdfium
import pytest

from ingest.pages.drawing import drawn
from tests.ingest.raw_pdf import RawPdf


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("scale", [1.0, 0.5])
def test_a_place_of_the_page_is_found_in_its_drawing_however_it_is_turned(
    tmp_path: Path, turn: int, scale: float
) -> None:
    pdf = RawPdf().page("0 g 100 200 50 20 re f", entries=f"/Rotate {turn} /CropBox [50 50 500 700]")
    view = drawn(pdfium.PdfDocument(pdf.write(tmp_path / "a.pdf"))[0], scale)
    assert view.pixels.shape == (650 * scale, 450 * scale)
    assert view.part((104, 204, 146, 216)).max() == 0
    assert view.part((160, 204, 200, 216)).min() == 255
    assert view.part((900, 900, 950, 950)).size == 0


def test_a_huge_page_is_drawn_smaller(tmp_path: Path) -> None:
    pdf = RawPdf().page("0 g 0 0 9000 9000 re f", box=(0, 0, 14000, 14000))
    assert drawn(pdfium.PdfDocument(pdf.write(tmp_path / "a.pdf"))[0]).pixels.size <= 4_100_000
