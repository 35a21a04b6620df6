"""The Markdown subset: paragraphs, lists and tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.markup import blocks
from knowledge.markup.blocks import Block
from tests.knowledge.markup.texts import block_lists


def test_hard_wrapped_lines_are_joined() -> None:
    assert blocks.parse("Satu\ndua.\n\n- tiga\n  empat\n* lima") == [
        Block("paragraph", ("Satu dua.",)),
        Block("list", ("- tiga empat", "- lima")),
    ]


def test_lists_that_only_blank_lines_part_are_one() -> None:
    assert blocks.parse("1. satu\n\n2. dua\n\nTeks.\n\n3. tiga") == [
        Block("list", ("1. satu", "2. dua")),
        Block("paragraph", ("Teks.",)),
        Block("list", ("3. tiga",)),
    ]


def test_the_rule_of_a_table_is_read_and_written() -> None:
    text = "| Kota | Tahun |\n| --- | --- |\n| Makassar | 2018 |"
    (table,) = blocks.parse(text)
    assert table == Block("table", ("| Kota | Tahun |", "| Makassar | 2018 |"))
    assert table.text == text


def test_a_table_is_filled_and_its_cells_keep_their_bars_out() -> None:
    assert blocks.table([["a|b", "c\nd"], ["e"]]).lines == ("| a/b | c d |", "| e |  |")
    assert blocks.table([]) == Block("table", ())


@pytest.mark.parametrize(("text", "words"), [("satu dua", 2), ("| a | b |\n| --- | --- |", 2), ("- satu", 1), ("", 0)])
def test_bars_rules_and_bullets_are_no_words(text: str, words: int) -> None:
    assert blocks.count_words(text) == words


@given(block_lists())
def test_blocks_come_back_as_they_were_written(parts: list[Block]) -> None:
    assert blocks.parse(blocks.render(parts)) == parts


@given(st.text(max_size=400))
def test_reading_and_writing_settles(text: str) -> None:
    once = blocks.render(blocks.parse(text))
    assert blocks.render(blocks.parse(once)) == once
