"""What is told of a PDF file beside what was read of it."""

from __future__ import annotations

from pathlib import Path

from ingest.loaders.registry import load
from tests.ingest.raw_pdf import RawPdf, line


def test_files_carried_within_are_told(tmp_path: Path) -> None:
    pdf = RawPdf()
    stream = pdf.stream("/Type /EmbeddedFile", b"Kota;Luas")
    file = pdf.add(f"<< /Type /Filespec /F (luas.csv) /UF (luas.csv) /EF << /F {stream} 0 R >> >>")
    pdf.catalog = f"/Names << /EmbeddedFiles << /Names [(luas.csv) {file} 0 R] >> >>"
    pdf.page(line(60, 120, "Luas wilayah tiap kota termuat dalam berkas yang dilampirkan."))
    (told,) = load(pdf.write(tmp_path / "a.pdf")).warnings
    assert str(told) == "1 files attached inside this PDF were not read: luas.csv."


def test_what_is_told_of_pages_names_them(tmp_path: Path) -> None:
    pdf = RawPdf()
    for number in range(1, 8):
        hidden = line(60, 150, "Catatan yang tidak tampak oleh pembaca", state="3 Tr") if number in (2, 3, 6) else ""
        pdf.page(line(60, 120, f"Halaman ke-{number} memuat jadwal sidang komisi kota Nilam.") + hidden)
    (told,) = load(pdf.write(tmp_path / "a.pdf")).warnings
    assert "page 2–3, 6 was left out" in told
    assert "halaman 2–3, 6" in told.message("id")
