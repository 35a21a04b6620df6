"""Binding the original of a source: what our statements stand on is found in it, word for word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.errors import DocumentError
from ingest.loaders.registry import load
from ingest.originals import Binder
from knowledge.documents import Chunk, Document, Language, Section, Source, version_digest
from knowledge.embedding.onnx import OnnxEmbedder
from knowledge.errors import NotFoundError
from knowledge.grounding.originals import Original
from knowledge.storage.stored_versions import NewVersion
from tests.ingest import making
from tests.ingest.making import PdfPage, terms_pdf, write_pdf
from tests.parts import Parts, open_parts

SOURCES = (
    Source("tor", "Terms of Reference", "ASEAN", "2019", "https://asean.org/tor.pdf"),
    Source("note", "Concept Note"),
)
OFFICER = "Each city shall have one Chief Smart City Officer, who represents the city in the Network."
CHANGE = "Every change of a Chief Smart City Officer shall be made known to the Secretariat within 14 days."
REPORT = "d. write a short report on the projects of their city every year and send it to the Secretariat."


@pytest.fixture(scope="module")
def embedder() -> Iterator[OnnxEmbedder]:
    embedder = OnnxEmbedder(threads=1)
    yield embedder
    embedder.close()


@pytest.fixture
def parts(tmp_path: Path, embedder: OnnxEmbedder) -> Iterator[Parts]:
    """The parts over an empty data folder, with vectors that know both languages."""
    with open_parts(tmp_path / "data", embedder) as parts:
        yield parts


@pytest.fixture
def tor(tmp_path: Path) -> Path:
    return terms_pdf(tmp_path / "Kerangka Acuan.pdf")


def _state(parts: Parts, text: str, language: Language = "id", pages: str = "") -> None:
    """Make this the current text of one section of a document that cites the sources; ``pages`` are those of the Terms
    of Reference."""
    sources = (replace(SOURCES[0], pages=pages), SOURCES[1])
    document = Document(f"duties.{language}", "Duties", "ascn", language, translation="duties", sources=sources)
    section = Section(text, ("Duties", "Duties"), anchor="duties")
    chunk = Chunk.of(document.id, section)
    parts.document_store.add(NewVersion(document, version_digest(document, [section]), [chunk], document.id))


def _by_place(found: Sequence[Original]) -> dict[tuple[str, str], Original]:
    return {(one.statement, one.locator): one for one in found}


def test_each_statement_gets_the_sentence_the_page_and_the_place_of_its_clause(parts: Parts, tor: Path) -> None:
    _state(parts, "Kota memiliki satu CSCO. [@tor, cl. 4] Kota melapor setiap tahun. [@tor, cl. 10(d)] Lain. [@note]")
    first, second = parts.binder.bind("tor", tor, "test")
    assert (first.statement, first.where, first.locator) == ("Kota memiliki satu CSCO.", "duties.id#duties", "cl. 4")
    assert (first.sentence, first.page, first.clause, first.doubts) == (OFFICER, 1, "4", ())
    assert (second.sentence, second.page, second.clause) == (REPORT, 2, "10(d)")
    assert first.picture != second.picture
    for one in (first, second):
        assert (parts.data / "originals" / one.picture).read_bytes().startswith(b"\xff\xd8\xff")
    (bound,) = parts.originals.bound()
    assert (bound.source, bound.name) == ("tor", "Kerangka Acuan.pdf")
    assert (parts.data / "originals" / bound.file).read_bytes() == tor.read_bytes()
    assert _by_place(parts.originals.of_source("tor")) == _by_place([first, second])


def test_a_statement_that_cites_two_clauses_gets_the_words_of_each(parts: Parts, tor: Path) -> None:
    text = "Kota memiliki satu CSCO dan memberitahukan setiap pergantiannya. [@tor, cl. 4; @tor, cl. 5]"
    _state(parts, text)
    found = _by_place(parts.binder.bind("tor", tor, "test"))
    statement = "Kota memiliki satu CSCO dan memberitahukan setiap pergantiannya."
    assert found[statement, "cl. 4"].sentence == OFFICER
    assert found[statement, "cl. 5"].sentence == CHANGE


def test_a_statement_of_several_sentences_gets_the_words_of_each(parts: Parts, tor: Path) -> None:
    _state(parts, "Kota memiliki satu CSCO. Setiap pergantian CSCO diberitahukan kepada Sekretariat. [@tor, p. 1]")
    (one,) = parts.binder.bind("tor", tor, "test")
    assert one.sentence == f"{OFFICER} {CHANGE}"


def test_the_twin_helps_a_statement_to_its_place(parts: Parts, tor: Path) -> None:
    _state(parts, "Zzz qqq xxx vvv kkk. [@tor]")
    assert [one.sentence for one in parts.binder.bind("tor", tor, "test")] == [""]
    _state(parts, "Each city has one Chief Smart City Officer who represents it. [@tor]", "en")
    found = _by_place(parts.binder.bind("tor", tor, "test"))
    assert found["Zzz qqq xxx vvv kkk.", ""].sentence == OFFICER


def test_items_and_rows_are_compared_and_their_lead_in_is_not(parts: Parts, tor: Path) -> None:
    text = (
        "CSCO mempunyai dua tugas: [@tor, cl. 10]\n\n- ikut serta dalam kegiatan jejaring; [@tor, cl. 10(a)]\n"
        "- menulis laporan setiap tahun. [@tor, cl. 10(d)]\n\nRingkasnya: [@tor, cl. 4]\n\n"
        "| hal | isi |\n| --- | --- |\n| pejabat | satu CSCO yang mewakili kota |"
    )
    _state(parts, text)
    found = parts.binder.bind("tor", tor, "test")
    assert [one.statement for one in found] == [
        "ikut serta dalam kegiatan jejaring;",
        "menulis laporan setiap tahun.",
        "pejabat\tsatu CSCO yang mewakili kota",
    ]
    assert [one.clause for one in found] == ["10(a)", "10(d)", "4"]


def test_an_item_that_several_clauses_introduce_stands_on_the_one_that_says_it(parts: Parts, tor: Path) -> None:
    text = (
        "CSCO mempunyai tugas berikut: [@tor, cl. 4; @tor, cl. 5; @tor, cl. 10]\n\n"
        "- ikut serta dalam kegiatan jejaring sepanjang tahun bersama kota lain;\n"
        "- memberitahukan setiap pergantian CSCO secara tertulis kepada Sekretariat ASCN."
    )
    _state(parts, text)
    found = parts.binder.bind("tor", tor, "test")
    assert [(one.locator, one.clause) for one in found] == [("cl. 10", "10(a)"), ("cl. 5", "5")]


def test_a_statement_that_names_its_clause_stands_on_it_alone(parts: Parts, tor: Path) -> None:
    _state(parts, "Menurut klausul 5, setiap pergantian diberitahukan kepada Sekretariat. [@tor, cl. 4; @tor, cl. 5]")
    (one,) = parts.binder.bind("tor", tor, "test")
    assert (one.locator, one.sentence, one.doubts) == ("cl. 5", CHANGE, ())
    _state(parts, "Menurut klausul 5, setiap pergantian diberitahukan kepada Sekretariat. [@tor, cl. 3-9]")
    (one,) = parts.binder.bind("tor", tor, "test")
    assert (one.locator, one.sentence) == ("cl. 3-9", CHANGE)


def test_a_source_that_takes_up_a_part_of_a_file_is_searched_there_alone(parts: Parts, tor: Path) -> None:
    _state(parts, "Kota memiliki satu CSCO yang mewakilinya. [@tor]", pages="8-12: 2")
    assert all(one.page != 1 for one in parts.binder.bind("tor", tor, "test"))
    _state(parts, "Kota memiliki satu CSCO yang mewakilinya. [@tor]", pages="1-7: 1")
    assert [one.sentence for one in parts.binder.bind("tor", tor, "test")] == [OFFICER]


def test_a_printed_page_is_looked_up_where_it_is_in_the_file(parts: Parts, tor: Path) -> None:
    _state(parts, "Kota menulis laporan setiap tahun. [@tor, p. 24]", pages="p. 24: 2")
    (one,) = parts.binder.bind("tor", tor, "test")
    assert (one.locator, one.page, one.sentence) == ("p. 24", 2, REPORT)


def test_sentences_of_two_pages_are_not_shown_under_one(parts: Parts, tor: Path) -> None:
    _state(parts, "Kota memiliki satu CSCO yang mewakilinya. Keputusan jejaring diambil dengan konsensus. [@tor]")
    (one,) = parts.binder.bind("tor", tor, "test")
    assert (one.page, one.sentence) == (1, OFFICER)


def test_what_several_sources_say_together_is_no_doubt_about_one(parts: Parts, tor: Path) -> None:
    _state(parts, "Pergantian CSCO wajib diberitahukan dalam 30 hari. [@tor, cl. 5; @note]")
    (one,) = parts.binder.bind("tor", tor, "test")
    assert (one.sentence, one.doubts) == (CHANGE, ())


@pytest.mark.parametrize(
    ("text", "doubts"),
    [
        ("Pergantian CSCO wajib diberitahukan dalam 14 hari. [@tor, cl. 5]", ()),
        ("Pergantian CSCO wajib diberitahukan dalam empat belas hari. [@tor, cl. 5]", ()),
        ("Pergantian CSCO wajib diberitahukan dalam 30 hari. [@tor, cl. 5]", ("number",)),
        ("Pergantian CSCO dapat diberitahukan dalam 14 hari. [@tor, cl. 5]", ("duty",)),
        ("Pergantian CSCO tidak wajib diberitahukan dalam 14 hari. [@tor, cl. 5]", ("denial",)),
        ("Kota wajib keluar dari jejaring dengan surat wali kota. [@tor, cl. 6]", ("duty",)),
        ("Kerangka ini ditetapkan pada 23 Agustus 2019. [@tor, cl. 12]", ()),
        ("Kerangka ini ditetapkan pada 24 Agustus 2019. [@tor, cl. 12]", ("number",)),
    ],
)
def test_what_the_original_does_not_bear_out_is_in_doubt(
    parts: Parts, tor: Path, text: str, doubts: tuple[str, ...]
) -> None:
    _state(parts, text)
    (one,) = parts.binder.bind("tor", tor, "test")
    assert one.sentence
    assert one.doubts == doubts


def test_what_is_not_in_the_original_is_told_to_be_so(parts: Parts, tor: Path) -> None:
    _state(parts, "Harga cabai di pasar naik tiga kali lipat. [@tor]")
    (one,) = parts.binder.bind("tor", tor, "test")
    assert (one.sentence, one.page, one.picture, one.doubts) == ("", 0, "", ())
    assert parts.originals.of_statements(["tor"], [one.statement]) == []


def test_that_something_is_not_said_is_said_by_no_sentence(parts: Parts, tor: Path) -> None:
    _state(parts, "Kota tidak wajib memiliki satu CSCO. [@tor]")
    assert [one.sentence for one in parts.binder.bind("tor", tor, "test")] == [""]
    _state(parts, "Kota tidak wajib memiliki satu CSCO. [@tor, cl. 4]")
    assert [(one.sentence, one.doubts) for one in parts.binder.bind("tor", tor, "test")] == [(OFFICER, ("denial",))]


def test_statements_that_come_later_are_compared_when_it_is_built(parts: Parts, tor: Path) -> None:
    _state(parts, "Kota memiliki satu CSCO. [@tor, cl. 4]")
    parts.binder.bind("tor", tor, "test")
    assert parts.binder.extend() == 0
    _state(parts, "Kota memiliki satu CSCO. [@tor, cl. 4] Kota melapor dalam 30 hari. [@tor, cl. 10(d)]")
    assert parts.binder.extend() == 1
    found = _by_place(parts.originals.of_source("tor"))
    assert found["Kota memiliki satu CSCO.", "cl. 4"].sentence == OFFICER
    late = found["Kota melapor dalam 30 hari.", "cl. 10(d)"]
    assert (late.sentence, late.doubts) == (REPORT, ("number",))
    assert (parts.data / "originals" / late.picture).is_file()
    assert parts.binder.extend() == 0


def test_a_statement_that_now_cites_another_clause_is_compared_anew(parts: Parts, tor: Path) -> None:
    _state(parts, "Kota memiliki satu CSCO yang mewakili kota. [@tor, cl. 5]")
    parts.binder.bind("tor", tor, "test")
    _state(parts, "Kota memiliki satu CSCO yang mewakili kota. [@tor, cl. 4]")
    assert parts.binder.extend() == 1
    found = _by_place(parts.originals.of_source("tor"))
    assert found["Kota memiliki satu CSCO yang mewakili kota.", "cl. 4"].sentence == OFFICER


def test_what_we_no_longer_say_is_no_longer_reported(parts: Parts, tor: Path) -> None:
    _state(parts, "Pergantian CSCO wajib diberitahukan dalam 30 hari. [@tor, cl. 5]")
    assert [one.doubts for one in parts.binder.bind("tor", tor, "test")] == [("number",)]
    _state(parts, "Pergantian CSCO wajib diberitahukan dalam 14 hari. [@tor, cl. 5]")
    assert parts.binder.extend() == 1
    assert [one.doubts for one in parts.originals.of_source("tor")] == [()]


def test_another_file_takes_the_place_of_the_one_before(parts: Parts, tor: Path, tmp_path: Path) -> None:
    _state(parts, "Kota memiliki satu CSCO. [@tor, cl. 4]")
    parts.binder.bind("tor", tor, "test")
    lines = ["Every city of the Network has one Chief Smart City Officer of its own."]
    other = write_pdf(tmp_path / "baru.pdf", [PdfPage(), PdfPage().lines(72, 200, lines)])
    (one,) = parts.binder.bind("tor", other, "test")
    assert (one.page, one.sentence) == (2, lines[0])
    assert [bound.name for bound in parts.originals.bound()] == ["baru.pdf"]


def test_the_sources_that_are_cited_are_listed_with_how_often(parts: Parts) -> None:
    assert parts.binder.sources() == {}
    _state(parts, "Satu. [@tor, cl. 4; @note] Dua. [@tor] Tiga. [@tiada]")
    _state(parts, "One. [@tor, cl. 4]", "en")
    assert parts.binder.sources() == {"note": ("Concept Note", 1), "tor": ("Terms of Reference", 3)}


def test_a_source_that_nobody_cites_is_refused(parts: Parts, tor: Path) -> None:
    _state(parts, "Satu. [@note]")
    for source in ("tor", "tiada", ""):
        with pytest.raises(NotFoundError, match="No document cites"):
            parts.binder.bind(source, tor, "test")
    parts.document_store.retire("duties.id")
    with pytest.raises(NotFoundError, match="No document cites"):
        parts.binder.bind("note", tor, "test")
    assert parts.originals.bound() == []
    assert not (parts.data / "originals").exists()


def test_a_file_that_cannot_be_read_or_says_nothing_is_refused(parts: Parts, tmp_path: Path) -> None:
    _state(parts, "Kota memiliki satu CSCO. [@tor, cl. 4]")
    damaged, short = tmp_path / "rusak.pdf", tmp_path / "pendek.txt"
    damaged.write_bytes(b"%PDF-1.7 rusak")
    short.write_text("Kota cerdas.", encoding="utf-8")
    for path, said in (
        (damaged, "damaged"),
        (making.encrypted_pdf(tmp_path / "a.pdf"), "password"),
        (short, "no text"),
    ):
        with pytest.raises(DocumentError, match=said):
            parts.binder.bind("tor", path, "test")
    assert parts.originals.bound() == []
    assert not (parts.data / "originals").exists()


def test_personal_data_of_an_original_is_masked(parts: Parts, tmp_path: Path) -> None:
    _state(parts, "Pergantian CSCO diberitahukan kepada Budi. [@tor]")
    line = "Pergantian CSCO diberitahukan kepada Budi di 0812-3456-7890 setiap tahun."
    (one,) = parts.binder.bind("tor", write_pdf(tmp_path / "a.pdf", [PdfPage().text(72, 200, line)]), "test")
    assert "[telepon]" in one.sentence
    assert "0812" not in repr(parts.originals.bound())


def test_without_pictures_the_words_are_enough(parts: Parts, tor: Path, embedder: OnnxEmbedder) -> None:
    def fails(path: Path, places: Sequence[tuple[int, str]]) -> list[bytes]:
        raise DocumentError("Terlalu lama.", "Too slow.")

    _state(parts, "Kota memiliki satu CSCO. [@tor, cl. 4]")
    binder = Binder(parts.data, parts.document_store, parts.originals, embedder, load, fails)
    (one,) = binder.bind("tor", tor, "test")
    assert (one.sentence, one.picture) == (OFFICER, "")


def test_an_original_without_pages_names_no_page(parts: Parts, tmp_path: Path) -> None:
    _state(parts, "Kota memiliki satu CSCO. [@tor]")
    path = tmp_path / "tor.md"
    path.write_text(f"# Terms of Reference\n\n{OFFICER}\n", encoding="utf-8")
    (one,) = parts.binder.bind("tor", path, "test")
    assert (one.sentence, one.picture) == (OFFICER, "")
    assert one.page == 0


def test_pictures_are_named_so_that_they_can_be_served_and_nothing_else_is(parts: Parts, tor: Path) -> None:
    from bot.web.pages.documents import _PICTURE

    _state(parts, "Kota memiliki satu CSCO. [@tor, cl. 4]")
    (one,) = parts.binder.bind("tor", tor, "test")
    held = {path.name for path in (parts.data / "originals").iterdir()}
    assert {name for name in held if _PICTURE.fullmatch(name)} == {one.picture}
    assert len(held) == 2


def test_a_document_stands_in_the_answer_with_what_was_bound(parts: Parts, tor: Path) -> None:
    _state(parts, "Kota memiliki satu CSCO yang mewakilinya. [@tor, cl. 4]")
    parts.binder.bind("tor", tor, "test")
    parts.publish()
    (citation,) = parts.answering.answer("Kota memiliki berapa CSCO yang mewakilinya?").citations
    assert (citation.kind, citation.quote) == ("quotation", OFFICER)
    assert (citation.locator, citation.url) == ("klausul 4, hlm. 1", "https://asean.org/tor.pdf#page=1")
    parts.originals.unbind("tor")
    (citation,) = parts.answering.answer("Kota memiliki berapa CSCO yang mewakilinya?").citations
    assert (citation.kind, citation.quote, citation.picture) == ("summary", "", "")
    assert (citation.locator, citation.url) == ("klausul 4", "https://asean.org/tor.pdf")
