"""Title, publisher, date and language are guessed from what stands at the beginning."""

from pathlib import Path

import pytest

from ingest.structure.metadata import guess, slug
from ingest.structure.pieces import Piece


def _text(*texts: str) -> list[Piece]:
    return [Piece("paragraph", text) for text in texts]


def test_a_stated_title_goes_first_unless_a_program_put_it_there() -> None:
    pieces = [Piece("heading", "Pedoman Kota Cerdas", 1)]
    assert guess(Path("a.pdf"), pieces, title="Rencana  Induk ASCN").title == "Rencana Induk ASCN"
    for junk in ("Microsoft Word - x.doc", "untitled", "Slide 1", "dokumen3", "x"):
        assert guess(Path("a.pdf"), pieces, title=junk).title == "Pedoman Kota Cerdas"


def test_a_regulation_is_called_by_its_opening_lines() -> None:
    pieces = _text(
        "PERATURAN MENTERI DALAM NEGERI",
        "NOMOR 5 TAHUN 2020",
        "TENTANG KOTA CERDAS",
        "DENGAN RAHMAT TUHAN YANG MAHA ESA",
    )
    assert guess(Path("a.pdf"), pieces).title == (
        "PERATURAN MENTERI DALAM NEGERI NOMOR 5 TAHUN 2020 TENTANG KOTA CERDAS"
    )


def test_the_file_name_is_the_last_resort() -> None:
    assert guess(Path("laporan_kota-2024.pdf"), _text("teks biasa saja")).title == "laporan kota 2024"
    assert guess(Path("___"), []).title == "document"


def test_an_id_never_shows_a_personal_number() -> None:
    document = guess(Path("kk 3273011205900001.pdf"), _text("teks biasa saja"), title="—————")
    assert "3273011205900001" not in document.id


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Ditetapkan di Jakarta pada tanggal 5 Mei 2020.", "2020-05-05"),
        ("Adopted on 8 July 2018 in Singapore.", "2018-07-08"),
        ("Published March 3rd, 2021.", "2021-03-03"),
        ("versi 2023-11-23", "2023-11-23"),
        ("Rapat 1 Januari 2019, ditetapkan tanggal 2 Februari 2020.", "2020-02-02"),
        ("Kode 2023-13-40 dan 45 Mei 2020", ""),
    ],
)
def test_the_date_is_the_first_full_one_after_a_word_that_enacts(text: str, date: str) -> None:
    assert guess(Path("a.txt"), _text(text)).date == date


def test_a_date_of_the_file_serves_where_the_text_names_none() -> None:
    assert guess(Path("a.txt"), _text("tanpa tanggal"), date="2022-01-01").date == "2022-01-01"


def test_publisher_and_language_are_read_from_the_text() -> None:
    document = guess(Path("a.txt"), _text("Diterbitkan oleh Kementerian Dalam Negeri untuk kota yang menjadi anggota."))
    assert (document.publisher, document.language) == ("Kementerian Dalam Negeri", "id")
    english = guess(Path("a.txt"), _text("Published by the ASEAN Secretariat for the cities of the network."))
    assert (english.publisher, english.language) == ("ASEAN Secretariat", "en")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Pedoman Kota Cerdas!", "pedoman-kota-cerdas"), ("Café – São", "cafe-sao"), ("—", ""), ("a" * 70, "a" * 60)],
)
def test_slugs(text: str, expected: str) -> None:
    assert slug(text) == expected


def test_a_letter_is_called_by_what_it_is_about() -> None:
    pieces = [Piece("heading", "DINAS KOMUNIKASI", 1), *_text("Nomor : 005/21/2026", "Hal : Undangan rapat data")]
    assert guess(Path("a.pdf"), pieces, title="Template Surat").title == "Undangan rapat data"
    assert guess(Path("a.pdf"), _text("Hal : lain", "Kota melapor.")).title == "a"


