"""Text without what nobody sees."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.cleaning import clean, clean_question

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


def test_a_document_keeps_its_lines_and_loses_what_is_invisible() -> None:
    assert clean("Pasal\u00ad 1\n\tKota\x00 cafe\u0301\ue000") == "Pasal 1\n\tKota café"


@given(_WIDE)
def test_a_clean_text_stays_as_it_is_and_can_be_stored(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    once.encode()
