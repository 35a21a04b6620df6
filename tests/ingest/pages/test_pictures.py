"""Pictures with letters under a text layer."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from ingest.loaders.pdf import load
from ingest.pages import ocr
from ingest.pages.ocr import OcrUnavailable, languages
from tests.ingest.raw_pdf import RawPdf, line, lines

CAPTION = "Gambar 3: Jumlah proyek kota cerdas menurut negara per September 2025"


def _has_tesseract() -> bool:
    try:
        return "ind" in languages()
    except OcrUnavailable:
        return False


needs_tesseract = pytest.mark.skipif(not _has_tesseract(), reason="Tesseract with ind is not installed")


def _chart() -> Image.Image:
    chart = Image.new("L", (1200, 600), 255)
    pen = ImageDraw.Draw(chart)
    for row, said in enumerate(("Malaysia 29 proyek", "Indonesia 18 proyek", "Thailand 20 proyek")):
        pen.text((60, 80 + row * 160), said, fill=0, font_size=48)
        pen.rectangle((560, 80 + row * 160, 1000, 130 + row * 160), fill=120)
    return chart


def _photo() -> Image.Image:
    noise = np.random.default_rng(3).integers(0, 255, (60, 120), dtype=np.uint8)
    return Image.fromarray(noise).resize((600, 300)).filter(ImageFilter.GaussianBlur(2))


def _page(picture: Image.Image, over: str = "", entries: str = "") -> RawPdf:
    pdf = RawPdf()
    number = pdf.picture(picture)
    content = f"q 480 0 0 240 60 500 cm /P Do Q\n{line(60, 370, CAPTION)}{over}"
    return pdf.page(content, f"/XObject << /P {number} 0 R >>", entries)


@needs_tesseract
@pytest.mark.slow
@pytest.mark.parametrize("entries", ["", "/Rotate 90"])
def test_the_letters_of_a_chart_are_recognised_in_their_place(tmp_path: Path, entries: str) -> None:
    loaded = load(_page(_chart(), entries=entries).write(tmp_path / "a.pdf"))
    text = "\n".join(section.text for section in loaded.sections)
    assert "Malaysia 29 proyek" in text
    assert CAPTION in text
    assert loaded.coverage.unread < 0.3
    assert text.index("Malaysia") < text.index("Thailand")
    assert text.index("Thailand") < text.index(CAPTION)  # as a letterhead stands above its letter


@needs_tesseract
@pytest.mark.slow
def test_a_photograph_tells_nothing(tmp_path: Path) -> None:
    loaded = load(_page(_photo()).write(tmp_path / "a.pdf"))
    assert [section.text for section in loaded.sections] == [CAPTION]
    assert loaded.warnings == ()


def test_what_cannot_be_recognised_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unavailable(images: object, dpi: float) -> None:
        raise OcrUnavailable

    monkeypatch.setattr(ocr, "recognise_all", unavailable)
    loaded = load(_page(_chart()).write(tmp_path / "a.pdf"))
    assert [str(notice) for notice in loaded.warnings] == ["A picture on page 1 was not read; it may hold text."]
    assert loaded.coverage.unread == loaded.coverage.pages[1] > 0.5


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many pictures were given to be recognised at a time."""
    times: list[int] = []

    def none(images: list[Image.Image], dpi: float) -> list[None]:
        times.append(len(images))
        return [None] * len(images)

    monkeypatch.setattr(ocr, "recognise_all", none)
    return times


def test_a_scan_with_its_text_a_small_logo_and_a_picture_seen_before_are_not_recognised(
    tmp_path: Path, asked: list[int]
) -> None:
    read = "".join(
        line(82, 134 + row * 64, said, 18, state="3 Tr")
        for row, said in enumerate(("Malaysia 29 proyek", "Indonesia 18 proyek", "Thailand 20 proyek"))
    )
    plain = Image.new("L", (1200, 600), 255)
    pen = ImageDraw.Draw(plain)
    for row, said in enumerate(("Malaysia 29 proyek", "Indonesia 18 proyek", "Thailand 20 proyek")):
        pen.text((60, 40 + row * 160), said, fill=0, font_size=44)
    load(_page(plain, read).write(tmp_path / "a.pdf"))
    assert asked == []
    pdf = RawPdf()
    logo, banner = pdf.picture(_chart()), pdf.picture(_chart())
    content = f"q 50 0 0 30 60 780 cm /L Do Q\nq 300 0 0 100 150 700 cm /B Do Q\n{lines(60, 300, [CAPTION] * 9)}"
    for _ in range(3):
        pdf.page(content, f"/XObject << /L {logo} 0 R /B {banner} 0 R >>")
    load(pdf.write(tmp_path / "b.pdf"))
    assert asked == [1]


def test_a_page_of_which_most_is_unread_is_recognised_whole_or_told(tmp_path: Path, asked: list[int]) -> None:
    pdf = RawPdf()
    signs = [pdf.picture(_chart().crop((50, 60 + row * 160, 550, 140 + row * 160))) for row in range(3)]
    # Each line is a picture of its own, too low to be a picture that holds a text.
    drawn = "".join(f"q 300 0 0 38 60 {600 - 100 * row} cm /P{row} Do Q\n" for row in range(3))
    names = " ".join(f"/P{row} {number} 0 R" for row, number in enumerate(signs))
    pdf.page(f"{drawn}{line(60, 800, CAPTION, 6)}", f"/XObject << {names} >>")
    loaded = load(pdf.write(tmp_path / "a.pdf"))
    assert asked == [1]
    assert [str(notice) for notice in loaded.warnings] == ["A picture on page 1 was not read; it may hold text."]
    assert loaded.coverage.pages[1] > 0.5
