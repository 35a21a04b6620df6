"""The numbers of lines in a margin are no text; those of lists and rows are."""

from pathlib import Path

import pytest

from ingest.loaders.pdf import load
from tests.ingest.raw_pdf import RawPdf, line, lines

TEXT = [
    "Setiap kota anggota wajib menyampaikan laporan kemajuan",
    "kepada sekretariat paling lambat tanggal 31 Maret setiap",
    "tahun, dan laporan itu memuat uraian tentang kegiatan,",
    "anggaran, serta hambatan yang dihadapi oleh kota anggota.",
    "Sekretariat memeriksa laporan dalam waktu 20 hari kerja",
    "dan dapat meminta perbaikan satu kali kepada kota anggota",
    "yang laporannya belum lengkap menurut hasil pemeriksaan.",
]


def _text(folder: Path, content: str) -> str:
    return "\n".join(section.text for section in load(RawPdf().page(content).write(folder / "a.pdf")).sections)


@pytest.mark.parametrize("first", [1, 96])
@pytest.mark.parametrize("left", [30, 62])
@pytest.mark.parametrize("pitch", [14, 22])
@pytest.mark.parametrize("numbers_last", [True, False])
def test_the_numbers_of_lines_are_left_out(
    tmp_path: Path, first: int, left: int, pitch: int, numbers_last: bool
) -> None:
    numbers = "".join(
        line(left + 5 * (3 - len(str(first + row))), 80 + row * pitch, str(first + row), 9) for row in range(len(TEXT))
    )
    content = lines(90, 80, TEXT, pitch=pitch)
    assert _text(tmp_path, content + numbers if numbers_last else numbers + content) == " ".join(TEXT)


def test_so_they_are_where_each_line_is_one_run_and_where_every_fifth_is_numbered(tmp_path: Path) -> None:
    in_one = "".join(line(60, 80 + row * 14, f"{row + 1}  {said}") for row, said in enumerate(TEXT))
    assert _text(tmp_path, in_one) == " ".join(TEXT)
    numbers = "".join(line(40, 80 + row * 14, str(row + 1), 9) for row in range(4, 21, 5))
    assert _text(tmp_path, lines(80, 80, TEXT * 3) + numbers).count("\n5") == 0


@pytest.mark.parametrize(
    "items",
    [
        ["Kota Opal", "Kota Ruby", "Kota Safir", "Kota Topas", "Kota Zamrud"],
        ["Menyusun rencana induk kota", "Melaporkan kemajuan setiap tahun", "Menunjuk pejabat penghubung", "Hadir"],
    ],
)
def test_the_numbers_of_a_list_stay(tmp_path: Path, items: list[str]) -> None:
    content = "".join(
        line(60, 120 + row * 16, str(row + 1)) + line(85, 120 + row * 16, item) for row, item in enumerate(items)
    )
    text = _text(tmp_path, content)
    for row, item in enumerate(items):
        assert f"{row + 1} {item}" in " ".join(text.split())


def test_the_numbers_of_rows_stay(tmp_path: Path) -> None:
    rows = [("1", "jalan", "12.450"), ("2", "jembatan", "9.870"), ("3", "taman", "11.290"), ("4", "terminal", "450")]
    content = "".join(
        line(x, 120 + row * 16, cell)
        for row, cells in enumerate(rows)
        for x, cell in zip((60, 90, 250), cells, strict=True)
    )
    text = _text(tmp_path, content)
    for number, _, _ in rows:
        assert number in text.split()
