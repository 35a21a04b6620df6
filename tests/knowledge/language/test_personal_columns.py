"""Personal data in tables, told by headers and labels."""

from __future__ import annotations

import pytest

from knowledge.language.personal_columns import Columns, iso_date, mask_text

MASKED = (
    ("Mobile Number", "+639170001234", "[telepon]"),
    ("No. HP", "0128884877", "[telepon]"),
    ("HP/WA", "60121234567", "[telepon]"),
    ("Nomor Paspor", "X1234567", "[paspor]"),
    ("Passport No.", "P1234567A", "[paspor]"),
    ("Tanggal Lahir", "1979-05-17 00:00:00", "[tgl lahir]"),
    ("Date of Birth", "17/05/79", "[tgl lahir]"),
    ("Tempat/Tgl Lahir", "Bandung, 17 Mei 1979", "Bandung, [tgl lahir]"),
    ("NIP", "19790517 200501 1 001", "[NIP]"),
    ("NIK", "3273 0145 0199 0001", "[NIK]"),
    ("No. KTP", "1234567890123456", "[NIK]"),
    ("NPWP", "012345678901000", "[NPWP]"),
    ("IC No", "790517-14-5678", "[identitas]"),
    ("Email Pribadi", "info@satu.id", "[surel]"),
    ("Email Address", "nama@kota.go.id", "[surel]"),
)


@pytest.mark.parametrize(("header", "value", "hidden"), MASKED)
def test_a_column_is_masked_by_its_header(header: str, value: str, hidden: str) -> None:
    text = (
        f"| Kota | {header} | Tahun |\n| --- | --- | --- |\n| Melati | {value} | 2025 |\n| Kenanga | {value} | 2026 |"
    )
    columns = Columns()
    assert mask_text(text, columns) == text.replace(value, hidden)
    assert list(columns.counts.values()) == [2]


@pytest.mark.parametrize(("header", "value", "hidden"), MASKED)
def test_a_cell_is_masked_by_the_label_beside_it(header: str, value: str, hidden: str) -> None:
    text = f"| Nama | Contoh Satu |\n| --- | --- |\n| {header} | {value} |\n| Kota | Melati |"
    assert mask_text(text) == text.replace(value, hidden)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Jumlah KTP", "12345678901234"),
        ("Pelanggan seluler", "12345678901"),
        ("Telepon seluler (unit)", "12.345.678.901"),
        ("Mobile coverage (%)", "0987654321"),
        ("Masa berlaku paspor", "2030-01-01"),
        ("Telepon", "(021) 345-0038"),
        ("Email", "diskominfo@kota.go.id"),
        ("Tanggal", "1979-05-17"),
        ("Tahun Lahir", "1979"),
        ("ID", "12345678"),
    ],
)
def test_figures_dates_and_offices_stay(header: str, value: str) -> None:
    text = f"| Kota | {header} |\n| --- | --- |\n| Melati | {value} |"
    assert mask_text(text) == text


def test_phones_of_a_table_of_persons_are_theirs_and_of_offices_not() -> None:
    persons = "| Nama Peserta | Telepon |\n| --- | --- |\n| Satu | 0128884877 |"
    assert "[telepon]" in mask_text(persons)
    offices = "| Nama | Alamat | Telepon |\n| --- | --- | --- |\n| Dinas | Jalan 1 | (021) 345-0038 |"
    assert mask_text(offices) == offices


def test_a_header_below_a_title_and_columns_on_the_next_page() -> None:
    columns = Columns()
    first = "| Daftar peserta |  |\n| --- | --- |\n| Nama | Mobile |\n| Satu | 0128884877 |"
    assert "| Satu | [telepon] |" in mask_text(first, columns)
    assert mask_text("| Dua | 0128884878 |\n| --- | --- |", columns) == "| Dua | [telepon] |\n| --- | --- |"
    other = "| Tahun | Nilai | Kota |\n| --- | --- | --- |\n| 2025 | 0128884878 | Melati |"
    assert mask_text(other, columns) == other


def test_masking_a_table_twice_is_masking_it_once() -> None:
    text = "| Nama | Paspor | Jumlah |\n| --- | --- | --- |\n| Satu | X1234567 | 123456789 |"
    once = mask_text(text)
    assert once.endswith("| Satu | [paspor] | 123456789 |")
    assert mask_text(once) == once


def test_text_around_tables_stays_as_it_is() -> None:
    text = "Daftar:\n\n- satu\n\n| A |  | B |\n| --- | --- | --- |\n|  | 1 | 2 |\n\n  akhir \n"
    assert mask_text(text) == text


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("17 Mei 1979", "1979-05-17"),
        ("17/05/1979", "1979-05-17"),
        ("May 17, 1979", "1979-05-17"),
        ("1979", ""),
        ("1979-05-17 00:00:00", "1979-05-17"),
        ("17-05-79", ""),
    ],
)
def test_dates_are_told_as_documents_have_them(written: str, date: str) -> None:
    assert iso_date(written) == date
