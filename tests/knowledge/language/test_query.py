"""A question, analysed once."""

from __future__ import annotations

import unicodedata
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language import query as module
from knowledge.language.query import Query, content_words


def test_a_message_is_cleaned_and_personal_data_masked() -> None:
    query = Query.of("  NIK saya 3578\u200b011201\u2060900001,\nhp 0812-3456-7890; apa kewajiban kota? ")
    assert query.text == "NIK saya [NIK], hp [telepon]; apa kewajiban kota?"
    assert [finding.kind for finding in query.masked] == ["nik", "phone"]
    assert not query.shortened


def test_personal_data_is_masked_before_a_long_message_is_cut() -> None:
    query = Query.of("x" * 90 + " 3578011201900001 apa kewajiban kota anggota?", limit=100)
    assert query.shortened
    assert len(query.text) == 100
    assert "3578" not in query.text


@pytest.mark.parametrize(
    ("message", "fallback", "language"),
    [
        ("What are the duties of a member city?", "id", "en"),
        ("Apa saja kewajiban kota?", "en", "id"),
        ("37122?", "en", "en"),
        ("0812-3456-7890", "en", "en"),  # what stands for it is no word of the asker
    ],
)
def test_the_language_is_that_of_the_message(message: str, fallback: str, language: str) -> None:
    assert Query.of(message, fallback=fallback).language == language
    assert Query.of(message, "id", fallback="en").language == "id"


def test_it_is_cut_into_words_once_whoever_asks() -> None:
    with patch.object(module, "tokens", wraps=module.tokens) as cut:
        query = Query.of("gmn tugas CSCO ke-9 di Makassar?")
        assert query.content_words
        assert query.entities({"makassar"}) == {"makassar", "#9"}
        assert query.terms[0].word == "tugas"
        assert query.terms is query.terms
    cut.assert_called_once()


def test_other_words_are_another_query_in_the_same_language() -> None:
    query = Query("apa tugasnya?", "en")
    assert query.tokens == ["apa", "tugasnya"]
    other = query.reworded("tugas CSCO")
    assert (other.tokens, other.language) == (["tugas", "csco"], "en")
    assert query.reworded(query.text) is query


def test_words_that_carry_no_topic_are_left_out() -> None:
    assert content_words(["terus", "apa", "tugas", "csco", "and", "its", "budget"]) == ["tugas", "csco", "budget"]


@given(st.text(st.characters(), max_size=200))
def test_any_message_is_borne(message: str) -> None:
    query = Query.of(message, limit=50)
    assert len(query.text) <= 50
    assert query.entities(set()) is not None
    assert len(query.terms) <= len(unicodedata.normalize("NFKC", query.text))  # ¼ is three characters then
