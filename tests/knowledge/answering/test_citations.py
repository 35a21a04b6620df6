"""Marks of passages become numbered citations of an answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.answering.citations import Citations, at_page, locator
from knowledge.documents import Chunk, Document, Language, Passage, Source
from knowledge.grounding.originals import Original
from knowledge.markup.citation_marks import Mark
from knowledge.storage.open_files import OpenFile

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
    assert (citation.kind, citation.document, citation.quote) == ("summary", "panduan.id", "")  # the words are ours


@pytest.mark.parametrize("marks", [(), (Mark("tiada", "cl. 1"),)])
def test_without_a_known_mark_the_document_itself_is_cited(marks: tuple[Mark, ...]) -> None:
    citations = Citations("en")
    assert citations.numbers(PASSAGE, marks, "Kutipan.") == (1,)
    (citation,) = citations.all
    assert (citation.title, citation.publisher, citation.date) == ("Panduan", "Kemendagri", "January 2026")
    assert citation.locator == "Pasal 5, p. 12"
    assert (citation.kind, citation.quote) == ("quotation", "Kutipan.")


@pytest.mark.parametrize(
    ("url", "server", "shown"),
    [
        ("", "https://pandu.go.id", "https://pandu.go.id/sumber/panduan.id/berkas#page=12"),
        ("https://kota.go.id/berita", "https://pandu.go.id", "https://pandu.go.id/sumber/panduan.id/berkas#page=12"),
        ("https://kota.go.id/a.pdf", "https://pandu.go.id", "https://kota.go.id/a.pdf#page=12"),
        ("https://kota.go.id/berita", "", "https://kota.go.id/berita"),
    ],
)
def test_a_file_that_the_public_may_open_is_cited_at_its_page(url: str, server: str, shown: str) -> None:
    citations = Citations("id", files=[OpenFile("panduan.id", "a.pdf", server)])
    citations.numbers(replace(PASSAGE, document=replace(DOCUMENT, url=url)), (), "Kutipan.")
    (citation,) = citations.all
    assert (citation.url, citation.file) == (shown, "/sumber/panduan.id/berkas#page=12")


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


REPORT = Source("tor", "Terms of Reference", "ASEAN", "2019", "https://asean.org/Report.PDF", "1-2: 11; 3-8: 12; 9: 13")


@pytest.mark.parametrize(
    ("url", "page", "address"),
    [
        ("https://asean.org/tor.pdf", 4, "https://asean.org/tor.pdf#page=4"),
        ("https://asean.org/Report.PDF?a=1", 4, "https://asean.org/Report.PDF?a=1#page=4"),
        ("https://asean.org/tor.pdf", None, "https://asean.org/tor.pdf"),
        ("https://asean.org/tor", 4, "https://asean.org/tor"),
        ("https://asean.org/?file=tor.pdf", 4, "https://asean.org/?file=tor.pdf"),
        ("", 4, ""),
    ],
)
def test_only_the_address_of_a_pdf_leads_to_a_page(url: str, page: int | None, address: str) -> None:
    assert at_page(url, page) == address


SAID = "Kota melapor setiap tahun."
BORNE_OUT = Original(
    source="tor",
    locator="cl. 7",
    statement=SAID,
    where="panduan.id#laporan",
    sentence="Each city shall report once a year.",
    page=3,
    clause="7",
    picture="0" * 64 + "-" + "1" * 32 + ".jpg",
)
FILED = replace(
    PASSAGE,
    chunk=replace(PASSAGE.chunk, anchor="laporan"),
    document=replace(DOCUMENT, sources=(replace(REPORT, pages=""),)),
)


def test_a_summary_of_a_public_file_leads_to_its_page_and_to_our_text() -> None:
    citations = Citations("id")
    citations.numbers(replace(FILED, document=replace(DOCUMENT, sources=(REPORT,))), (Mark("tor", "cl. 7"),), SAID)
    (citation,) = citations.all
    assert citation.url == "https://asean.org/Report.PDF#page=12"
    assert (citation.kind, citation.document, citation.section) == ("summary", "panduan.id", "laporan")


def test_where_the_original_is_held_its_own_sentence_is_quoted_with_page_and_place() -> None:
    citations = Citations("id", [BORNE_OUT])
    assert citations.numbers(FILED, (Mark("tor", "cl. 7"),), SAID) == (1,)
    (citation,) = citations.all
    assert (citation.kind, citation.quote) == ("quotation", "Each city shall report once a year.")
    assert citation.locator == "klausul 7, hlm. 3"
    assert citation.url == "https://asean.org/Report.PDF#page=3"
    assert citation.picture == BORNE_OUT.picture


@pytest.mark.parametrize(
    "change", [{"source": "note"}, {"locator": "cl. 8"}, {"statement": "Kota melapor setiap bulan."}]
)
def test_an_original_speaks_for_its_own_statement_and_place_alone(change: dict[str, str]) -> None:
    citations = Citations("id", [replace(BORNE_OUT, **change)])  # type: ignore[arg-type]
    citations.numbers(FILED, (Mark("tor", "cl. 7"),), SAID)
    assert (citations.all[0].kind, citations.all[0].quote) == ("summary", "")


def test_a_statement_that_cites_two_clauses_has_the_words_of_each_apart() -> None:
    other = replace(BORNE_OUT, locator="cl. 9", sentence="The report goes to the Secretariat.", page=4, picture="")
    citations = Citations("en", [BORNE_OUT, other])
    assert citations.numbers(FILED, (Mark("tor", "cl. 7"), Mark("tor", "cl. 9"), Mark("tor", "cl. 10")), SAID) == (
        1,
        2,
        3,
    )
    assert [(citation.kind, citation.quote, citation.locator) for citation in citations.all] == [
        ("quotation", "Each city shall report once a year.", "clause 7, p. 3"),
        ("quotation", "The report goes to the Secretariat.", "clause 9, p. 4"),
        ("summary", "", "clause 10"),
    ]


def test_statements_of_one_clause_share_a_number_with_the_words_of_all() -> None:
    second = replace(BORNE_OUT, statement="Laporan itu ringkas.", sentence="The report shall be short.")
    again = replace(BORNE_OUT, statement="Setahun sekali.")
    citations = Citations("id", [BORNE_OUT, second, again])
    for text in (SAID, "Laporan itu ringkas.", "Setahun sekali.", "Tidak ada di sana."):
        assert citations.numbers(FILED, (Mark("tor", "cl. 7"),), text) == (1,)
    (citation,) = citations.all
    assert citation.quote == "Each city shall report once a year.\nThe report shall be short."
    assert citation.locator == "klausul 7, hlm. 3"


def test_a_page_that_the_locator_names_is_not_named_again() -> None:
    citations = Citations("id", [replace(BORNE_OUT, locator="p. 3")])
    citations.numbers(FILED, (Mark("tor", "p. 3"),), SAID)
    assert citations.all[0].locator == "hlm. 3"


def test_another_page_than_the_locator_names_is_named_too() -> None:
    citations = Citations("id", [replace(BORNE_OUT, locator="p. 12", page=1)])
    citations.numbers(FILED, (Mark("tor", "p. 12"),), SAID)
    (citation,) = citations.all
    assert citation.url.endswith("#page=1")
    assert "hlm. 1" in citation.locator.split(", ")
