"""The date of a document is the day it was signed or published, no other."""

import pytest

from ingest.structure.dates import date_of, edition_of
from ingest.structure.pieces import Piece


def _date(*texts: str) -> str:
    return date_of([Piece("paragraph", text) for text in texts])


@pytest.mark.parametrize(
    ("texts", "date"),
    [
        (("Pasal 1", "Ditetapkan di Contoh pada tanggal 9 Desember 2025 WALI KOTA CONTOH,"), "2025-12-09"),
        (("Ditetapkan di Contoh", "pada tanggal 9 Desember 2025", "WALI KOTA"), "2025-12-09"),
        (("DITETAPKAN DI CONTOH", "PADA TANGGAL 9 DESEMBER 2025"), "2025-12-09"),
        (("Dikeluarkan di Contoh pada tanggal 1 Juni 2026",), "2026-06-01"),
        (
            (
                "Undang-Undang Nomor 5 Tahun 2020 tanggal 2 Mei 2020;",
                "Disahkan di Jakarta pada tanggal 2 Januari 2026",
                "Diundangkan di Jakarta pada tanggal 5 Januari 2026",
            ),
            "2026-01-02",
        ),
        (("Diundangkan di Jakarta pada tanggal 5 Januari 2026",), "2026-01-05"),
        (("Done at Jakarta on 3 May 2026, in two copies.",), "2026-05-03"),
    ],
)
def test_a_decree_is_dated_where_it_is_signed(texts: tuple[str, ...], date: str) -> None:
    assert _date(*texts) == date


def test_a_draft_whose_date_is_left_open_has_none() -> None:
    assert _date("Versi 3 Mei 2024", "Ditetapkan di Contoh pada tanggal … 2026 WALI KOTA") == ""


@pytest.mark.parametrize(
    "texts",
    [
        ("Contoh, 6 Januari 2026", "Nomor : 005/21/2026", "rapat pada hari, tanggal : Kamis, 22 Januari 2026 di ruang"),
        ("Hari, tanggal : Kamis, 22 Januari 2026", "Demikian.", "Kota Contoh, 6 Januari 2026 Kepala Dinas,"),
        ("Kepada : Kepala Bagian", "Tanggal : 6 Januari 2026", "Hal : Undangan"),
        ("Jakarta, January 6, 2026", "Dear Sir,"),
    ],
)
def test_a_letter_is_dated_beside_its_place_or_in_its_head(texts: tuple[str, ...]) -> None:
    assert _date(*texts) == "2026-01-06"


@pytest.mark.parametrize(
    "texts",
    [
        ("NOTA DINAS", "Hari, tanggal : Kamis, 13 Januari 2026", "Pukul : 13.00", "Tempat : Ruang Rapat 2"),
        ("hari : Senin", "tanggal : 9 Maret 2026", "pukul : 09.00"),
        ("Peraturan Daerah ini mulai berlaku pada tanggal 1 Maret 2026.",),
        ("Laporan disampaikan paling lambat tanggal 30 Juni 2026.",),
        ("Rapat diadakan pada tanggal 12 Mei 2026 di ruang rapat dinas bersama para kepala bidang dan tamu.",),
        ("Kamis, 22 Januari 2026",),
        ("Kota melapor setiap tahun.",),
    ],
)
def test_the_day_of_something_else_is_none(texts: tuple[str, ...]) -> None:
    assert _date(*texts) == ""


def test_a_title_page_or_a_word_of_publishing_tells_the_date() -> None:
    assert _date("Pedoman Kota Cerdas", "3 Mei 2024") == "2024-05-03"
    assert _date("The framework was endorsed on 8 July 2018 by all members.") == "2018-07-08"


def test_the_record_of_a_meeting_is_of_its_day() -> None:
    day = _date("RESUME RAPAT", "HARI/TGL : Selasa, 25 Februari 2025", "JAM : 09:00")
    assert day == "2025-02-25"
    assert _date("Undangan", "HARI/TGL : Selasa, 25 Februari 2025", "JAM : 09:00") == ""


def test_the_day_on_which_it_was_made_needs_no_colon() -> None:
    assert _date("TANGGAL PEMBUATAN 1 Februari 2025", "Waktu/pukul Terima Kirim") == "2025-02-01"


def test_a_running_head_tells_of_when_an_edition_is() -> None:
    assert edition_of(["Page 1 of 8", "As of 31 January 2026"]) == "2026-01-31"
    assert edition_of(["Keadaan per 1 Maret 2026"]) == "2026-03-01"
    assert edition_of(["Dicetak 3 Mei 2024"]) == ""
