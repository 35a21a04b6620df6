"""Pieces become sections under their headings, with the clause a citation names."""

import pytest

from ingest.structure.pieces import Piece
from ingest.structure.sections import MAX_HEADING, sections

LONG = "Kota anggota menyusun rencana aksi dan melaporkan kemajuannya kepada sekretariat jaringan setiap tahun"


def _heading(text: str, level: int = 1) -> Piece:
    return Piece("heading", text, level)


def _paragraph(text: str, page: int | None = None) -> Piece:
    return Piece("paragraph", text, page=page)


def test_a_section_stands_under_its_path_with_the_title_first() -> None:
    pieces = [
        _heading("Bab satu"),
        _heading("Bagian a", 2),
        _paragraph("Isi."),
        _heading("Bab dua"),
        _paragraph("Lain."),
    ]
    assert [section.heading for section in sections("Judul", pieces)] == [
        ("Judul", "Bab satu", "Bagian a"),
        ("Judul", "Bab dua"),
    ]


def test_a_heading_with_nothing_below_it_is_text() -> None:
    (section,) = sections("Judul", [_paragraph("Isi."), _heading("Terima kasih")])
    assert section.text == "Isi.\n\nTerima kasih"


def test_a_new_page_begins_a_new_section() -> None:
    found = sections("Judul", [_paragraph("Satu.", 1), _paragraph("Dua.", 2), _paragraph("Tiga.", 2)])
    assert [(section.page, section.text) for section in found] == [(1, "Satu."), (2, "Dua.\n\nTiga.")]


def test_articles_and_paragraphs_of_a_legal_text() -> None:
    pieces = [
        _paragraph("BAB I"),
        _paragraph("KETENTUAN UMUM"),
        _paragraph("Pasal 1"),
        _paragraph("(1) Kota menyusun rencana."),
        _paragraph("(2) Kota melapor."),
        _paragraph("Pasal 2"),
        _paragraph("Peraturan ini mulai berlaku."),
    ]
    assert [(section.clause, section.heading[1]) for section in sections("Perda", pieces)] == [
        ("Pasal 1 ayat (1)", "BAB I KETENTUAN UMUM"),
        ("Pasal 1 ayat (2)", "BAB I KETENTUAN UMUM"),
        ("Pasal 2", "BAB I KETENTUAN UMUM"),
    ]


def test_a_part_is_counted_and_an_office_of_a_list_is_none() -> None:
    pieces = [
        _paragraph("Pasal 1"),
        _paragraph("Bagian Keuangan;"),
        _paragraph("Bagian Kepegawaian."),
        _paragraph("Bagian Kedua"),
        _paragraph("Tugas"),
        _paragraph("Pasal 2"),
        _paragraph("Kota melapor."),
    ]
    assert [section.heading for section in sections("Perda", pieces)] == [
        ("Perda", "Pasal 1"),
        ("Perda", "Bagian Kedua Tugas", "Pasal 2"),
    ]


def test_letters_repeat_their_lead_in() -> None:
    pieces = [_paragraph(f"{number}. {LONG} {number}.") for number in range(1, 6)]
    pieces += [_paragraph(f"6. {LONG}. Kota wajib:"), _paragraph("a. menyusun rencana;"), _paragraph("b. melapor.")]
    found = {section.clause: section.text for section in sections("Judul", pieces)}
    assert set(found) >= {"5", "6", "6(a)", "6(b)"}
    assert found["6(b)"] == "Kota wajib:\n\n- b. melapor."


def test_decimal_numbers_are_clauses() -> None:
    found = sections("Judul", [_paragraph("8.2 Kota melapor."), _paragraph("8.3 Kota hadir.")])
    assert [(section.clause, section.text) for section in found] == [("8.2", "Kota melapor."), ("8.3", "Kota hadir.")]


def test_items_stand_in_one_list() -> None:
    (section,) = sections("Judul", [_paragraph("Syarat:"), Piece("item", "satu"), Piece("item", "dua")])
    assert section.text == "Syarat:\n\n- satu\n- dua"


def test_confidence_is_weighed_by_length() -> None:
    pieces = [
        Piece("paragraph", "x" * 30, confidence=1.0),
        Piece("paragraph", "y" * 10, confidence=0.6),
    ]
    (section,) = sections("Judul", pieces)
    assert section.confidence is not None
    assert abs(section.confidence - 0.9) < 1e-9


def test_a_heading_as_long_as_a_document_is_cut() -> None:
    (section,) = sections("Judul", [_heading("x" * 5_000), _paragraph("Isi.")])
    assert len(section.heading[1]) == MAX_HEADING


