"""PDF: headings, clauses, columns, tables, rotation, scans and what is refused."""

from pathlib import Path

import pytest

from ingest.errors import DocumentError
from ingest.loaders.registry import Limits, load
from ingest.pages.ocr import OcrUnavailable, languages
from tests.ingest import making
from tests.ingest.making import PdfPage, write_pdf


def _has_tesseract() -> bool:
    try:
        return "ind" in languages()
    except OcrUnavailable:
        return False


needs_tesseract = pytest.mark.skipif(not _has_tesseract(), reason="Tesseract with ind is not installed")


def test_a_regulation_is_cited_by_article_and_paragraph(tmp_path: Path) -> None:
    loaded = load(making.regulation_pdf(tmp_path / "perwali.pdf"))
    clauses = {section.clause: section for section in loaded.sections if section.clause}
    assert set(clauses) == {"Pasal 63", "Pasal 64 ayat (1)", "Pasal 64 ayat (2)", "Pasal 64 ayat (3)"}
    second = clauses["Pasal 64 ayat (2)"]
    assert second.heading[1:] == ("BAB II KELEMBAGAAN", "Bagian Kesatu Tim Pelaksana", "Pasal 64")
    assert "bertugas:" in second.text
    assert "- b. melaporkan kemajuan setiap enam bulan; dan" in second.text
    assert loaded.document.language == "id"
    assert loaded.document.title.startswith("PERATURAN WALI KOTA CONTOH NOMOR 5 TAHUN 2024 TENTANG")


def test_clauses_and_letters_are_found_and_letters_repeat_their_lead_in(tmp_path: Path) -> None:
    loaded = load(making.clause_pdf(tmp_path / "tor.pdf"))
    clauses = {section.clause: section.text for section in loaded.sections}
    assert set(clauses) == {"1", "2", "3", "4(a)", "4(b)", "4(c)", "5"}
    assert clauses["4(c)"].startswith("Chief Officers\n\n- c. Prepare summary reports")
    assert loaded.document.title == "Terms of Reference"


def test_decimal_headings_are_clauses(tmp_path: Path) -> None:
    page = PdfPage().text(72, 80, "8 Transport", 16, bold=True).text(72, 110, "8.2 Parking", 13, bold=True)
    page.lines(72, 140, ["The share of public parking spaces with", "real-time availability is reported here."])
    (section,) = load(write_pdf(tmp_path / "std.pdf", [page])).sections
    assert (section.clause, section.heading[-1]) == ("8.2", "8.2 Parking")


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


def test_a_password_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="password") as caught:
        load(making.encrypted_pdf(tmp_path / "rahasia.pdf"))
    assert "kata sandi" in caught.value.message("id")


def test_a_truncated_file_is_damaged(tmp_path: Path) -> None:
    path = making.regulation_pdf(tmp_path / "potong.pdf")
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(DocumentError, match="damaged or cut short"):
        load(path)


def test_ten_thousand_pages_are_too_many(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="10000 pages; at most 2000"):
        load(write_pdf(tmp_path / "panjang.pdf", [PdfPage()] * 10_000))


def test_a_blank_pdf_has_no_text(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no text"):
        load(write_pdf(tmp_path / "kosong.pdf", [PdfPage()]))


def test_a_polyglot_is_what_its_beginning_says(tmp_path: Path) -> None:
    assert load(making.polyglot(tmp_path / "ganda.docx")).sections[0].text.startswith("Dokumen ini adalah PDF")


def test_the_size_limit_comes_first(tmp_path: Path) -> None:
    path = making.regulation_pdf(tmp_path / "besar.pdf")
    with pytest.raises(DocumentError, match="larger than the limit"):
        load(path, Limits(size=100))
