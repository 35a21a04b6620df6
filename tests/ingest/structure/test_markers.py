"""What begins a line tells what the line is."""

import pytest

from ingest.structure.markers import ALONE, BULLET, MARKER, is_reference


@pytest.mark.parametrize("line", ["• satu", "- satu", "* satu", "o satu", "▪  satu"])
def test_bullets(line: str) -> None:
    found = BULLET.match(line)
    assert found is not None
    assert line[found.end() :] == "satu"


@pytest.mark.parametrize("line", ["-satu", "oke siap", "•", "- "])
def test_signs_that_are_no_bullets(line: str) -> None:
    assert BULLET.match(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "1. Kota",
        "12) Kota",
        "(3) Kota",
        "7\tKota",
        "a. kota",
        "(b) kota",
        "iv. kota",
        "8.2 Pengelolaan",
        "8.2.1. Pengelolaan",
        "BAB IV",
        "CHAPTER 2",
        "Bagian Kesatu",
        "Pasal 12",
        "Article 5",
        "– satu",
        "Pasal II",
        "Article IV",
        "II. KEGIATAN",
        "A. PENERIMA",
        "10.ENCOURAGE mutual learning",
    ],
)
def test_lines_that_begin_something(line: str) -> None:
    assert MARKER.match(line)


@pytest.mark.parametrize(
    "line",
    ["2024 adalah tahun", "1.5 juta orang", "8.2 persen", "Pasal 12 berlaku", "kota a. b", "3.Kota", "Babak baru"],
)
def test_lines_that_run_on(line: str) -> None:
    assert MARKER.match(line) is None


@pytest.mark.parametrize(
    ("line", "alone"),
    [("BAB IV", True), ("Pasal 12A", True), ("Bagian Kedua", True), ("Paragraf 3", True), ("BAB IV KETENTUAN", False)],
)
def test_headings_that_stand_alone(line: str, alone: bool) -> None:
    assert (ALONE.fullmatch(line) is not None) == alone


@pytest.mark.parametrize(
    ("before", "line", "refers"),
    [
        ("sebagaimana dimaksud pada ayat", "(1) dan ayat (2) diatur", True),
        ("dimaksud pada ayat (1) dan", "(2) diatur dengan", True),
        ("sebagaimana diatur dalam", "Pasal 12", True),
        ("rencana aksi; dan", "b. surat usulan", False),
        ("Kota melapor.", "(2) Kota hadir", False),
    ],
)
def test_a_number_that_the_line_before_leads_to_is_a_reference(before: str, line: str, refers: bool) -> None:
    assert is_reference(before, line) == refers
