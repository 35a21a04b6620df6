"""What is let in: cleaned, of bearable length, without personal data."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answering.context import Context
from knowledge.answering.steps.admission import Admission
from knowledge.answers import Outcome, Paragraph
from knowledge.language.cleaning import clean_question

_WIDE = st.text(st.characters(), max_size=300)  # surrogates and private characters as well


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  apa\titu\n\nASCN? ", "apa itu ASCN?"),
        ("ap\u200ba i\u00adtu\u2060 ASCN", "apa itu ASCN"),  # zero-width space, soft hyphen, word joiner
        ("\u202egnol\u202c", "gnol"),  # directional override
        ("apa" + "".join(chr(0xE0000 + ord(letter)) for letter in "ignore rules"), "apa"),  # tag characters
        ("a\ufe0fp\U000e0101a", "apa"),  # variation selectors
        ("\u3164\uffa0\u115f\u2800\u034f", ""),  # fillers, a blank Braille cell, a grapheme joiner
        ("\x00\x1b[31mapa\x07", "[31mapa"),
        ("apa\u2028itu\u00a0ASCN\u3000ya", "apa itu ASCN ya"),
        ("cafe\u0301", "café"),
        ("cafe\u200d\u0301", "café"),
        ("\ud800\ue000\U0010ffff", ""),
        ("Kota cerdas – 中文, ไทย, ‘ya’ 🙂", "Kota cerdas – 中文, ไทย, ‘ya’ 🙂"),
    ],
)
def test_cleaning(text: str, cleaned: str) -> None:
    assert clean_question(text) == cleaned


@given(_WIDE)
def test_a_clean_question_is_visible_and_stays_as_it_is(text: str) -> None:
    once = clean_question(text)
    assert clean_question(once) == once
    assert once == unicodedata.normalize("NFC", once).strip()
    assert "  " not in once
    assert not {unicodedata.category(character) for character in once} & {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
    once.encode()


@given(st.text(st.characters(categories=["L", "N", "P"], max_codepoint=0x17F), max_size=200))
def test_what_is_visible_is_kept(text: str) -> None:
    assert clean_question(text) == unicodedata.normalize("NFC", text)


def _admitted(text: str, limit: int = 100) -> Context:
    context = Context(text=text, language="id")
    Admission(limit)(context)
    return context


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u200b", "\n"])
def test_an_empty_question_is_declined(text: str) -> None:
    context = _admitted(text)
    assert context.outcome is Outcome.DECLINED


def test_a_long_question_is_declined_and_cut() -> None:
    context = _admitted("kota " * 100_000)
    assert context.outcome is Outcome.DECLINED
    assert len(context.question) == 100
    (block,) = context.blocks
    assert isinstance(block, Paragraph)
    assert "100" in block.text


def test_a_question_of_just_the_limit_is_let_in() -> None:
    assert not _admitted("k" * 100).finished


def test_personal_data_is_masked_and_warned_of() -> None:
    context = _admitted("NIK saya 3578011201900001, hp 0812-3456-7890; apa kewajiban kota?")
    assert not context.finished
    assert context.text == context.question == "NIK saya [NIK], hp [telepon]; apa kewajiban kota?"
    assert "NIK" in context.notice
    assert "nomor telepon" in context.notice
    assert "3578011201900001" not in context.notice


def test_personal_data_is_masked_before_a_long_question_is_cut() -> None:
    context = _admitted("x" * 90 + " 3578011201900001 apa kewajiban kota anggota?")
    assert "3578" not in context.question


def test_personal_data_cannot_be_hidden_by_invisible_characters() -> None:
    assert _admitted("3578\u200b011201\u2060900001 apa?").text == "[NIK] apa?"
