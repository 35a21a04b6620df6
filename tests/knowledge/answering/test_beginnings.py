"""Where to begin: what a text is about, and what is offered for it."""

from __future__ import annotations

import pytest

from knowledge.answering.beginnings import BEGINNINGS, field_of, first_question, next_questions
from knowledge.documents import LANGUAGES


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("saya ditunjuk jadi PIC ASCN", "network"),
        ("they put me in charge of the smart cities network", "network"),
        ("disuruh menerangkan Visi Komunitas ASEAN 2045 besok", "vision"),
        ("pusing mengisi lembar SNI ISO 37122", "indicators"),
        ("saya baru pindah ke bagian umum", ""),
    ],
)
def test_what_a_text_is_about_is_told_by_its_name(text: str, field: str) -> None:
    assert field_of(text) == field


@pytest.mark.parametrize("field", ["network", "vision", "indicators"])
def test_both_languages_begin_with_as_many_questions(field: str) -> None:
    asked = [[first_question(field, language), *next_questions(field, language)] for language in LANGUAGES]
    assert len({len(questions) for questions in asked}) == 1
    assert all(question.endswith("?") for questions in asked for question in questions)


def test_of_ones_own_text_there_is_something_to_ask() -> None:
    assert all(BEGINNINGS.get("own_text.next")[language] for language in LANGUAGES)
