"""Drawn grids become tables."""

from pathlib import Path

import pypdfium2
import pytest

from ingest.loaders.registry import load
from ingest.pages.reading_order import Segment
from ingest.pages.tables import with_tables
from ingest.pages.text_layer import Frame
from tests.ingest import making


@pytest.mark.parametrize("header_again", [True, False])
def test_a_table_is_a_table_with_its_header_on_each_page(tmp_path: Path, header_again: bool) -> None:
    loaded = load(making.table_pdf(tmp_path / "tabel.pdf", header_again=header_again))
    tables = [section for section in loaded.sections if "| Kode | Indikator | Satuan |" in section.text]
    assert [table.page for table in tables] == [1, 2]
    assert "| 19.3 | Indikator nomor 3 | persen |" in tables[0].text
    assert "| 19.6 | Indikator nomor 6 | jumlah |\n" in tables[1].text
    assert tables[1].text.count("Kode") == 1


def _found(path: Path, segments: list[Segment]) -> list[Segment]:
    with pypdfium2.PdfDocument(path) as document:
        page = document[0]
        return with_tables(page.raw, Frame(*page.get_mediabox(), 0), segments)


def _cell(text: str, x: float, y: float) -> Segment:
    return Segment(text, x, y, x + 30, y + 10, 10)


COLUMNS, ROWS = (72, 172, 272), (100, 130, 160)


def _grid(path: Path) -> Path:
    page = making.PdfPage().grid((72, 172, 272), 100, (("kode", "nama"), ("1", "satu"), ("2", "dua")))
    return making.write_pdf(path, [page])


def test_text_outside_a_grid_is_left_alone(tmp_path: Path) -> None:
    away = [_cell(f"teks {number}", 300, 500 + 20 * number) for number in range(6)]
    assert _found(_grid(tmp_path / "a.pdf"), away) == away


