"""What is said about answers and refusals."""

from __future__ import annotations

import re

import pytest

from knowledge.answering.texts import TEXTS, say
from knowledge.documents import LANGUAGES, Language


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_said_is_filled_in(language: Language) -> None:
    assert "6000" in say("admission.too_long", language, limit=6000)
    read = say("understood.topic", language, question="siapa orangnya?", subject="Tugas CSCO")
    assert "siapa orangnya?" in read
    assert "Tugas CSCO" in read


@pytest.mark.parametrize("question", ["siapa ketuanya sekarang?", "sudah berapa anggotanya", "who chairs it now?"])
def test_questions_about_the_present_are_told(question: str) -> None:
    assert re.search(TEXTS.get("time_words"), question)


@pytest.mark.parametrize("question", ["siapa ketuanya?", "berapa anggotanya", "who knows the chair?"])
def test_others_are_not(question: str) -> None:
    assert not re.search(TEXTS.get("time_words"), question)
