"""What is let in: of bearable length, with a warning about personal data."""

from __future__ import annotations

import pytest

from knowledge.answering.admission import objection, warning
from knowledge.documents import LANGUAGES, Language
from knowledge.language.query import MESSAGE_LIMIT, Query


def _objection(message: str, limit: int = 100) -> str:
    return objection(Query.of(message, "id", limit=limit), limit)


@pytest.mark.parametrize("message", ["", "   ", "\u200b\u200b", "\n"])
def test_to_an_empty_message_is_objected(message: str) -> None:
    assert "kosong" in _objection(message)


def test_to_a_long_message_is_objected_and_the_limit_named() -> None:
    assert "100" in _objection("kota " * 100_000)


def test_a_message_of_just_the_limit_is_let_in() -> None:
    assert _objection("k" * 100) == ""
    assert _objection("k" * MESSAGE_LIMIT, MESSAGE_LIMIT) == ""


@pytest.mark.parametrize(("language", "telephone"), [("id", "nomor telepon"), ("en", "phone number")])
def test_people_are_warned_of_personal_data_without_its_being_repeated(language: Language, telephone: str) -> None:
    said = warning(Query.of("NIK saya 3578011201900001, hp 0812-3456-7890; apa kewajiban kota?", language))
    assert "NIK" in said
    assert telephone in said
    assert "3578011201900001" not in said
    assert "0812" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_sends_no_personal_data_is_not_warned(language: Language) -> None:
    assert warning(Query.of("apa kewajiban kota?", language)) == ""
