"""Texts of the starter corpus become documents."""

from pathlib import Path

import pytest

from ingest.corpus.loader import load_corpus
from ingest.errors import DocumentError

CORPUS = Path(__file__).parents[3] / "knowledge" / "corpus"


def test_every_shipped_text_loads() -> None:
    loaded = list(load_corpus(CORPUS))
    assert {one.document.collection for one in loaded} == {"ascn", "asean-2045", "sni"}
    assert len({one.document.id for one in loaded}) == len(loaded)


def test_a_text_becomes_a_document_with_its_sources(corpus: Path) -> None:
    english, indonesian = load_corpus(corpus)
    document = english.document
    assert (document.id, document.translation, indonesian.document.translation) == (
        "ascn-test.en",
        "ascn-test",
        "ascn-test",
    )
    assert (document.publisher, document.date, document.as_of) == ("Thailand", "2019-08-23", "2026-01")
    assert [(source.id, source.date, source.pages) for source in document.sources] == [
        ("tor", "2019-08-23", "1-2: 11; 3-8: 12"),
        ("note", "", ""),
    ]
    assert (document.review_after, document.months_until_review) == (0, 12)


def test_a_section_keeps_its_anchor_and_joins_wrapped_lines(corpus: Path) -> None:
    (section,) = next(load_corpus(corpus)).sections
    assert section.heading == ("How to join", "How to join")
    assert section.anchor == "route"
    assert section.example_questions == ("how does a city join?", "2045", "ways to join")
    assert (section.shown_question, section.as_of) == ("How does a city join?", "")
    assert section.text == (
        "A city is proposed by its National Representative. [@tor, cl. 7]\n\n"
        "It hands in: [@tor, cl. 7; @note, p. 2]\n\n"
        "- a vision of its own;\n- a plan."
    )


def test_a_text_and_a_section_may_have_their_own_state_of_knowledge(corpus: Path) -> None:
    path = corpus / "ascn" / "ascn-test.en.md"
    text = path.read_text(encoding="utf-8").replace("as_of: 2026-01", "as_of: 2026-01\nreview_after: 6")
    path.write_text(text.replace("facts: F1 F2", "facts: F1 F2\nas_of: 2026-11"), encoding="utf-8")
    loaded = next(load_corpus(corpus))
    assert (loaded.document.as_of, loaded.document.months_until_review) == ("2026-01", 6)
    assert [section.as_of for section in loaded.sections] == ["2026-11"]


def test_every_shipped_section_has_a_question_of_its_own_for_a_button() -> None:
    for language in ("id", "en"):
        shown = [
            section.shown_question
            for loaded in load_corpus(CORPUS)
            if loaded.document.language == language
            for section in loaded.sections
        ]
        assert all(question[0].isupper() or question[0].isdigit() for question in shown)
        assert all(question.endswith("?") and len(question) <= 75 for question in shown)
        assert len(set(map(str.casefold, shown))) == len(shown)


def test_two_sources_of_one_id_are_refused(corpus: Path) -> None:
    with (corpus / "sources.csv").open("a", encoding="utf-8") as file:
        file.write("tor,Another text,Thailand,2020,,en,\n")
    with pytest.raises(DocumentError, match=r"sources\.csv: the source 'tor' is there twice"):
        list(load_corpus(corpus))


def test_a_malformed_text_is_refused_by_name(corpus: Path) -> None:
    (corpus / "ascn" / "ascn-test.en.md").write_text("no front matter", encoding="utf-8")
    with pytest.raises(DocumentError, match=r"ascn-test\.en\.md: it does not begin") as caught:
        list(load_corpus(corpus))
    assert "tidak dapat dibaca" in caught.value.message("id")
