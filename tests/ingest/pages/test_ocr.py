"""Recognising text in pictures of pages."""

from pathlib import Path

import pytest

from ingest.loaders.registry import load
from ingest.pages.ocr import OcrUnavailable, languages, skew_angle
from tests.ingest import making
from tests.ingest.making import PdfPage, write_pdf


def _has_tesseract() -> bool:
    try:
        return "ind" in languages()
    except OcrUnavailable:
        return False


needs_tesseract = pytest.mark.skipif(not _has_tesseract(), reason="Tesseract with ind is not installed")


@needs_tesseract
@pytest.mark.slow
def test_a_scanned_regulation_is_recognised_with_its_articles(tmp_path: Path) -> None:
    source = making.regulation_pdf(tmp_path / "perwali.pdf")
    loaded = load(making.scanned_pdf(tmp_path / "pindaian.pdf", source, skew=2.0))
    clauses = {section.clause: section for section in loaded.sections}
    assert "Pasal 64 ayat (2)" in clauses
    section = clauses["Pasal 64 ayat (2)"]
    assert section.page == 1
    assert section.confidence is not None
    assert section.confidence > 0.7
    assert "rencana induk" in section.text


@needs_tesseract
@pytest.mark.slow
def test_a_scanned_justified_line_stays_in_its_paragraph_and_sideways_text_out(tmp_path: Path) -> None:
    page = PdfPage().lines(72, 100, ["Governing well is about the delivery of public and"], 11)
    for x, word in ((72, "municipal"), (170, "services,"), (270, "timely"), (330, "payment")):
        page.text(x, 115, word, 11)
    page.lines(72, 130, ["of what a city owes, and about the accountability", "of those who decide what is done."], 11)
    page.sideways(450, 80, "A long name that runs beside it")
    source = write_pdf(tmp_path / "a.pdf", [page])
    (section,) = load(making.scanned_pdf(tmp_path / "pindaian.pdf", source)).sections
    assert section.text == (
        "Governing well is about the delivery of public and municipal services, timely payment of what a city owes, "
        "and about the accountability of those who decide what is done."
    )


@needs_tesseract
@pytest.mark.slow
@pytest.mark.parametrize("turn", [90, 270])
def test_a_page_scanned_on_its_side_is_turned(tmp_path: Path, turn: int) -> None:
    (picture,) = making.page_images(making.regulation_pdf(tmp_path / "perwali.pdf"))
    picture.rotate(turn, expand=True).save(tmp_path / "samping.png", dpi=(200, 200))
    clauses = {section.clause for section in load(tmp_path / "samping.png").sections}
    assert "Pasal 64 ayat (2)" in clauses


@needs_tesseract
@pytest.mark.slow
def test_a_page_that_reads_badly_is_flagged(tmp_path: Path) -> None:
    (picture,) = making.page_images(making.regulation_pdf(tmp_path / "perwali.pdf"))
    small = picture.convert("L").resize((picture.width // 6, picture.height // 6))
    small.resize(picture.size).save(tmp_path / "buruk.png", dpi=(200, 200))
    (warning,) = load(tmp_path / "buruk.png").warnings
    assert "Page 1 was recognised with a confidence of only" in str(warning)


def test_skew_is_measured() -> None:
    from PIL import Image, ImageDraw

    page = Image.new("L", (1000, 1400), 255)
    draw = ImageDraw.Draw(page)
    for y in range(100, 1300, 40):
        draw.rectangle((100, y, 900, y + 12), fill=0)
    assert skew_angle(page) == 0.0
    assert skew_angle(page.rotate(3, fillcolor=255)) == pytest.approx(-3, abs=0.5)
