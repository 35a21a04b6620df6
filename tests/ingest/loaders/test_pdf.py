"""PDF: headings, clauses, columns, tables, rotation, scans and what is refused."""

from pathlib import Path

import pytest

from ingest.errors import DocumentError
from ingest.loaders.registry import Limits, load
from ingest.pages.ocr import OcrUnavailable, languages, skew_angle
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


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    loaded = load(making.two_column_pdf(tmp_path / "kolom.pdf"))
    text = "\n".join(section.text for section in loaded.sections if section.page == 1)
    assert text.index("kiri baris 9") < text.index("kanan baris 0")
    assert "transportasi umum" in text
    assert "Laporan Tahunan" not in text
    assert [section.page for section in loaded.sections] == sorted(s.page or 0 for s in loaded.sections)
    assert {section.heading[-1] for section in loaded.sections if section.page == 2} == {"Bagian Nomor 2"}


@pytest.mark.parametrize("header_again", [True, False])
def test_a_table_is_a_table_with_its_header_on_each_page(tmp_path: Path, header_again: bool) -> None:
    loaded = load(making.table_pdf(tmp_path / "tabel.pdf", header_again=header_again))
    tables = [section for section in loaded.sections if "| Kode | Indikator | Satuan |" in section.text]
    assert [table.page for table in tables] == [1, 2]
    assert "| 19.3 | Indikator nomor 3 | persen |" in tables[0].text
    assert "| 19.6 | Indikator nomor 6 | jumlah |\n" in tables[1].text
    assert tables[1].text.count("Kode") == 1


@pytest.mark.parametrize("rotate", [0, 90])
def test_text_that_runs_upwards_is_read_whether_or_not_the_page_is_turned(tmp_path: Path, rotate: int) -> None:
    page = PdfPage(rotate=rotate)
    for number, line in enumerate(
        ("Baris pertama yang tegak", "lanjut ke baris kedua", "dan berakhir di baris ketiga.")
    ):
        page.sideways(100 + number * 14, 100, line)
    (section,) = load(write_pdf(tmp_path / "putar.pdf", [page])).sections
    assert section.text == "Baris pertama yang tegak lanjut ke baris kedua dan berakhir di baris ketiga."


def test_decimal_headings_are_clauses(tmp_path: Path) -> None:
    page = PdfPage().text(72, 80, "8 Transport", 16, bold=True).text(72, 110, "8.2 Parking", 13, bold=True)
    page.lines(72, 140, ["The share of public parking spaces with", "real-time availability is reported here."])
    (section,) = load(write_pdf(tmp_path / "std.pdf", [page])).sections
    assert (section.clause, section.heading[-1]) == ("8.2", "8.2 Parking")


def test_a_line_of_dots_and_a_page_number_is_not_text(tmp_path: Path) -> None:
    page = PdfPage().text(72, 80, "Pendahuluan .................... 4").text(72, 120, "Isi dokumen ini singkat saja.")
    loaded = load(write_pdf(tmp_path / "isi.pdf", [page]))
    assert [section.text for section in loaded.sections] == ["Isi dokumen ini singkat saja."]


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
def test_only_the_pages_without_text_are_recognised(tmp_path: Path) -> None:
    source = write_pdf(
        tmp_path / "a.pdf", [PdfPage().lines(72, 80, ["Halaman ini dipindai dari kertas,", "lalu dikenali."], 16)]
    )
    picture = making.page_images(source)[0]
    picture.save(tmp_path / "gambar.png", dpi=(200, 200))
    loaded = load(tmp_path / "gambar.png")
    assert "dipindai dari kertas" in loaded.sections[0].text
    assert loaded.pages == 1


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


def test_a_running_head_goes_whatever_ornament_stands_beside_it(tmp_path: Path) -> None:
    pages = []
    for number, ornament in enumerate(("• ", "e ", "", "» ")):
        page = PdfPage().text(200, 30, f"{ornament}Laporan Jaringan Kota 2019", 9)
        pages.append(page.lines(72, 120, [f"Isi halaman {word}" for word in ("satu", "dua", f"nomor {number}")]))
    text = " ".join(section.text for section in load(write_pdf(tmp_path / "kepala.pdf", pages)).sections)
    assert "Isi halaman nomor 3" in text
    assert "Laporan" not in text


def test_skew_is_measured() -> None:
    from PIL import Image, ImageDraw

    page = Image.new("L", (1000, 1400), 255)
    draw = ImageDraw.Draw(page)
    for y in range(100, 1300, 40):
        draw.rectangle((100, y, 900, y + 12), fill=0)
    assert skew_angle(page) == 0.0
    assert skew_angle(page.rotate(3, fillcolor=255)) == pytest.approx(-3, abs=0.5)


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
