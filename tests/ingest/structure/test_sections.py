"""Pieces become sections under their headings, with the clause a citation names."""

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
