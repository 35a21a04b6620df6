"""Numbered paragraphs are clauses when they are many and long; short lists are not."""

from ingest.structure.clauses import numbered
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
