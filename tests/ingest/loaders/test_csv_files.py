"""CSV files of any dialect become tables."""

from pathlib import Path

import pytest

from ingest.loaders.loaded import Loaded
from ingest.loaders.registry import load


def _read(path: Path, data: bytes) -> Loaded:
    (path / "a.csv").write_bytes(data)
    return load(path / "a.csv")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_csv_with_any_separator(tmp_path: Path, separator: str) -> None:
    rows = (("kode", "nama"), ("19.1", "Kendaraan listrik"), ("19.2", "Parkir pintar"))
    (section,) = _read(tmp_path, "\n".join(separator.join(row) for row in rows).encode()).sections
    assert section.text.splitlines()[-1] == "| 19.2 | Parkir pintar |"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("sep=;\nKelurahan;Luas\nBeji;3,25\n", ["| Kelurahan | Luas |", "| Beji | 3,25 |"]),
        ("Kelurahan;Luas;Padat\nBeji;3,25;10.450\n", ["| Kelurahan | Luas | Padat |", "| Beji | 3,25 | 10.450 |"]),
        ("Kelurahan\tLuas\nBeji\t3,25\n", ["| Kelurahan | Luas |", "| Beji | 3,25 |"]),
        (";2021;2022\nBeji;1;2\n;3;4\n", ["|  | 2021 | 2022 |", "| Beji | 1 | 2 |", "|  | 3 | 4 |"]),
        (";Jumlah\nBeji;5\n", ["|  | Jumlah |", "| Beji | 5 |"]),
        ('Kota,Isi\n"Depok, Barat",3\n', ["| Kota | Isi |", "| Depok, Barat | 3 |"]),
        ("Kota;Kel\nA;1\n;2\nB;3\n;4\n", ["| Kota | Kel |", "| A | 1 |", "| A | 2 |", "| B | 3 |", "| B | 4 |"]),
    ],
)
def test_dialects_keep_their_cells(tmp_path: Path, text: str, rows: list[str]) -> None:
    (section,) = _read(tmp_path, text.encode()).sections
    assert [line for line in section.text.splitlines() if "---" not in line] == rows


def test_a_title_above_the_table_is_a_line(tmp_path: Path) -> None:
    (section,) = _read(tmp_path, b"Daftar kota\nKota;Luas\nDepok;3,5\n").sections
    assert section.text.startswith("Daftar kota\n\n| Kota | Luas |")


def test_a_damaged_character_is_told_of(tmp_path: Path) -> None:
    loaded = _read(tmp_path, "Kota;Isi\nDepok;kafé – “baik”\n".encode() + b"Bogor;x\x96\n")
    assert "kafé – “baik”" in loaded.sections[0].text
    assert [str(notice) for notice in loaded.warnings] == [
        "Damaged in 1 places: letters that could not be read are shown as question marks."
    ]
