"""Numbered paragraphs are clauses when they are many and long; short lists are not."""

from ingest.structure.clauses import labels, numbered, titled_parts
from ingest.structure.pieces import Piece

LONG = "Kota anggota menyusun rencana aksi dan melaporkan kemajuannya kepada sekretariat jaringan setiap tahun."


def _paragraphs(*texts: str) -> list[Piece]:
    return [Piece("paragraph", text) for text in texts]


def test_a_long_sequence_of_long_paragraphs_is_clauses() -> None:
    pieces = _paragraphs(*(f"{number}. {LONG}" for number in range(1, 7)))
    assert numbered(pieces) == set(range(6))


def test_a_short_list_is_none() -> None:
    assert numbered(_paragraphs(*(f"{number}. {LONG}" for number in range(1, 5)))) == set()


def test_many_short_lines_are_a_list() -> None:
    assert numbered(_paragraphs(*(f"{number}. Kota kecil" for number in range(1, 21)))) == set()


def test_the_words_below_a_number_count_for_it() -> None:
    pieces = []
    for number in range(1, 7):
        pieces += [Piece("paragraph", f"{number}. Kota:"), Piece("item", LONG)]
    assert numbered(pieces) == {0, 2, 4, 6, 8, 10}


def test_a_list_within_a_clause_does_not_end_the_sequence() -> None:
    clauses = [f"{number}. {LONG}" for number in range(1, 7)]
    pieces = _paragraphs(*clauses[:4], "1. satu", "2. dua", "3. tiga", *clauses[4:])
    assert numbered(pieces) == {0, 1, 2, 3, 7, 8}


def test_numbers_that_do_not_follow_each_other_are_no_sequence() -> None:
    assert numbered(_paragraphs(*(f"{number}. {LONG}" for number in (1, 3, 5, 7, 9, 11)))) == set()


def test_tables_and_items_are_never_clauses() -> None:
    assert numbered([Piece("item", f"{number}. {LONG}") for number in range(1, 9)]) == set()


def test_a_short_list_in_a_clause_does_not_swallow_the_next_one() -> None:
    outer = [f"{number}. {LONG}" for number in range(1, 8)]
    for items in (("1. surat usulan;", "2. rencana aksi."), ("1. satu", "2. dua")):
        pieces = _paragraphs(*outer[:2], *items, *outer[2:])
        assert numbered(pieces) == {0, 1, 4, 5, 6, 7, 8}


def test_the_place_on_the_page_tells_which_list_goes_on() -> None:
    texts = [(f"1. {LONG}", 50), (f"2. {LONG}", 50), (f"1. {LONG}", 90), (f"2. {LONG}", 90)]
    texts += [(f"{number}. {LONG}", 50) for number in range(3, 7)]
    pieces = [Piece("paragraph", text, indent=x) for text, x in texts]
    assert numbered(pieces) == {0, 1, 4, 5, 6, 7}


def test_a_list_under_another_heading_is_its_own() -> None:
    pieces = _paragraphs("1. Rapat", "2. Pameran")
    pieces += [Piece("heading", "TERMS OF REFERENCE", 1), *_paragraphs(*(f"{n}. {LONG}" for n in range(1, 7)))]
    assert numbered(pieces) == set(range(3, 9))


def test_those_who_get_a_copy_are_no_clauses() -> None:
    pieces = _paragraphs("Tembusan Yth.:", *(f"{number}. {LONG}" for number in range(1, 7)))
    assert numbered(pieces) == set()


def test_numbers_in_titled_parts_are_named_with_the_part() -> None:
    pieces = _paragraphs("I. UMUM", "1. Data", "2. Kota", "II. KEGIATAN", "1. Kota melapor", "2. Kota hadir")
    parts = titled_parts(pieces)
    assert parts == {0: "I", 3: "II"}
    assert labels(pieces, parts) == {1: "I.1", 2: "I.2", 4: "II.1", 5: "II.2"}


def test_numbers_that_run_through_the_parts_stand_alone() -> None:
    texts = ["A. UMUM", *(f"{n}. {LONG}" for n in (1, 2, 3)), "B. PENUTUP", *(f"{n}. {LONG}" for n in (4, 5, 6))]
    pieces = _paragraphs(*texts)
    assert labels(pieces, titled_parts(pieces))[6] == "5"


def test_letters_and_sentences_are_no_titled_parts() -> None:
    assert titled_parts(_paragraphs("I. UMUM", "III. PENUTUP")) == {}
    assert titled_parts(_paragraphs("A. Kota melapor setiap tahun.", "B. Kota hadir dalam rapat;")) == {}
