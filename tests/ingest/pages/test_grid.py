"""Which row names the columns, and how a table goes on over a page."""

from dataclasses import replace

import pytest

from ingest.pages.grid import Table, continued, is_numbering, is_value, table_of

HEADER = ("Kode", "Uraian", "Tarif")


@pytest.mark.parametrize(
    "cell",
    [
        "12.450",
        "3 hari",
        "100,4 km2",
        "Rp 2.000",
        "Rp2.000",
        "-",
        "✓",
        "641 / km2",
        "1 x tindakan",
        "±5%",
        "6 Mei 2026",
    ],
)
def test_values(cell: str) -> None:
    assert is_value(cell)


@pytest.mark.parametrize("cell", ["Kota", "", "Pasal 5", "2030 Agenda for Sustainable Development", "A1"])
def test_words_are_no_values(cell: str) -> None:
    assert not is_value(cell)


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        ([HEADER, ("1", "Parkir", "2.000")], "seen"),
        ([("Wilayah", "2024", "2025"), ("Melati", "12.450", "12.900")], "seen"),
        ([("Layanan", "Syarat"), ("Akta", "Surat lahir")], "guessed"),
        ([("355", "Tindakan", "355.000"), ("356", "Tindakan", "356.000")], "none"),
        ([("Melati", "12.450"), ("Mawar", "9.870")], "none"),
        ([("19.1", "Parkir", "persen"), ("19.2", "Jalan", "km")], "none"),
    ],
)
def test_a_row_of_data_is_no_header(rows: list[tuple[str, ...]], header: str) -> None:
    assert table_of(rows).header == header


def test_a_bold_row_above_others_is_the_header() -> None:
    rows = [("Layanan", "Syarat"), ("Akta", "Surat lahir")]
    assert table_of(rows, [True, False]).header == "seen"


def test_without_a_header_the_columns_stay_unnamed() -> None:
    assert Table((("355", "a"),), "none").text == "|  |  |\n| --- | --- |\n| 355 | a |"


def test_a_table_goes_on_under_the_header_of_the_page_before() -> None:
    before = table_of([HEADER, ("1", "Parkir", "2.000")])
    after = continued(before, table_of([("2", "Jalan", "3.000"), ("3", "Air", "4.000")]))
    assert after.rows == (HEADER, ("2", "Jalan", "3.000"), ("3", "Air", "4.000"))
    again = continued(before, table_of([HEADER, ("2", "Jalan", "3.000")]))
    assert again.rows == (HEADER, ("2", "Jalan", "3.000"))


def test_a_column_that_stays_empty_does_not_part_a_table_from_its_header() -> None:
    before = table_of([(*HEADER, "Tanda tangan"), ("1", "Parkir", "2.000", "")])
    rows = (("2", "Jalan", "3.000"), ("3", "Air", "4.000"))
    assert continued(before, table_of(rows)).rows == (HEADER, *rows)


def test_data_of_one_page_never_becomes_the_header_of_the_next() -> None:
    before = table_of([("355", "a", "355.000"), ("356", "b", "356.000")])
    after = continued(before, table_of([("381", "c", "381.000"), ("382", "d", "382.000")]))
    assert after.header == "none"
    assert after.rows[0] == ("381", "c", "381.000")
    words = continued(before, table_of([("Puskesmas", "Jalan", "Rawat"), ("Klinik", "Gang", "Gigi")]))
    assert words.header == "none"


def test_a_row_that_lacks_a_cell_is_no_header_of_words() -> None:
    assert table_of([("", "Taman", "Dinas"), ("Air", "Sungai", "Balai")]).header == "none"


def test_another_table_keeps_its_own_header() -> None:
    before = table_of([HEADER, ("1", "Parkir", "2.000")])
    other = table_of([("Dinas", "Tugas", "Pegawai"), ("Air", "Air bersih", "120")])
    assert continued(before, other) == other
    assert continued(before, table_of([("a", "b")])) == table_of([("a", "b")])


def test_numbers_of_columns_repeated_on_a_page_are_left_out() -> None:
    before = table_of([HEADER, ("1", "2", "3"), ("1", "Parkir", "2.000")])
    after = continued(before, table_of([("1", "2", "3"), ("2", "Jalan", "3.000")]))
    assert after.rows == (HEADER, ("2", "Jalan", "3.000"))
    assert is_numbering(("(1)", "(2)", "(3)"))
    assert not is_numbering(("1", "3"))


def _list(*rows: tuple[str, ...], lefts: tuple[float, ...] = (50, 70, 150, 250)) -> Table:
    return replace(table_of(rows), lefts=lefts, deep=frozenset((0, 1)))


def test_cells_that_go_on_over_a_page_are_told_again_under_the_names_of_their_columns() -> None:
    header = ("No", "Negara", "Nama", "Jabatan")
    before = _list(header, ("1", "Brunei", "Ani", "Kepala"), ("2", "Laos", "Budi", "Staf"))
    fewer = _list(("Citra", "Staf"), ("Dewi", "Kepala"), lefts=(151, 250))
    assert continued(before, fewer).rows == (header, ("2", "Laos", "Citra", "Staf"), ("2", "Laos", "Dewi", "Kepala"))
    after = _list(("", "", "Citra", "Staf"), ("3", "Malaysia", "Eka", "Staf"), ("", "", "Fajar", "Kepala"))
    assert continued(before, after).rows[1:] == (("2", "Laos", "Citra", "Staf"), *after.rows[1:])
    other = _list(("Citra", "Staf"), ("Dewi", "Kepala"), lefts=(120, 300))
    assert continued(before, other) == other


def test_a_list_of_abbreviations_has_no_header() -> None:
    rows = [("ADB", "Bank Pembangunan Asia"), ("BPS", "Badan Pusat Statistik"), ("MoU", "Nota Kesepahaman")]
    rows += [("OPD", "Organisasi Perangkat Daerah"), ("SNI", "Standar Nasional Indonesia")]
    assert table_of(rows).header == "none"
    assert table_of([("KODE", "Nama"), *rows]).header == "guessed"
