"""Headings that no style tells."""

from __future__ import annotations

from collections import Counter

from ingest.loaders.headings_by_look import Look, kind_of, may_head, with_levels
from ingest.structure.pieces import Piece


def test_a_heading_is_short_and_no_sentence() -> None:
    assert may_head("Syarat keanggotaan kota")
    assert not may_head("Kota melapor setiap tahun.")
    assert not may_head("12 34")
    assert not may_head(" ".join(["kata"] * 15))


def test_lines_that_begin_alike_are_of_one_kind() -> None:
    lines = ("BAB II", "IV. Hak", "C. Denda", "b. denda", "1.2 Masa", "KETENTUAN UMUM", "Ketentuan")
    assert [kind_of(line) for line in lines] == ["part", "roman", "capital", "small", "decimal 1", "upper", ""]


def test_the_larger_stands_above_the_smaller_and_what_looks_like_text_is_text() -> None:
    looks = [Look("Bab", True, 16, ""), Look("Pasal", True, 12, ""), Look("Anggaran", False, 12, "")]
    bab, pasal, text = with_levels(looks, Counter({12.0: 500}))
    assert (bab.level, pasal.level) == (8, 9)
    assert text == Piece("paragraph", "Anggaran")
