"""PDF: headings, clauses, columns, tables, rotation, scans and what is refused."""

from pathlib import Path

import pytest

from ingest.errors import DocumentError
from ingest.loaders.registry import Limits, load
from tests.ingest import making
from tests.ingest.making import PdfPage, write_pdf
from tests.ingest.raw_pdf import RawPdf, line


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


WAIT = "Please wait... Your viewer may not be able to display this type of document."


@pytest.mark.parametrize("entries", ["/NeedsRendering true", ""])
def test_a_dynamic_form_is_refused(tmp_path: Path, entries: str) -> None:
    pdf = RawPdf()
    form = pdf.stream("", b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'></xdp:xdp>")
    pdf.catalog = f"/AcroForm << /Fields [] /XFA {form} 0 R >> {entries}"
    with pytest.raises(DocumentError, match="dynamic form") as caught:
        load(pdf.page(line(60, 80, WAIT)).write(tmp_path / "formulir.pdf"))
    assert "formulir dinamis (XFA)" in caught.value.message("id")


def test_a_form_with_fields_on_its_pages_is_read_although_it_has_xfa(tmp_path: Path) -> None:
    pdf = RawPdf()
    form = pdf.stream("", b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'></xdp:xdp>")
    field = pdf.add("<< /Type /Annot /Subtype /Widget /FT /Tx /T (kota) /V (Kota Melati) /Rect [200 696 420 714] >>")
    pdf.catalog = f"/AcroForm << /Fields [{field} 0 R] /XFA {form} 0 R >>"
    pdf.page(line(60, 140, "Nama kota"), entries=f"/Annots [{field} 0 R]")
    assert "Nama kota: Kota Melati" in load(pdf.write(tmp_path / "formulir.pdf")).sections[0].text
