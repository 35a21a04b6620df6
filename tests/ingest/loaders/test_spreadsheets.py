"""Workbooks and CSV files become tables."""

from pathlib import Path

import pytest

from ingest.errors import DocumentError
from ingest.loaders.registry import Limits, load
from tests.ingest import making


def test_each_visible_sheet_is_a_table(tmp_path: Path) -> None:
    loaded = load(making.write_xlsx(tmp_path / "indikator.xlsx"))
    assert [section.heading[-1] for section in loaded.sections] == ["Indikator", "Kota"]
    assert "| 19.1 | Kendaraan listrik | 12.5 |" in loaded.sections[0].text
    assert loaded.sections[1].text.startswith("Daftar kota anggota\n\n| Kota | Tahun |")
    assert "tersembunyi" not in str(loaded.sections)
    assert [notice.message("id") for notice in loaded.warnings] == ["1 lembar tersembunyi dilewati."]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_with_any_separator(tmp_path: Path, separator: str) -> None:
    rows = (("kode", "nama"), ("19.1", "Kendaraan listrik"), ("19.2", "Parkir pintar"))
    (tmp_path / "a.csv").write_text("\n".join(separator.join(row) for row in rows), encoding="utf-8")
    (section,) = load(tmp_path / "a.csv").sections
    assert section.text.splitlines()[-1] == "| 19.2 | Parkir pintar |"


def test_too_many_cells_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="more than 5 cells"):
        load(making.write_xlsx(tmp_path / "a.xlsx"), Limits(cells=5))
