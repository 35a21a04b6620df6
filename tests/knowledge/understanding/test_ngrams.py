"""Words and parts of words as numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.understanding.ngrams import BUCKETS, buckets


def _shared(one: str, other: str) -> float:
    """Of the numbers of both, the share that they have in common."""
    first, second = set(buckets(one)), set(buckets(other))
    return len(first & second) / len(first | second)


@given(st.text(max_size=300))
def test_the_numbers_of_a_text_are_few_in_order_and_below_the_limit(text: str) -> None:
    found = buckets(text)
    assert list(found) == sorted(set(found))
    assert all(0 <= number < BUCKETS for number in found)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("Apa Itu ASCN?", "apa itu ascn?"),
        ("tahun 2025", "tahun 1999"),
        ("ＡＳＣＮ", "ascn"),
        ("apa itu ascn", "apa  itu,\nascn"),
    ],
)
def test_case_digits_width_and_spaces_change_nothing(text: str, same: str) -> None:
    assert buckets(text) == buckets(same)


def test_a_slip_of_the_keyboard_leaves_most_of_a_word() -> None:
    assert _shared("kewajibn", "kewajiban") > _shared("kewenangan", "kewajiban") > _shared("makan", "kewajiban")


def test_the_order_of_words_and_a_question_mark_tell_texts_apart() -> None:
    assert buckets("kota anggota") != buckets("anggota kota")
    assert buckets("sudah anggota?") != buckets("sudah anggota")


def test_a_text_without_words_has_one_number_and_a_long_one_is_cut() -> None:
    assert len(buckets("")) == len(buckets("🙂 , .")) == 1
    assert buckets("kata " * 80) == buckets("kata " * 5_000)
    assert len(buckets("x" * 100_000)) < 200
