"""What is painted on a page, taken apart."""

from pathlib import Path

import pypdfium2 as pdfium
import pytest

from ingest.pages.page_objects import font_name, is_filled, page_objects, run_text, strokes, text_size
from tests.ingest.raw_pdf import HEIGHT, RawPdf, line


def test_forms_are_taken_apart_and_everything_is_placed_on_the_page(tmp_path: Path) -> None:
    pdf = RawPdf()
    form = pdf.form(line(100, 100, "dalam formulir"), "/Matrix [0.5 0 0 0.5 10 20]")
    content = (
        line(60, 80, "di halaman") + "0.8 w 60 700 m 160 700 l 60 650 m 200 650 l S\n10 10 30 20 re f\nq /F Do Q\n"
    )
    document = pdfium.PdfDocument(pdf.page(content, f"/XObject << /F {form} 0 R >>").write(tmp_path / "a.pdf"))
    page = document[0]
    found = page_objects(page.raw)
    on_page, in_form = found.texts
    assert [run_text(page, text) for text in found.texts] == ["di halaman", "dalam formulir"]
    assert (on_page.form, bool(in_form.form)) == (0, True)
    assert on_page.order < in_form.order
    assert in_form.bounds[0] == pytest.approx(0.5 * 100 + 10, abs=1)
    assert in_form.bounds[1] == pytest.approx(0.5 * (HEIGHT - 100) + 20, abs=1)
    assert (text_size(on_page), text_size(in_form)) == pytest.approx((11, 5.5))
    assert font_name(on_page.font) == "Helvetica"
    lines, box = found.paths
    assert (is_filled(lines), is_filled(box)) == (False, True)
    assert [[round(side, 1) for side in part] for part in strokes(lines)] == [
        [59.6, 699.6, 160.4, 700.4],
        [59.6, 649.6, 200.4, 650.4],
    ]
    assert [list(part) for part in strokes(box)] == [[10, 10, 40, 30]]


def test_a_form_that_holds_itself_ends(tmp_path: Path) -> None:
    pdf = RawPdf()
    number = len(pdf.objects) + 3
    form = pdf.form("/F Do " + line(60, 80, "berulang"), resources=f"/XObject << /F {number} 0 R >>")
    assert form == number
    page = pdfium.PdfDocument(pdf.page("/F Do", f"/XObject << /F {form} 0 R >>").write(tmp_path / "a.pdf"))[0]
    assert len(page_objects(page.raw).texts) < 20
