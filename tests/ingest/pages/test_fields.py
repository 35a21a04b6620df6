"""Filled fields are read beside their labels."""

from pathlib import Path

import pytest

from ingest.loaders.pdf import load
from tests.ingest.raw_pdf import HEIGHT, RawPdf, line

BODY = line(60, 700, "Formulir ini diisi oleh pemerintah kota dan dikirim kepada sekretariat jaringan.")


def _rect(x0: float, y: float, x1: float, height: float = 16) -> str:
    """The rectangle of a field whose text stands on the line at ``y`` from the top."""
    return f"/Rect [{x0} {HEIGHT - y - 4} {x1} {HEIGHT - y - 4 + height}]"


def _read(folder: Path, content: str, *fields: str, form: bool = True) -> str:
    pdf = RawPdf()
    numbers = [pdf.add(f"<< /Type /Annot /Subtype /Widget /F 4 {field} >>") for field in fields]
    listed = " ".join(f"{number} 0 R" for number in numbers)
    if form:
        fonts = f"/DR << /Font << /Helv {pdf.fonts['R']} 0 R >> >> /DA (/Helv 0 Tf)"
        pdf.catalog = f"/AcroForm << /Fields [{listed}] {fonts} >>"
    pdf.page(content + BODY, entries=f"/Annots [{listed}]")
    return "\n".join(section.text for section in load(pdf.write(folder / "a.pdf")).sections)


@pytest.mark.parametrize("form", [True, False])
def test_a_value_stands_beside_its_label(tmp_path: Path, form: bool) -> None:
    labels = ("Nama kota", "Penanggung jawab :", "Anggaran (Rp) ........")
    values = ("Kota Melati", "Kepala Dinas Kominfo", "2.500.000.000")
    content = "".join(line(60, 140 + row * 30, label) for row, label in enumerate(labels))
    fields = [f"/FT /Tx /T (f{row}) /V ({value}) {_rect(200, 140 + row * 30, 420)}" for row, value in enumerate(values)]
    text = _read(tmp_path, content, *fields, form=form)
    assert text.startswith(
        "Nama kota: Kota Melati\n\nPenanggung jawab : Kepala Dinas Kominfo\n\nAnggaran (Rp): 2.500.000.000\n\nFormulir"
    )


def test_a_choice_is_read_as_it_is_shown(tmp_path: Path) -> None:
    options = "/Opt [[(a1) (Kota besar)] [(a2) (Kota sedang)]]"
    content = line(60, 140, "Golongan") + line(60, 170, "Bidang")
    text = _read(
        tmp_path,
        content,
        f"/FT /Ch /Ff 131072 /T (g) {options} /V (a2) {_rect(200, 140, 420)}",
        f"/FT /Ch /Ff 2097152 /T (b) /Opt [(air) (energi) (sampah)] /V [(air) (sampah)] {_rect(200, 170, 420, 40)}",
    )
    assert "Golongan: Kota sedang" in text
    assert "Bidang: air, sampah" in text


def test_boxes_to_tick_tell_which_are_ticked(tmp_path: Path) -> None:
    content = (
        line(60, 140, "Bersedia hadir") + line(220, 140, "Ya") + line(320, 140, "Tidak") + line(80, 170, "Menginap")
    )
    pdf_states = "/AP << /N << /Ada << >> /Off << >> >> >>"
    fields = [
        f"/FT /Btn /T (ya) /V /Off /AS /Off {pdf_states} {_rect(200, 140, 212, 12)}",
        f"/FT /Btn /T (tidak) /V /Ada /AS /Ada {pdf_states} {_rect(300, 140, 312, 12)}",
        f"/FT /Btn /T (inap) /V /Ada /AS /Ada {pdf_states} {_rect(60, 170, 72, 12)}",
    ]
    text = " ".join(_read(tmp_path, content, *fields).split())
    assert "Bersedia hadir ☐ Ya ☑ Tidak" in text
    assert "☑ Menginap" in text


def test_a_value_amid_a_sentence_and_one_below_its_label_are_read_in_their_place(tmp_path: Path) -> None:
    content = line(60, 140, "Pada hari") + line(190, 140, "tanggal 3 Maret rapat dibuka.") + line(60, 180, "Catatan")
    text = _read(
        tmp_path,
        content,
        f"/FT /Tx /T (hari) /V (Senin) {_rect(120, 140, 180)}",
        f"/FT /Tx /Ff 4096 /T (catatan) /V (Rapat ditunda.) {_rect(60, 250, 500, 64)}",
    )
    assert "Pada hari Senin tanggal 3 Maret rapat dibuka." in text
    assert "Catatan" in text.split("Rapat ditunda.")[0]


def test_a_value_without_a_label_has_the_name_of_its_field(tmp_path: Path) -> None:
    text = _read(tmp_path, "", f"/FT /Tx /T (Nama kota) /V (Kota Melati) {_rect(200, 300, 420)}")
    assert "Nama kota: Kota Melati" in text


def test_what_is_hidden_or_secret_or_empty_is_not_read(tmp_path: Path) -> None:
    content = line(60, 140, "Sandi") + line(60, 170, "Kode") + line(60, 200, "Catatan")
    text = _read(
        tmp_path,
        content,
        f"/FT /Tx /Ff 8192 /T (sandi) /V (rahasia) {_rect(200, 140, 420)}",
        f"/FT /Tx /T (kode) /V (tersembunyi) {_rect(200, 170, 420)}".replace("/FT", "/F 2 /FT"),
        f"/FT /Tx /T (kosong) {_rect(200, 200, 420)}",
    )
    assert "rahasia" not in text
    assert "tersembunyi" not in text
    assert "Catatan" in text


def test_a_value_in_a_drawn_table_fills_its_cell(tmp_path: Path) -> None:
    from tests.ingest.making import PdfPage

    grid = PdfPage().grid(
        (60, 200, 420), 100, [("Uraian", "Isian"), ("Nama kota", ""), ("Luas", ""), ("Warga", "9.870")]
    )
    text = _read(
        tmp_path,
        "\n".join(grid.parts) + "\n",
        f"/FT /Tx /T (a) /V (Kota Melati) {_rect(202, 131, 418, 14)}",
        f"/FT /Tx /T (b) /V (115) {_rect(202, 149, 418, 14)}",
    )
    assert "| Nama kota | Kota Melati |" in text
    assert "| Luas | 115 |" in text
