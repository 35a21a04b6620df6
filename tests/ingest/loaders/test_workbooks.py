"""Workbooks become the tables that their readers see."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as SheetPicture
from openpyxl.styles import Font, PatternFill
from PIL import Image, ImageDraw, ImageFont

from ingest.errors import DocumentError
from ingest.loaders.loaded import Loaded
from ingest.loaders.registry import Limits, load
from tests.ingest import making


def _read(path: Path, rows: Sequence[Sequence[Any]], change: Callable[[Any], object] = id) -> Loaded:
    """A workbook of one sheet named Data, read."""
    book = openpyxl.Workbook()
    book.active.title = "Data"
    for row in rows:
        book.active.append(row)
    change(book.active)
    book.save(path / "a.xlsx")
    return load(path / "a.xlsx")


def _table(loaded: Loaded) -> list[str]:
    """The rows of the first table, without the rule below its header."""
    lines = [line for line in loaded.sections[0].text.splitlines() if line.startswith("|")]
    return [line.strip("| ") for line in lines if "---" not in line]


def test_each_visible_sheet_is_a_table(tmp_path: Path) -> None:
    loaded = load(making.write_xlsx(tmp_path / "indikator.xlsx"))
    assert [section.heading[-1] for section in loaded.sections] == ["Indikator", "Kota"]
    assert "| 19.1 | Kendaraan listrik | 12.5 |" in loaded.sections[0].text
    assert loaded.sections[1].text.startswith("Daftar kota anggota\n\n| Kota | Tahun |")
    assert "tersembunyi" not in str(loaded.sections)
    assert [notice.message("id") for notice in loaded.warnings] == ["1 lembar tersembunyi dilewati."]


def test_too_many_cells_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="more than 5 cells"):
        load(making.write_xlsx(tmp_path / "a.xlsx"), Limits(cells=5))


def test_a_workbook_is_known_by_what_it_holds_not_by_its_name(tmp_path: Path) -> None:
    assert load(making.write_xlsx(tmp_path / "indikator.xlsx").rename(tmp_path / "berkas.docx")).pages == 2


def test_numbers_and_dates_are_read_as_they_are_shown(tmp_path: Path) -> None:
    values = (0.153, 33, 1_250_000, time(7, 30), datetime(2025, 3, 15), 98_765_432_109.55)  # noqa: DTZ001
    forms = ("0.0%", "0000", '"Rp" #,##0', "hh:mm", "[$-421]d mmmm yyyy", "General")

    def shape(sheet: Any) -> None:
        for column, form in enumerate(forms, 1):
            sheet.cell(2, column).number_format = form

    rows = _table(_read(tmp_path, [("a", "b", "c", "d", "e", "f"), values], shape))
    assert rows[1] == "15,3% | 0033 | Rp 1.250.000 | 07:30 | 15 Maret 2025 | 98765432109,55"


def test_merged_cells_are_told_in_each_row_and_a_header_of_two_rows_is_one(tmp_path: Path) -> None:
    def merge(sheet: Any) -> None:
        for place in ("A1:A2", "B1:C1", "A3:A4"):
            sheet.merge_cells(place)

    rows = [("Kecamatan", "Penumpang", None), (None, "Kerja", "Libur"), ("Beji", 120, 80), (None, 95, 70)]
    assert _table(_read(tmp_path, rows, merge)) == [
        "Kecamatan | Penumpang – Kerja | Penumpang – Libur",
        "Beji | 120 | 80",
        "Beji | 95 | 70",
    ]


def test_a_header_below_titles_and_labels_and_above_an_empty_row_heads_all_rows(tmp_path: Path) -> None:
    rows: list[tuple[object, ...]] = [
        ("LAPORAN REALISASI",),
        ("Kota", "Depok"),
        ("No", "Program", "Pagu", "Capaian"),
        (),
        (1, "Air bersih", 1000, 50),
        (),
        (2, "Jalan", 2000, 75),
        ("Sumber: BPKAD",),
    ]
    text = _read(tmp_path, rows, lambda sheet: sheet.merge_cells("A1:D1")).sections[0].text
    assert text.startswith("LAPORAN REALISASI\n\nKota: Depok\n\n| No | Program | Pagu | Capaian |")
    assert "| 1 | Air bersih | 1000 | 50 |\n| 2 | Jalan | 2000 | 75 |" in text
    assert text.endswith("Sumber: BPKAD")


def test_tables_of_their_own_keep_their_headers(tmp_path: Path) -> None:
    rows: list[tuple[object, ...]] = [("Kota", "Luas"), ("Depok", 200), (), ("Dinas", "Pegawai"), ("Kominfo", 45)]
    text = _read(tmp_path, rows).sections[0].text
    assert "| Kota | Luas |\n| --- | --- |\n| Depok | 200 |" in text
    assert "| Dinas | Pegawai |\n| --- | --- |\n| Kominfo | 45 |" in text


def test_hidden_rows_and_columns_are_left_out_and_told_of(tmp_path: Path) -> None:
    def hide(sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True

    loaded = _read(tmp_path, [("a", "rahasia", "c"), (1, 2, 3), ("lama", 5, 6), (7, 8, 9)], hide)
    assert _table(loaded) == ["a | c", "1 | 3", "7 | 9"]
    assert [str(notice) for notice in loaded.warnings] == [
        "1 hidden row was left out (Data).",
        "1 hidden column was left out (Data).",
    ]


def test_struck_and_white_cells_are_left_out_and_told_of(tmp_path: Path) -> None:
    def shape(sheet: Any) -> None:
        sheet["B2"].font = Font(strike=True)
        sheet["B3"].font = Font(color="FFFFFF")
        sheet["A1"].font = Font(color="FFFFFF")
        sheet["A1"].fill = PatternFill("solid", fgColor="003366")

    part = CellRichText(
        "Batas ",
        TextBlock(InlineFont(strike=True), "200 "),
        "350 m",
        TextBlock(InlineFont(vertAlign="superscript"), "2"),
    )
    loaded = _read(tmp_path, [("Layanan", "Tarif"), ("Sewa", 500), ("Parkir", 700), (part, 900)], shape)
    assert _table(loaded) == ["Layanan | Tarif", "Sewa", "Parkir", "Batas 350 m² | 900"]
    assert [str(notice) for notice in loaded.warnings] == [
        "Hidden text was left out in 1 place.",
        "Struck-out text was left out in 2 places.",
    ]


def test_formulas_without_a_value_and_comments_are_told_of(tmp_path: Path) -> None:
    def comment(sheet: Any) -> None:
        sheet["A2"].comment = Comment("periksa", "x")

    loaded = _read(tmp_path, [("Pos", "Nilai"), ("Sensor", 120), ("Jumlah", "=SUM(B2:B2)")], comment)
    assert [str(notice).split(",")[0] for notice in loaded.warnings] == [
        "1 comment was not read (Data).",
        "1 formula has no stored value (Data!B3)",
    ]


def test_a_stray_cell_far_below_costs_nothing(tmp_path: Path) -> None:
    loaded = _read(tmp_path, [("Kota", "Luas"), ("Depok", 200)], lambda sheet: sheet.cell(900_000, 1, "Catatan akhir"))
    assert loaded.sections[0].text.endswith("Catatan akhir")


def test_a_picture_on_a_sheet_is_recognised(tmp_path: Path) -> None:
    picture = Image.new("RGB", (1000, 160), "white")
    ImageDraw.Draw(picture).text((20, 50), "Nomor layanan 1500-077", fill="black", font=ImageFont.load_default(40))
    picture.save(tmp_path / "a.png")
    loaded = _read(
        tmp_path, [("a", "b"), (1, 2)], lambda sheet: sheet.add_image(SheetPicture(tmp_path / "a.png"), "D4")
    )
    assert "1500-077" in loaded.sections[0].text


def test_a_merge_over_the_whole_sheet_costs_nothing(tmp_path: Path) -> None:
    loaded = _read(tmp_path, [("Kota", "Luas"), ("Depok", 200)], lambda sheet: sheet.merge_cells("A3:A4"))
    path = tmp_path / "b.xlsx"
    with zipfile.ZipFile(tmp_path / "a.xlsx") as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'ref="A3:A4"', b'ref="A3:XFD1048576"'))
    assert load(path).sections[0].text == loaded.sections[0].text


def test_nought_for_every_formula_of_a_program_that_computes_nothing_is_no_value(tmp_path: Path) -> None:
    _read(tmp_path, [("Pos", "Nilai"), ("Sensor", 120), ("Jumlah", "=SUM(B2:B2)")])
    path = tmp_path / "b.xlsx"
    with zipfile.ZipFile(tmp_path / "a.xlsx") as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b"</f><v></v>", b"</f><v>0</v>").replace(b"</f><v/>", b"</f><v>0</v>"))
    loaded = load(path)
    assert loaded.sections[0].text.endswith("| Jumlah |  |")
    assert str(loaded.warnings[0]).startswith("1 formula has no stored value (Data!B3)")


def test_columns_beyond_the_limit_are_told_of(tmp_path: Path) -> None:
    loaded = _read(tmp_path, [("Kota", "Luas"), ("Depok", 200)], lambda sheet: sheet.cell(1, 260, "jauh"))
    assert [str(notice) for notice in loaded.warnings] == ["60 columns beyond the limit were not read (Data)."]


def test_cells_that_speak_by_their_colour_alone_are_told_of(tmp_path: Path) -> None:
    def shape(sheet: Any) -> None:
        for cell in ("B2", "C2", "D3"):
            sheet[cell].fill = PatternFill("solid", fgColor="4472C4")
        for cell in ("A1", "B1", "C1", "D1"):
            sheet[cell].fill = PatternFill("solid", fgColor="003366")

    loaded = _read(tmp_path, [("Kegiatan", "Jan", "Feb", "Mar"), ("Survei",), ("Pelatihan",)], shape)
    assert [str(notice) for notice in loaded.warnings] == [
        "3 empty cells say something by their colour alone (Data), which is not read; write in them what it means."
    ]
    assert loaded.coverage.unread > 0
