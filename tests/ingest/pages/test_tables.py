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