@pytest.mark.parametrize(
    "lines",
    [
        (
            "WALI KOTA CONTOH",
            "KEPUTUSAN WALI KOTA CONTOH",
            "NOMOR 12 TAHUN 2025",
            "TENTANG",
            "TIM",
            "WALI KOTA CONTOH,",
        ),
        ("Keputusan Wali Kota Contoh", "Nomor 12 Tahun 2025", "tentang", "Tim", "Menimbang : bahwa"),
        ("Yth. Para Kepala Dinas", "SALINAN KEPUTUSAN WALI KOTA CONTOH NOMOR 12 TAHUN 2025 TENTANG TIM", "I. UMUM"),
    ],
)
def test_a_decree_is_called_by_its_number_and_subject_whatever_the_file_states(lines: tuple[str, ...]) -> None:
    title = guess(Path("a.pdf"), _text(*lines), title="Keputusan tahun lalu").title
    assert title.lower() == "keputusan wali kota contoh nomor 12 tahun 2025 tentang tim"


def test_who_is_only_mentioned_is_not_the_publisher() -> None:
    text = "The ministers, meeting in Jakarta, welcome the work of the ASEAN Smart Cities Network and the World Bank."
    assert guess(Path("a.pdf"), _text(text)).publisher == ""
    letterhead = _text(
        "PEMERINTAH KOTA CONTOH DINAS KOMINFO", "Kota Contoh, 6 Januari 2026", "Kepada : Dinas Air Bersih"
    )
    assert guess(Path("a.pdf"), letterhead).publisher == "PEMERINTAH KOTA CONTOH DINAS KOMINFO"


@pytest.mark.parametrize(
    "lines",
    [
        ("WALI KOTA MANDALARATA", "{act} DENGAN RAHMAT TUHAN YANG MAHA ESA WALI KOTA MANDALARATA, Menimbang: a. bahwa"),
        ("WALI KOTA MANDALARATA PROVINSI JAWA TENGAH {act} WALI KOTA MANDALARATA, Menimbang: a. bahwa perlu diatur",),
        ("WALI KOTA MANDALARATA {act}", "DENGAN RAHMAT TUHAN YANG MAHA ESA"),
        ("WALI KOTA MANDALARATA", "{act}", "DENGAN RAHMAT TUHAN YANG MAHA ESA"),
    ],
)
def test_an_act_says_what_it_is_where_its_lines_were_read_as_one(lines: tuple[str, ...]) -> None:
    act = "PERATURAN WALI KOTA MANDALARATA NOMOR 17 TAHUN 2026 TENTANG PENYELENGGARAAN KOTA CERDAS"
    found = guess(Path("a.pdf"), _text(*(line.format(act=act) for line in lines)), title="Rancangan v3 final")
    assert (found.title, found.number, found.publisher) == (act, "Nomor 17 Tahun 2026", "WALI KOTA MANDALARATA")


def test_an_act_that_a_text_only_names_is_not_its_title() -> None:
    named = "LAPORAN TAHUNAN 2025. Dasarnya ialah PERATURAN WALI KOTA X NOMOR 1 TAHUN 2020 TENTANG Y"
    found = guess(Path("a.pdf"), _text(named), title="Laporan Tahunan 2025")
    assert (found.title, found.number, found.publisher) == ("Laporan Tahunan 2025", "", "")


def test_a_title_that_a_template_left_there_is_none() -> None:
    text = [Piece("heading", "Jadwal Acara Taman", 1, 1), Piece("paragraph", "Acara taman dibuka pagi. " * 40, page=1)]
    assert guess(Path("a.pdf"), text, title="MEMUTUSKAN").title == "Jadwal Acara Taman"
    assert guess(Path("a.pdf"), text, title="Acara di Taman").title == "Acara di Taman"


def test_who_enacts_a_regulation_is_named_above_what_it_considers() -> None:
    found = guess(
        Path("a.pdf"),
        _text(
            "PERATURAN DAERAH KOTA KENANGA NOMOR 4 TAHUN 2025",
            "T E N T A N G",
            "TAMAN",
            "DENGAN RAHMAT TUHAN YANG MAHA ESA",
            "WALI KOTA KENANGA,",
            "Menimbang : a. bahwa taman perlu diatur;",
        ),
    )
    assert found.publisher == "WALI KOTA KENANGA"
    assert found.title == "PERATURAN DAERAH KOTA KENANGA NOMOR 4 TAHUN 2025 TENTANG TAMAN"
