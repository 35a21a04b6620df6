"""Documents and their parts: equal content has equal ids, in every installation."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.documents import (
    GAPS,
    Answerability,
    Chunk,
    Document,
    Section,
    Source,
    answerability_of,
    digest,
    version_digest,
)

DOCUMENT = Document(
    "tor.id",
    "Kerangka Acuan",
    "ascn",
    "id",
    publisher="ASEAN",
    date="2019-08-23",
    url="https://asean.org/tor",
    as_of="2026-01",
    translation="tor",
    sources=(Source("note", "Catatan"),),
)
SECTIONS = [
    Section(
        "Kota 'melapor'.",
        ("Kerangka Acuan", "Laporan"),
        page=3,
        clause="17(d)",
        anchor="laporan",
        example_questions=("kapan melapor?", "laporan"),
        answerability="partial",
    ),
    Section("Tidak dimuat.", answerability="none", confidence=0.5),
    Section("Biasa."),
]


def test_ids_are_those_that_installations_hold() -> None:
    """They were computed when the first release was built; another would build every index anew."""
    assert version_digest(DOCUMENT, SECTIONS) == "95f80414887ee2910ddcc5075329cb87"
    assert version_digest(Document("a", "A", "staff", "en"), []) == "1390dcda0250b8fa05bd5bbd81905cb8"
    assert [Chunk.of(DOCUMENT.id, section).id for section in SECTIONS] == [
        "2674fea71a94607ec4442c8223baa0a3",
        "f82433d786ce6159793dcf2264a25d7f",
        "e104b1e615aa8db27c410398a69b43b5",
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Lain."},
        {"heading": ("Lain",)},
        {"page": 4},
        {"clause": "17(e)"},
        {"anchor": "lain"},
        {"example_questions": ("laporan",)},
        {"answerability": "none"},
        {"shown_question": "Kapan kota melapor?"},
        {"as_of": "2026-11"},
    ],
)
def test_whatever_changes_in_a_section_changes_the_ids(change: dict[str, object]) -> None:
    changed = replace(SECTIONS[0], **change)  # type: ignore[arg-type]
    assert Chunk.of(DOCUMENT.id, changed).id != Chunk.of(DOCUMENT.id, SECTIONS[0]).id
    assert version_digest(DOCUMENT, [changed]) != version_digest(DOCUMENT, SECTIONS[:1])


def test_when_a_document_is_to_be_reviewed_changes_its_version_and_no_chunk() -> None:
    changed = replace(DOCUMENT, review_after=6)
    assert version_digest(changed, SECTIONS) != version_digest(DOCUMENT, SECTIONS)
    paged = replace(DOCUMENT, sources=(replace(DOCUMENT.sources[0], pages="1-2: 11"),))
    assert version_digest(paged, SECTIONS) != version_digest(DOCUMENT, SECTIONS)


@pytest.mark.parametrize(
    ("collection", "review_after", "months"),
    [("ascn", 0, 12), ("sni", 0, 36), ("asean-2045", 0, 36), ("ascn", 3, 3), ("staff", 0, 0), ("staff", 6, 6)],
)
def test_a_document_is_reviewed_as_usual_in_its_collection_unless_it_says_otherwise(
    collection: str, review_after: int, months: int
) -> None:
    document = Document("a", "A", collection, "id", review_after=review_after)
    assert document.months_until_review == months


def test_the_question_that_is_shown_is_searched_first_and_once() -> None:
    chunk = Chunk.of("a", replace(SECTIONS[0], shown_question="Kapan kota melapor?"))
    assert chunk.questions == ("Kapan kota melapor?", "kapan melapor?", "laporan")
    again = Chunk.of("a", replace(SECTIONS[0], shown_question="laporan"))
    assert again.questions == ("laporan", "kapan melapor?")
    assert Chunk.of("a", SECTIONS[2]).questions == ()


def test_a_part_of_a_section_keeps_its_place() -> None:
    part = Chunk.of(DOCUMENT.id, SECTIONS[0], "Kota.")
    assert (part.text, part.clause, part.page) == ("Kota.", "17(d)", 3)
    assert part.id != Chunk.of(DOCUMENT.id, SECTIONS[0]).id


@pytest.mark.parametrize("answerability", ["full", "partial", "none"])
def test_what_is_left_open_is_read_as_it_was_written(answerability: Answerability) -> None:
    assert answerability_of(GAPS[answerability]) == answerability


@pytest.mark.parametrize(
    ("locator", "page"),
    [
        ("cl. 1", 11),
        ("cl. 2(a)", 11),
        ("cl. 8", 12),
        ("cl. 9", 13),
        ("cl. 10", None),
        ("p. 24", 14),
        ("p. 4", 4),
        ("pp. 4-5", None),
        ("Art. 3", None),
        ("cl. IV", None),
        ("", None),
    ],
)
def test_a_locator_leads_to_a_page_of_the_file(locator: str, page: int | None) -> None:
    source = Source("tor", "Terms of Reference", pages="1-2: 11; 3-8: 12; 9: 13; p. 24: 14")
    assert source.page_of(locator) == page
    assert Source("tor", "Terms of Reference").page_of(locator) == (int(locator[3:]) if locator[:3] == "p. " else None)


def test_a_source_may_take_up_some_pages_of_a_file() -> None:
    assert Source("tor", "Terms of Reference", pages="1-2: 11; 3-8: 12; p. 24: 14").own_pages == {11, 12}
    assert Source("tor", "Terms of Reference").own_pages == frozenset()


@given(st.lists(st.text(max_size=5), max_size=4), st.lists(st.text(max_size=5), max_size=4))
def test_texts_cannot_run_into_each_other(some: list[str], others: list[str]) -> None:
    assert (digest(*some) == digest(*others)) == (some == others)
