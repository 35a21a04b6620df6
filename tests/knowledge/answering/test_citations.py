"""Marks of passages become numbered citations of an answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.answering.citations import Citations, locator
from knowledge.documents import Chunk, Document, Language, Passage, Source
from knowledge.markup.citation_marks import Mark

DOCUMENT = Document(
    "panduan.id",
    "Panduan",
    "ascn",
    "id",
    publisher="Kemendagri",
    date="2026-01",
    sources=(Source("tor", "Terms of Reference", "ASEAN", "2019-08-23", "https://asean.org/tor"),),
)
PASSAGE = Passage(
    Chunk("c1", DOCUMENT.id, "Teks.", ("Panduan", "Laporan", "Tenggat"), page=12, clause="Pasal 5"), DOCUMENT, 1, 1, 1
)


def test_equal_places_share_a_number_in_the_order_of_their_need() -> None:
    citations = Citations("id")
    first, second = Mark("tor", "cl. 7"), Mark("tor", "cl. 17(d)")
    assert citations.numbers(PASSAGE, (second, first), "Kutipan.") == (1, 2)
    assert citations.numbers(PASSAGE, (first, first), "Lain.") == (2,)
    assert [(citation.number, citation.locator) for citation in citations.all] == [
        (1, "klausul 17(d)"),
        (2, "klausul 7"),
    ]
    citation = citations.all[0]
    assert (citation.title, citation.date, citation.url) == (
        "Terms of Reference",
        "23 Agustus 2019",
        "https://asean.org/tor",
    )
    assert (citation.document, citation.quote) == ("panduan.id", "Kutipan.")


@pytest.mark.parametrize("marks", [(), (Mark("tiada", "cl. 1"),)])
def test_without_a_known_mark_the_document_itself_is_cited(marks: tuple[Mark, ...]) -> None:
    citations = Citations("en")
    assert citations.numbers(PASSAGE, marks, "Kutipan.") == (1,)
    (citation,) = citations.all
    assert (citation.title, citation.publisher, citation.date) == ("Panduan", "Kemendagri", "January 2026")
    assert citation.locator == "Pasal 5, p. 12"


def test_a_passage_without_page_and_clause_is_found_by_its_heading() -> None:
    citations = Citations("id")
    citations.numbers(replace(PASSAGE, chunk=replace(PASSAGE.chunk, page=None, clause=None)), (), "Kutipan.")
    assert citations.all[0].locator == "Laporan – Tenggat"


def test_a_long_quote_is_shortened_and_says_so() -> None:
    citations = Citations("id")
    citations.numbers(PASSAGE, (), "kata " * 100)
    quote = citations.all[0].quote
    assert len(quote) <= 300
    assert quote.endswith("kata…")


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("cl. 17(d)", "id", "klausul 17(d)"),
        ("cl. 17(d)", "en", "clause 17(d)"),
        ("p. 12", "id", "hlm. 12"),
        ("Art. 5", "id", "Pasal 5"),
        ("Lampiran II", "id", "Lampiran II"),
        ("cl.", "id", "cl."),
        ("", "en", ""),
    ],
)
def test_places_are_written_in_the_language_of_the_answer(text: str, language: Language, shown: str) -> None:
    assert locator(text, language) == shown
