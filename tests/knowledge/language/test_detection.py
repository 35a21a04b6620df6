"""Which of the two languages a text is in."""

from __future__ import annotations

import pytest

from knowledge.documents import Language
from knowledge.language.analyzer import default_analyzer, tokens
from knowledge.language.cleaning import clean_question
from knowledge.language.detection import document_language, is_foreign, question_language
from knowledge.language.query import Query

LEXICON = default_analyzer().lexicon


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Apa saja kewajiban kota anggota?", "id"),
        ("gmn cara gabung ascn min", "id"),
        ("apa itu smart city action plan?", "id"),
        ("What are the duties of a member city?", "en"),
        ("how does Banyuwangi join", "en"),
        ("ASCN", "id"),
    ],
)
def test_the_language_of_a_question(text: str, language: Language) -> None:
    assert question_language(tokens(text), LEXICON, "id") == language


@pytest.mark.parametrize(
    ("text", "foreign"),
    [
        ("Các thành phố nào là thành viên của ASCN?", True),
        ("Paano sumali ang isang lungsod sa ASCN?", True),
        ("什么是ASCN", True),
        ("apakah faedahnya kepada bandar?", False),
        ("gmn cara gabung ascn min", False),
        ("yang mantau pelaksanaannya?", False),
        ("Surabaya Makassar?", False),
        ("ASCN", False),
        ("37122?", False),
    ],
)
def test_a_question_in_neither_language_is_known(text: str, foreign: bool) -> None:
    assert is_foreign(tokens(clean_question(text)), LEXICON) == foreign


def test_a_message_without_language_keeps_that_of_the_conversation() -> None:
    assert question_language(tokens("37122?"), LEXICON, "en") == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Setiap kota wajib melapor kepada sekretariat dan tidak dapat menunda.", "id"),
        ("Member cities shall report to the secretariat and may not delay.", "en"),
        ("", "id"),
    ],
)
def test_the_language_of_a_document(text: str, language: Language) -> None:
    assert document_language(text) == language


def test_a_quotation_does_not_turn_a_document() -> None:
    assert document_language("Member cities shall report. " + "Kota melapor dan tidak dapat menunda. " * 50) == "id"


def test_the_question_word_that_opens_a_question_outweighs_an_english_name() -> None:
    assert Query.of("Apa cakupan area fokus Health and Well-being?").language == "id"
    assert Query.of("Apa mandat ASEAN Centre for Biodiversity?").language == "id"
    assert Query.of("What is the duty of a kota anggota?").language == "en"
