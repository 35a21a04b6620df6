"""From a question to passages, in a release of real texts and the shipped model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from knowledge.documents import Language
from knowledge.language.query import Query
from knowledge.markup.citation_marks import strip_marks
from knowledge.retrieval.retriever import JUST_SHOWN, NEAR_DUPLICATE, Retriever, together
from tests.parts import Parts, open_parts, version_of


@pytest.fixture(scope="module")
def retriever(readable: Parts) -> Retriever:
    return Retriever(readable.releases)


@pytest.mark.parametrize(
    ("question", "language", "document", "anchor"),
    [
        ("Apa saja kewajiban kota anggota ASCN?", "id", "ascn-duties", "duties"),
        ("klo kota kami udah masuk ascn wajib ngapain aja", "id", "ascn-duties", "duties"),
        ("What are the duties of an ASCN member city?", "en", "ascn-duties", "duties"),
        ("What are the tasks of a Chief Smart City Officer?", "en", "ascn-duties", "csco-tasks"),
        ("apa tugas CSCO", "id", "ascn-duties", "csco-tasks"),
    ],
)
def test_the_right_section_comes_first(
    retriever: Retriever, question: str, language: Language, document: str, anchor: str
) -> None:
    first = retriever.retrieve(Query(question, language)).passages[0]
    assert (first.document.id, first.chunk.anchor) == (f"{document}.{language}", anchor)


@pytest.mark.parametrize("language", ["id", "en"])
def test_translations_are_given_once_in_the_language_of_the_asker(retriever: Retriever, language: Language) -> None:
    found = retriever.retrieve(Query("kewajiban kota anggota / duties of member cities", language))
    assert {passage.document.language for passage in found.passages} == {language}
    places = [(passage.document.translation, passage.chunk.anchor) for passage in found.passages]
    assert len(places) == len(set(places))


def test_passages_are_ordered_few_and_different(retriever: Retriever) -> None:
    found = retriever.retrieve(Query("kota anggota ASCN", "id"), limit=5)
    scores = [passage.score for passage in found.passages]
    assert len(scores) == 5
    assert scores == sorted(scores, reverse=True)
    words = [set(strip_marks(passage.chunk.text).casefold().split()) for passage in found.passages]
    pairs = [(first, other) for at, first in enumerate(words) for other in words[:at]]
    assert all(len(first & other) <= NEAR_DUPLICATE * len(first | other) for first, other in pairs)


def test_features_are_within_their_bounds(retriever: Retriever) -> None:
    for question in ("Apa itu ASCN?", "resep rendang", "19.9", "?", "x" * 500):
        features = retriever.retrieve(Query(question, "id")).features
        assert features is not None
        for name in ("coverage", "idf_coverage", "max_missing_idf", "agreement"):
            assert 0 <= getattr(features, name) <= 1, (question, name)
        assert -1 <= features.dense <= 1.001


def test_a_scope_holds_only_its_collection(retriever: Retriever) -> None:
    assert retriever.retrieve(Query("kewajiban kota", "id"), scope="ascn").passages
    elsewhere = retriever.retrieve(Query("kewajiban kota", "id"), scope="staff")
    assert (elsewhere.passages, elsewhere.features) == ((), None)


def test_a_question_of_the_documents_is_surer_than_another(retriever: Retriever) -> None:
    known = retriever.retrieve(Query("Apa saja kewajiban kota anggota ASCN?", "id")).features
    unknown = retriever.retrieve(Query("Bagaimana cara memasak rendang?", "id")).features
    assert known is not None
    assert unknown is not None
    assert known.dense > unknown.dense
    assert known.coverage > unknown.coverage
    assert known.idf_coverage > unknown.idf_coverage


@pytest.mark.parametrize(("language", "about", "asked"), [("id", "tugas CSCO", "siapa orangnya?")])
def test_a_question_is_completed_by_what_it_is_about(
    retriever: Retriever, language: Language, about: str, asked: str
) -> None:
    found = retriever.retrieve(Query(asked, language), about=about)
    alone = retriever.retrieve(Query(asked, language))
    assert any("CSCO" in passage.chunk.text for passage in found.passages[:2])
    assert found.features is not None
    assert alone.features is not None
    assert found.features.length > alone.features.length
    assert -1 <= found.features.dense <= 1.001


def test_what_was_just_shown_falls_back(retriever: Retriever) -> None:
    query = Query("kewajiban kota anggota ASCN", "id")
    before = retriever.retrieve(query).passages
    after = retriever.retrieve(query, shown=frozenset({before[0].chunk.id})).passages
    # Neither does its translation, which says the same, stand in for it.
    scores = {passage.chunk.id: passage.score for passage in after}
    assert scores[before[0].chunk.id] == pytest.approx(before[0].score - JUST_SHOWN, abs=1e-5)
    assert scores[before[1].chunk.id] == pytest.approx(before[1].score, abs=1e-5)


def test_a_release_can_be_tried_before_it_is_published(readable: Parts, retriever: Retriever) -> None:
    release = readable.releases.open(readable.release_store.published() or "")
    assert retriever.retrieve(Query("Apa itu ASCN?", "id"), release=release).release == release.id
    release.close()
    assert retriever.retrieve(Query("Apa itu ASCN?", "id")).passages


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Retriever]:
    """A search over a text of ours and, in English, one that is quoted."""
    with open_parts(tmp_path_factory.mktemp("beside")) as parts:
        quoted = version_of("laporan", "Singapore has many buses", "The area of Batam is large", language="en")
        quoted = replace(quoted, document=replace(quoted.document, sources=()))
        for version in (version_of("tor", "Kota Surabaya melapor"), quoted):
            parts.document_store.add(version)
        parts.publish()
        yield Retriever(parts.releases)


def test_texts_of_ours_and_documents_that_are_quoted_are_searched_apart(beside: Retriever) -> None:
    found = beside.retrieve_apart(Query("kota mana punya bus?", "id"))
    assert [{passage.document.id for passage in one.passages} for one in found] == [{"tor"}, {"laporan"}]
    assert beside.retrieve(Query("kota mana punya bus?", "id"), limit=2).passages[1:]
    assert together(found, found[0]).beside == found[1]
    assert together(found, found[1]).beside is None


@pytest.mark.parametrize(
    ("question", "missing"),
    [("berapa bus di Singapura?", 0), ("how many buses in Singapore?", 0), ("berapa bus di Makassar?", 1)],
)
def test_a_city_is_missing_where_a_quoted_document_names_it_in_neither_language(
    beside: Retriever, question: str, missing: int
) -> None:
    features = beside.retrieve_apart(Query(question, "id"))[1].features
    assert features is not None
    assert features.missing_entities == missing


def test_only_what_quoted_documents_name_is_left_to_them(beside: Retriever, retriever: Retriever) -> None:
    named = ["berapa bus di Singapore?", "luas Batam?", "apa laporan Surabaya?", "apa itu bus?"]
    assert [beside.names_of_quoted(Query(one, "id")) for one in named] == [True, True, False, False]
    assert not retriever.names_of_quoted(Query("Apa itu ASCN?", "id"))
