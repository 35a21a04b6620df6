"""Pages of a PDF file that are recognised."""

from pathlib import Path

import pytest

from ingest.errors import DocumentError
from ingest.loaders.registry import load
from ingest.pages import ocr
from ingest.pages.ocr import OcrUnavailable, languages
from tests.ingest import making
from tests.ingest.making import PdfPage, write_pdf
from tests.ingest.raw_pdf import RawPdf, line, lines


def _has_tesseract() -> bool:
    try:
        return "ind" in languages()
    except OcrUnavailable:
        return False


needs_tesseract = pytest.mark.skipif(not _has_tesseract(), reason="Tesseract with ind is not installed")


@needs_tesseract
@pytest.mark.slow
def test_only_the_pages_without_text_are_recognised(tmp_path: Path) -> None:
    source = write_pdf(
        tmp_path / "a.pdf", [PdfPage().lines(72, 80, ["Halaman ini dipindai dari kertas,", "lalu dikenali."], 16)]
    )
    picture = making.page_images(source)[0]
    picture.save(tmp_path / "gambar.png", dpi=(200, 200))
    loaded = load(tmp_path / "gambar.png")
    assert "dipindai dari kertas" in loaded.sections[0].text
    assert loaded.pages == 1


def _with_shifted_letters(pdf: RawPdf) -> int:
    """A font whose table of characters tells the letter after the one that is seen."""
    rows = "".join(f"<{code:02x}> <{code + 1:04x}>\n" for code in (*range(65, 90), *range(97, 122)))
    table = f"1 begincodespacerange <00> <ff> endcodespacerange\n50 beginbfchar\n{rows}endbfchar"
    mapping = pdf.stream(
        "",
        f"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n{table}\n"
        "endcmap end end".encode(),
    )
    return pdf.add(
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode {mapping} 0 R >>"
    )


SAID = [
    "Jembatan kota Nilam ditutup untuk perbaikan mulai tanggal tujuh",
    "Juni sampai tanggal sembilan Juni, dan kendaraan dialihkan",
    "lewat jalan lingkar barat menurut dinas perhubungan.",
]


def _shifted_pdf(path: Path) -> Path:
    pdf = RawPdf()
    pdf.fonts["X"] = _with_shifted_letters(pdf)
    return pdf.page(lines(60, 120, SAID, 12, 18).replace("/R ", "/X ")).write(path)


@needs_tesseract
@pytest.mark.slow
def test_letters_that_are_no_words_are_recognised_again(tmp_path: Path) -> None:
    loaded = load(_shifted_pdf(tmp_path / "a.pdf"))
    assert "Jembatan kota Nilam ditutup untuk perbaikan" in loaded.sections[0].text
    assert loaded.warnings == ()


def test_letters_that_are_no_words_are_not_taken_in_where_nothing_recognises_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(images: object, dpi: float) -> None:
        raise OcrUnavailable

    monkeypatch.setattr(ocr, "recognise_all", unavailable)
    with pytest.raises(DocumentError, match="letters that are no words"):
        load(_shifted_pdf(tmp_path / "a.pdf"))


@needs_tesseract
@pytest.mark.slow
def test_a_useless_text_layer_over_a_scan_gives_way(tmp_path: Path) -> None:
    useless = [
        "J*mbat@n k0ta N!lam d^tutup unt%k p*rb@ikan mul^i t@nggal tuj#h",
        "Jun! sampa! t@nggal s*mbil@n J^ni, dan",
    ]
    picture = making.page_images(RawPdf().page(lines(60, 120, SAID, 12, 18)).write(tmp_path / "s.pdf"))[0]
    pdf = RawPdf()
    scan = pdf.picture(picture)
    hidden = "".join(line(60, 120 + 18 * row, said, 12, state="3 Tr") for row, said in enumerate(useless))
    pdf.page(f"q 595 0 0 842 0 0 cm /P Do Q\n{hidden}", f"/XObject << /P {scan} 0 R >>")
    loaded = load(pdf.write(tmp_path / "a.pdf"))
    assert "Jembatan kota Nilam ditutup untuk perbaikan" in loaded.sections[0].text
