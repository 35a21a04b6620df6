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
    assert [(source.id, source.date) for source in document.sources] == [("tor", "2019-08-23"), ("note", "")]


def test_a_section_keeps_its_anchor_and_joins_wrapped_lines(corpus: Path) -> None:
    (section,) = next(load_corpus(corpus)).sections
    assert section.heading == ("How to join", "How to join")
    assert section.anchor == "route"
    assert section.example_questions == ("how does a city join?", "2045", "ways to join")
    assert section.text == (
        "A city is proposed by its National Representative. [@tor, cl. 7]\n\n"
        "It hands in: [@tor, cl. 7; @note, p. 2]\n\n"
        "- a vision of its own;\n- a plan."
    )


def test_a_malformed_text_is_refused_by_name(corpus: Path) -> None:
    (corpus / "ascn" / "ascn-test.en.md").write_text("no front matter", encoding="utf-8")
    with pytest.raises(DocumentError, match=r"ascn-test\.en\.md: it does not begin") as caught:
        list(load_corpus(corpus))
    assert "tidak dapat dibaca" in caught.value.message("id")
