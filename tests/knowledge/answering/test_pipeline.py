"""Whole answers from real texts: outcome, citations and key facts, in both languages."""

from __future__ import annotations

import re

import pytest

from knowledge.answer_text import plain_text
from knowledge.answers import Answer, Outcome
from knowledge.documents import Language
from knowledge.errors import NotFoundError
from knowledge.markup.citation_marks import strip_marks
from tests.parts import Parts


def _cited(answer: Answer) -> set[int]:
    return {number for block in answer.blocks for number in getattr(block, "citations", ())} | {
        number for block in answer.blocks for item in getattr(block, "items", ()) for number in item.citations
    }


@pytest.mark.parametrize(
    ("question", "language", "document", "keys"),
    [
        ("Apa saja kewajiban kota anggota ASCN?", "id", "ascn-duties.id", ["CSCO", "SCAP", "laporan"]),
        ("What are the duties of an ASCN member city?", "en", "ascn-duties.en", ["CSCO", "SCAP", "report"]),
        ("apa aja tugas csco ya min", "id", "ascn-duties.id", ["SCAP"]),
    ],
)
def test_an_answer_is_cited_and_in_the_language_of_the_question(
    readable: Parts, question: str, language: Language, document: str, keys: list[str]
) -> None:
    answer = readable.answering.answer(question)
    assert answer.outcome is Outcome.ANSWERED
    assert answer.language == language
    assert answer.release == readable.release_store.published()
    text = plain_text(answer)
    assert all(key in text for key in keys)
    assert document in {citation.document for citation in answer.citations}
    assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert _cited(answer) <= {citation.number for citation in answer.citations}
    assert {int(number) for number in re.findall(r"\[(\d+)\]", text)} == _cited(answer)
    assert "@" not in text
    assert answer.confidence > 0.5
    assert set(answer.steps) == {"admit", "understand", "indicate", "retrieve", "decide", "compose", "verify"}
    assert sum(answer.steps.values()) <= answer.milliseconds


@pytest.mark.parametrize(
    "question",
    ["Bagaimana resep rendang padang?", "Who won the football world cup?", "harga cabai di pasar hari ini berapa"],
)
def test_what_the_documents_do_not_hold_is_refused(readable: Parts, question: str) -> None:
    answer = readable.answering.answer(question)
    assert answer.outcome is Outcome.REFUSED
    assert answer.citations == ()
    assert answer.confidence < 0.5
    assert plain_text(answer).startswith(Outcome.REFUSED.message(answer.language))


def test_the_same_question_gets_the_same_answer(readable: Parts) -> None:
    first, second = (readable.answering.answer("Apa saja tugas CSCO?") for _ in range(2))
    assert (first.blocks, first.citations, first.features) == (second.blocks, second.citations, second.features)


def test_a_language_can_be_asked_for(readable: Parts) -> None:
    answer = readable.answering.answer("Apa saja kewajiban kota anggota ASCN?", language="en")
    assert answer.language == "en"
    assert answer.citations[0].document == "ascn-duties.en"


def test_quotes_of_citations_are_short_and_from_the_text(readable: Parts) -> None:
    answer = readable.answering.answer("Apa saja kewajiban kota anggota ASCN?")
    chunks = readable.document_store.chunks(
        chunk for chunk, _ in readable.document_store.chunk_ids(readable.document_store.current_versions())
    )
    said = " ".join(" ".join(strip_marks(chunk.text).split()) for chunk in chunks.values())
    assert len(answer.citations) > 1
    for citation in answer.citations:
        assert 0 < len(citation.quote) <= 300
        assert " ".join(citation.quote.rstrip("…").split()) in said


def test_before_the_first_publication_it_says_so(parts: Parts) -> None:
    with pytest.raises(NotFoundError, match="Nothing is published yet"):
        parts.answering.answer("Apa saja kewajiban kota anggota ASCN?")
    assert parts.answering.answer("halo").outcome is Outcome.SMALLTALK
