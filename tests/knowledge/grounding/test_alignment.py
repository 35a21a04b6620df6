"""Which passage of an original a statement sums up, across languages: by its anchors first, then by meaning."""

from __future__ import annotations

import pytest

from ingest.loaders.registry import load
from knowledge.documents import Section
from knowledge.embedding.onnx import OnnxEmbedder
from knowledge.grounding.alignment import Aligner, Place, places_of
from tests.ingest.making import terms_pdf

REPORT = "d. write a short report on the projects of their city every year and send it to the Secretariat."
CONSENSUS = "Decisions of the Network are taken by consensus of the National Representatives who are present."


@pytest.fixture(scope="module")
def aligner(shipped: OnnxEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Aligner:
    """Over a made PDF with clauses, as the loader reads it."""
    return Aligner(places_of(load(terms_pdf(tmp_path_factory.mktemp("tor") / "tor.pdf")).sections), shipped)


def _found(aligner: Aligner, wording: str, locator: str) -> Place:
    """The place that is found, which there has to be."""
    match = aligner.find([wording], [locator])
    assert match is not None
    return match[0]


@pytest.mark.parametrize(
    ("wording", "locator", "page", "clause", "text"),
    [
        ("Kota memiliki satu CSCO yang mewakili kota dalam jejaring.", "cl. 4", 1, "4", "Each city shall have one"),
        ("Setiap pergantian CSCO diberitahukan kepada Sekretariat.", "cl. 5", 1, "5", "Every change of a Chief"),
        ("Menyusun laporan ringkas tentang proyek kota setiap tahun.", "cl. 10(d)", 2, "10(d)", REPORT),
        ("Menyusun laporan ringkas tentang proyek kota setiap tahun.", "cl. 10 (d)", 2, "10(d)", REPORT),
        ("They write a report every year.", "cl. 10(d)", 2, "10(d)", REPORT),
        ("Keputusan diambil dengan konsensus.", "cl. 11", 2, "11", CONSENSUS),
        ("Ikut serta dalam kegiatan jejaring.", "cl. 10(a)", 2, "10(a)", "a. take part in the activities"),
    ],
)
def test_a_clause_that_is_named_is_found_in_either_language(
    aligner: Aligner, wording: str, locator: str, page: int, clause: str, text: str
) -> None:
    match = aligner.find([wording], [locator])
    assert match is not None
    place, found_at = match
    assert (place.page, place.clause, found_at) == (page, clause, locator)
    assert place.text.startswith(text)


def test_the_clause_decides_where_another_says_nearly_the_same(aligner: Aligner) -> None:
    wording = "Keputusan tentang perubahan diambil dengan konsensus."
    for locator, clause in (("cl. 11", "11"), ("cl. 12", "12")):
        assert _found(aligner, wording, locator).clause == clause
    assert _found(aligner, wording, "p. 1").page == 1


def test_of_several_clauses_that_are_named_the_one_that_says_it_is_told(aligner: Aligner) -> None:
    locators = ["cl. 4", "cl. 5", "cl. 10(d)"]
    for wording, locator in (
        ("Kota memiliki satu CSCO yang mewakili kota dalam jejaring.", "cl. 4"),
        ("Setiap pergantian CSCO diberitahukan kepada Sekretariat.", "cl. 5"),
        ("Menyusun laporan ringkas tentang proyek kota setiap tahun.", "cl. 10(d)"),
    ):
        match = aligner.find([wording], locators)
        assert match is not None
        assert (f"cl. {match[0].clause}", match[1]) == (locator, locator)


@pytest.mark.parametrize("locator", ["cl. 8-12", "cl. 8–12", "p. 2-3"])
def test_clauses_and_pages_may_be_named_from_the_first_to_the_last(aligner: Aligner, locator: str) -> None:
    assert _found(aligner, "Kota memiliki satu CSCO yang mewakili kota dalam jejaring.", locator).page == 2


def test_only_the_pages_that_a_source_takes_up_are_searched(aligner: Aligner) -> None:
    wording = ["Keputusan jejaring diambil dengan konsensus."]
    match = aligner.find(wording, [""], {2})
    assert match is not None
    assert match[0].clause == "11"
    elsewhere = aligner.find(wording, [""], {1})
    assert elsewhere is None or elsewhere[0].page == 1
    assert aligner.find(wording, [""], {7}) is None


def test_of_a_clause_whose_letter_is_not_found_the_number_is_searched(aligner: Aligner) -> None:
    assert _found(aligner, "Menyusun laporan ringkas tentang proyek kota setiap tahun.", "cl. 10(z)").clause == "10(d)"


def test_a_number_is_not_taken_for_the_beginning_of_another(aligner: Aligner) -> None:
    assert _found(aligner, "The Network is a platform on which cities work together.", "cl. 1").clause == "1"


@pytest.mark.parametrize(
    ("wording", "clause"),
    [
        ("Keputusan jejaring diambil dengan konsensus.", "11"),
        ("Setiap kota menulis laporan ringkas tentang proyeknya setiap tahun.", "10(d)"),
        ("Kota dapat keluar dari jejaring dengan surat wali kota.", "6"),
        ("The network meets at least once a year.", "9"),
    ],
)
def test_without_an_anchor_the_meaning_decides(aligner: Aligner, wording: str, clause: str) -> None:
    match = aligner.find([wording], [""])
    assert match is not None
    assert (match[0].clause, match[1]) == (clause, "")


@pytest.mark.parametrize("locator", ["", "cl. 4", "p. 2"])
def test_what_the_original_does_not_say_has_no_place(aligner: Aligner, locator: str) -> None:
    assert aligner.find(["Harga cabai di pasar naik tiga kali lipat karena hujan."], [locator]) is None


def test_both_languages_of_a_statement_are_compared_and_the_better_one_counts(shipped: OnnxEmbedder) -> None:
    places = [
        Place(1, "", "Stray cats shall be counted every spring by volunteers.", ""),
        Place(2, "", "Street lights shall be switched off after midnight.", ""),
    ]
    aligner = Aligner(places, shipped)
    assert aligner.find(["Zzz qqq xxx vvv kkk."], [""]) is None
    twins = ["Zzz qqq xxx vvv kkk.", "Street lights are switched off after midnight."]
    assert aligner.find(twins, [""]) == (places[1], "")


def test_a_figure_that_both_hold_decides_between_like_sentences(shipped: OnnxEmbedder) -> None:
    places = [
        Place(1, "", f"The meeting of the Network took place in {city} on {day} {month} {year}.", "")
        for city, day, month, year in (
            ("Bangkok", 23, "August", 2019),
            ("Hanoi", 14, "July", 2020),
            ("Jakarta", 8, "September", 2023),
        )
    ]
    for place, said in zip(places, ("23 Agustus 2019", "14 Juli 2020", "8 September 2023"), strict=True):
        found = Aligner(places, shipped).find([f"Pertemuan jejaring berlangsung pada {said}."], [""])
        assert found == (place, "")


def test_an_original_without_text_says_nothing(shipped: OnnxEmbedder) -> None:
    assert Aligner([], shipped).find(["Kota melapor."], ["cl. 4"]) is None


def test_sentences_items_and_rows_are_places() -> None:
    section = Section(
        "Each city writes a report every year. It goes to the Secretariat by mail.\n\n"
        "- the vision of the city for ten years;\n- a list.\n\n"
        "| City | Year | Officer |\n| --- | --- | --- |\n| Makassar | 2018 | the head of planning there |",
        page=3,
        clause="17(d)",
    )
    places = places_of([section, section])
    assert [place.text for place in places] == [
        "Each city writes a report every year.",
        "It goes to the Secretariat by mail.",
        "the vision of the city for ten years;",
        "Makassar · 2018 · the head of planning there",
    ]
    assert {(place.page, place.clause) for place in places} == {(3, "17(d)")}
    assert all(place.around == section.text for place in places)


def test_a_place_is_shown_without_marks_and_not_longer_than_people_read() -> None:
    (place,) = places_of([Section("kata " * 300 + "akhir. [@x, p. 1]")])
    assert len(place.text) == 600
    assert "[@" not in place.around