def test_invisible_pieces_are_left_out() -> None:
    assert sections("Judul", [_paragraph("\u200b \u200b")]) == ()


def _cited(*texts: str) -> list[tuple[str | None, str]]:
    return [(section.clause, section.text) for section in sections("Judul", [_paragraph(text) for text in texts])]


def test_roman_articles_are_cited_and_hold_what_they_amend() -> None:
    found = _cited(
        "Pasal I",
        "Beberapa ketentuan diubah sebagai berikut:",
        "1. Ketentuan Pasal 7 diubah sehingga berbunyi:",
        "Pasal 7",
        "(1) Objek pajak adalah bumi.",
        "2. Ketentuan Pasal 85 dihapus.",
        "Pasal II",
        "Peraturan Daerah ini mulai berlaku.",
    )
    assert [clause for clause, _ in found] == [
        "Pasal I",
        "Pasal I angka 1",
        "Pasal 7 ayat (1)",
        "Pasal I angka 2",
        "Pasal II",
    ]


def test_articles_of_a_treaty_may_be_roman() -> None:
    assert [
        clause for clause, _ in _cited("Article I", "Parties share data.", "Article IV", "It enters into force.")
    ] == [
        "Article I",
        "Article IV",
    ]


def test_a_paragraph_that_is_quoted_out_of_order_opens_none() -> None:
    found = _cited("Pasal 1", "(1) Kota melapor.", "(2) Kota hadir.", "(1) dan ayat (2) berlaku.", "Pasal 2", "Cukup.")
    assert [clause for clause, _ in found] == ["Pasal 1 ayat (1)", "Pasal 1 ayat (2)", "Pasal 2"]


def test_the_place_of_signing_is_of_no_article() -> None:
    found = _cited("Pasal 1", "Kota melapor.", "Pasal 2", "Berlaku.", "Ditetapkan di Contoh pada tanggal 9 Mei 2025")
    assert found[-1] == (None, "Ditetapkan di Contoh pada tanggal 9 Mei 2025")


def test_what_explains_an_article_is_cited_as_that() -> None:
    found = _cited(
        "Pasal 1", "Kota melapor.", "Pasal 2", "Berlaku.", "PENJELASAN ATAS PERATURAN", "Pasal 1", "Cukup jelas."
    )
    assert found[-1] == ("Penjelasan Pasal 1", "Cukup jelas.")
    one_line = (
        "PENJELASAN ATAS PERATURAN",
        "Pasal 1 : cukup jelas",
        "Pasal 2 : Kota dalam ayat ini ialah kota anggota.",
    )
    found = _cited("Pasal 1", "Kota melapor.", "Pasal 2", "Berlaku.", *one_line)
    assert found[-1] == ("Penjelasan Pasal 2", "Kota dalam ayat ini ialah kota anggota.")
    assert found[-2] == ("Penjelasan Pasal 1", "cukup jelas")
    title = (_heading("PENJELASAN ATAS"), _heading("PERATURAN KOTA CONTOH"), _heading("II. PASAL DEMI PASAL"))
    act = [*map(_paragraph, ("Pasal 1", "Kota melapor.", "Pasal 2", "Berlaku.")), *title]
    assert sections("Judul", [*act, _paragraph("Pasal 1 : cukup jelas")])[-1].clause == "Penjelasan Pasal 1"


def test_points_of_a_circular_are_cited_with_their_part() -> None:
    found = _cited(
        "I. KETENTUAN UMUM",
        "Dalam Surat Edaran ini:",
        *(f"{number}. {LONG}." for number in range(1, 7)),
        "II. KEGIATAN",
        "1. Kegiatan terdiri atas:",
        "a. pengumpulan; dan",
        "b. penyebarluasan.",
        "2. Evaluasi dilakukan setiap bulan.",
        "Demikian untuk dilaksanakan.",
    )
    assert [clause for clause, _ in found][-4:] == ["II.1.a", "II.1.b", "II.2", None]
    assert found[0][0] == "I"


def test_the_number_of_the_last_point_is_not_the_clause_of_the_annex() -> None:
    clauses = [f"{number}. {LONG}." for number in range(1, 7)]
    copies = ["Tembusan:", *(f"{number}. {LONG};" for number in range(1, 7))]
    found = _cited(*clauses, *copies, "LAMPIRAN KEPUTUSAN WALI KOTA", "Kelurahan Melati memperoleh skor 92,18.")
    assert [clause for clause, _ in found][:6] == ["1", "2", "3", "4", "5", "6"]
    assert found[-1] == (None, "Kelurahan Melati memperoleh skor 92,18.")