def test_a_page_without_lines_has_no_table(tmp_path: Path) -> None:
    path = making.write_pdf(tmp_path / "a.pdf", [making.PdfPage().text(72, 80, "Teks", 10)])
    segments = [_cell(str(number), 80 + 100 * (number % 2), 105 + 20 * (number // 2)) for number in range(6)]
    assert _found(path, segments) == segments


def test_a_box_around_few_words_is_no_table(tmp_path: Path) -> None:
    lonely = [_cell("kode", 80, 105), _cell("nama", 180, 105)]
    assert _found(_grid(tmp_path / "a.pdf"), lonely) == lonely


def _ruled(
    path: Path, columns: tuple[float, ...], rows: list[tuple[float, ...] | None], cells: list[list[str]]
) -> Path:
    """A page with a table; a row of None has no upright lines inside, as one that runs across all columns."""
    page = making.PdfPage().text(72, 60, "Daftar Program Kota", 16, bold=True)
    for number in range(len(rows) + 1):
        page.rule(columns[0], 100 + 20 * number, columns[-1], 100 + 20 * number)
    for number, (uprights, row) in enumerate(zip(rows, cells, strict=True)):
        top = 100 + 20 * number
        for x in (columns[0], columns[-1], *(uprights if uprights is not None else ())):
            page.rule(x, top, x, top + 20)
        for x, cell in zip(columns, row, strict=False):
            page.text(x + 3, top + 14, cell, 9)
    return making.write_pdf(path, [page])


def test_a_row_across_all_columns_does_not_break_the_table(tmp_path: Path) -> None:
    inner = (100.0, 260.0, 380.0)
    path = _ruled(
        tmp_path / "a.pdf",
        (72, 100, 260, 380, 520),
        [inner, None, inner, None, inner],
        [
            ["No", "Program", "Target", "Dinas"],
            ["URUSAN PEMERINTAHAN BIDANG PENDIDIKAN PEMUDA DAN OLAHRAGA SERTA KEBUDAYAAN"],
            ["1", "Sekolah", "100%", "Dinas Pendidikan"],
            ["URUSAN PEMERINTAHAN BIDANG KEHUTANAN DAN LINGKUNGAN HIDUP SERTA SAMPAH"],
            ["2", "Hutan", "850 ton", "Dinas Kehutanan"],
        ],
    )
    text = "\n".join(section.text for section in load(path).sections)
    assert "| No | Program | Target | Dinas |" in text
    assert "| 1 | Sekolah | 100% | Dinas Pendidikan |" in text
    assert "| 2 | Hutan | 850 ton | Dinas Kehutanan |" in text
    assert text.count("BIDANG KEHUTANAN") == 1


def test_a_list_within_a_cell_does_not_break_the_table(tmp_path: Path) -> None:
    rows = (("09.00", "", "Aula"), ("10.00", "Istirahat", "Teras"), ("11.00", "Penutupan", "Aula"))
    page = making.PdfPage().grid((72, 172, 372, 472), 100, (("Waktu", "Acara", "Tempat"), *rows), height=70)
    for number, point in enumerate(("Doa", "Lagu", "Sambutan", "Laporan"), 1):
        page.text(175, 170 + 14 * number, f"{number}.", 10).text(200, 170 + 14 * number, point, 10)
    text = load(making.write_pdf(tmp_path / "a.pdf", [page])).sections[0].text
    assert "| 09.00 | 1. Doa 2. Lagu 3. Sambutan 4. Laporan | Aula |" in text


def test_neither_lines_under_words_nor_paper_filled_line_by_line_part_a_row(tmp_path: Path) -> None:
    page = making.PdfPage().grid((72, 172, 272), 100, (("", ""),) * 3, 40)
    addresses = [_cell("a@b.id", 175, 143), _cell("c@d.id", 175, 157), _cell("e@f.id", 175, 185)]
    for cell in addresses:
        page.rule(cell.x0, cell.bottom + 1, cell.x1, cell.bottom + 1)
        page.parts.append(f"0.9 g 174 {making.HEIGHT - cell.bottom - 2} 96 13 re f 0 g")
    names = [_cell("Nama", 75, 105), _cell("Alamat", 175, 105), _cell("Taman", 75, 143), _cell("Air", 75, 185)]
    (found,) = _found(making.write_pdf(tmp_path / "a.pdf", [page]), [*names, *addresses])
    assert found.table is not None
    assert found.table.rows == (("Nama", "Alamat"), ("Taman", "a@b.id c@d.id"), ("Air", "e@f.id"))


def test_the_rows_of_a_table_with_ruled_columns_only_are_told_one_by_one(tmp_path: Path) -> None:
    page = making.PdfPage()
    for x in (72, 172, 322, 422):
        page.rule(x, 100, x, 220)
    for y in (100, 120, 220):
        page.rule(72, y, 422, y)
    for number, row in enumerate(
        [("Kode", "Uraian", "Harga"), *((f"A{n}", f"Barang {n}", f"{n}.500") for n in range(1, 7))]
    ):
        for x, cell in zip((75, 175, 325), row, strict=True):
            page.text(x, 114 + 16 * number, cell, 9)
    text = "\n".join(s.text for s in load(making.write_pdf(tmp_path / "a.pdf", [page])).sections)
    assert "| Kode | Uraian | Harga |" in text
    assert "| A3 | Barang 3 | 3.500 |" in text


def test_a_data_row_is_never_the_header_of_the_next_page(tmp_path: Path) -> None:
    pages = [
        making.PdfPage().grid(
            (72, 120, 300, 400), 90, [(f"{n}", f"Tindakan {n}", f"{n}.000") for n in range(start, start + 6)]
        )
        for start in (355, 381)
    ]
    loaded = load(making.write_pdf(tmp_path / "a.pdf", pages))
    assert "| 355 | Tindakan 355 | 355.000 |" in loaded.sections[0].text
    assert "355" not in loaded.sections[-1].text
    assert "| 381 | Tindakan 381 | 381.000 |" in loaded.sections[-1].text


def test_the_head_of_a_form_in_the_frame_of_its_list_is_text(tmp_path: Path) -> None:
    inner = (100.0, 260.0, 380.0)
    path = _ruled(
        tmp_path / "a.pdf",
        (72, 100, 260, 380, 520),
        [None, None, None, inner, inner, inner],
        [
            ["RESUME RAPAT KOORDINASI DATA KOTA"],
            ["Kesimpulan: kota melapor setiap tahun kepada sekretariat jaringan lewat laman resmi kota."],
            ["Yang menghadiri:"],
            ["No", "Nama", "Instansi", "Tanda tangan"],
            ["1", "Ani", "Dinas Kominfo", "-"],
            ["2", "Budi", "Dinas Air", "-"],
        ],
    )
    text = "\n".join(section.text for section in load(path).sections)
    assert "| No | Nama | Instansi | Tanda tangan |\n| --- | --- | --- | --- |\n| 1 | Ani |" in text
    assert "\nKesimpulan: kota melapor" in f"\n{text}"
    assert "| Yang menghadiri" not in text


def test_a_title_in_bold_above_a_table_that_fills_the_page_is_a_heading(tmp_path: Path) -> None:
    page = making.PdfPage().text(72, 60, "JADWAL ACARA PELATIHAN KOTA", 12, bold=True)
    page.text(72, 75, "BALAI KOTA, 18 JUNI 2025", 10, bold=True)
    page.grid((72, 172, 372), 90, [("Waktu", "Acara"), *((f"{n}.00", f"Sesi pelatihan {n}") for n in range(8, 16))])
    loaded = load(making.write_pdf(tmp_path / "a.pdf", [page]))
    assert loaded.document.title == "JADWAL ACARA PELATIHAN KOTA"
    assert loaded.sections[0].heading[-1] == "BALAI KOTA, 18 JUNI 2025"