def test_what_is_considered_stands_under_its_own_heading_and_above_no_article() -> None:
    pieces = [
        _heading("WALI KOTA KENANGA"),
        _paragraph("Menimbang : a. bahwa taman kota perlu diatur;"),
        _paragraph("Mengingat : 1. Undang-Undang Nomor 23 Tahun 2014;"),
        _heading("MEMUTUSKAN:"),
        _paragraph("Menetapkan : PERATURAN WALI KOTA TENTANG TAMAN."),
        _paragraph("Pasal 1"),
        _paragraph("Taman dibuka setiap hari."),
        _paragraph("Pasal 2"),
        _paragraph("Peraturan ini mulai berlaku pada tanggal diundangkan."),
    ]
    assert [section.heading[1:] for section in sections("Judul", pieces)] == [
        ("Menimbang",),
        ("Mengingat",),
        ("MEMUTUSKAN:",),
        ("Pasal 1",),
        ("Pasal 2",),
    ]


def test_what_a_decree_decides_is_cited_by_its_ordinal() -> None:
    found = _cited(
        "Menetapkan : KEPUTUSAN WALI KOTA TENTANG TIM TAMAN.",
        "KESATU : Membentuk Tim Taman dengan tugas:",
        "a. menyusun rencana;",
        "b. melapor setiap tahun.",
        "KEDUA BELAS : Keputusan ini mulai berlaku pada tanggal ditetapkan.",
    )
    assert [clause for clause, _ in found] == [None, "Diktum KESATU", "Diktum KEDUA BELAS"]
    assert "b. melapor setiap tahun." in found[1][1]


def test_the_paragraphs_of_an_explanation_are_cited() -> None:
    found = _cited(
        "Pasal 1",
        "Isi.",
        "Pasal 2",
        "Isi.",
        "PENJELASAN",
        "Pasal 2",
        "Ayat (1) Cukup jelas.",
        "Ayat (2) Maksudnya air.",
    )
    assert [clause for clause, _ in found][-2:] == ["Penjelasan Pasal 2 ayat (1)", "Penjelasan Pasal 2 ayat (2)"]


def test_times_and_codes_of_accounts_are_no_clauses() -> None:
    found = _cited(
        "08.00 WIB Pembukaan", "22.00 Istirahat", "2.15.02.2.09 Penyediaan angkutan umum", "8.2 Ruang lingkup"
    )
    assert [clause for clause, _ in found] == [None, "8.2"]


@pytest.mark.parametrize("part", ["Bagian Kesatu", "Bagian Kedua Belas", "Bagian Kesebelas", "Bagian Kedua Puluh Satu"])
def test_the_title_below_a_part_is_joined_to_it(part: str) -> None:
    lines = ("Pasal 1", "Kota melapor.", part, "Pengawasan Data", "Pasal 2", "Data diawasi.")
    assert sections("Judul", [_paragraph(line) for line in lines])[-1].heading[1] == f"{part} Pengawasan Data"


def test_who_signed_heads_nothing() -> None:
    pieces = [
        *map(_paragraph, ("Pasal 1", "Kota melapor.", "Pasal 2", "Berlaku.")),
        _paragraph("Ditetapkan di Contoh pada tanggal 9 Mei 2025", 3),
        _paragraph("WALI KOTA CONTOH,", 3),
        Piece("heading", "ANI LESTARI", 1, 3),
        _paragraph("LEMBARAN DAERAH KOTA CONTOH TAHUN 2025 NOMOR 7", 3),
        Piece("heading", "LAMPIRAN I PERATURAN WALI KOTA", 1, 4),
        Piece("heading", "Daftar data", 2, 4),
        _paragraph("Data taman.", 4),
    ]
    found = sections("Judul", pieces)
    assert [section.heading[1:] for section in found[-2:]] == [(), ("LAMPIRAN I PERATURAN WALI KOTA", "Daftar data")]
    assert "ANI LESTARI\n\nLEMBARAN" in found[-2].text


def test_an_annex_in_small_letters_begins_at_the_top_of_a_page() -> None:
    pieces = [_paragraph("Surat ini untuk daftar terlampir.", 1), _paragraph("Lampiran Daftar Penerima Surat", 2)]
    found = sections("Judul", [*pieces, _paragraph("Kepala Dinas", 2), _paragraph("Lampiran Daftar Lain", 2)])
    assert [(section.heading[1:], section.page) for section in found] == [
        ((), 1),
        (("Lampiran Daftar Penerima Surat",), 2),
    ]
