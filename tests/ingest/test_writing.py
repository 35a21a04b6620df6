"""Documents that staff write in the browser."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ingest.errors import DocumentError
from ingest.writing import MAX_SECTIONS, MAX_TEXT, Writer, Writing, WrittenSection
from knowledge.documents import Source
from knowledge.errors import NotFoundError
from tests.parts import Parts, version_of

PERWAL = Source("perwal-5-2026", "Peraturan Wali Kota Nomor 5 Tahun 2026", "Pemerintah Kota Contoh", "2026-03-01")
SECTION = WrittenSection(
    title="Batas waktu laporan",
    text="Kota melapor paling lambat 31 Maret. [@perwal-5-2026, Art. 4]\n\n"
    "- laporan ringkas; [@perwal-5-2026, Art. 5]\n"
    "- foto kegiatan. [@perwal-5-2026, Art. 6]",
    shown_question="Kapan kota melapor?",
    example_questions=("kapan lapor?", "batas waktu laporan kota", "deadline laporan"),
)
WRITING = Writing(title="Laporan kota", main=PERWAL.id, as_of="2026-11", sections=(SECTION,), sources=(PERWAL,))


@pytest.fixture
def writer(parts: Parts) -> Writer:
    return Writer(parts.document_store)


def grave(writer: Writer, writing: Writing) -> list[str]:
    return [one.notice.indonesian for one in writer.problems(writing, writer.sources()) if one.grave]


def test_every_text_of_the_starter_corpus_comes_back_as_it_was(parts: Parts, writer: Writer) -> None:
    parts.importer.starter()
    known = writer.sources()
    for summary in parts.document_store.documents():
        writing = writer.open(summary.document.id)
        new = writer.version(writing, known)
        assert (new.document, new.version) == (summary.document, summary.version)
        assert not [one for one in writer.problems(writing, known) if one.grave]


def test_a_new_document_is_stored_with_its_sources_and_found_again(parts: Parts, writer: Writer) -> None:
    assert grave(writer, WRITING) == []
    stored = writer.save(WRITING)
    assert (stored.document.id, stored.origin) == ("laporan-kota", "console:laporan-kota")
    held = parts.document_store.current("laporan-kota")
    assert (held.document.publisher, held.document.sources) == (PERWAL.publisher, (PERWAL,))
    assert [(chunk.anchor, chunk.shown_question) for chunk in held.chunks] == [
        ("batas-waktu-laporan", "Kapan kota melapor?")
    ]
    again = writer.open("laporan-kota")
    assert replace(again, id="", base="", sources=(PERWAL,), publisher="", date="") == replace(
        WRITING, sections=(replace(SECTION, anchor="batas-waktu-laporan"),)
    )
    assert PERWAL.id in writer.sources()
    assert writer.save(WRITING).document.id == "laporan-kota-2"


def test_what_is_wrong_is_said_section_by_section_and_nothing_is_stored(parts: Parts, writer: Writer) -> None:
    bare = replace(SECTION, text="Kota melapor setiap tahun. [@perwal-5-2026]\n\nTanpa sumber.", as_of="kemarin")
    wrong = replace(WRITING, title=" ", sections=(SECTION, bare, replace(SECTION, text="<b>x</b> [@tiada]", title="")))
    said = [(one.section, one.notice.indonesian) for one in writer.problems(wrong, writer.sources())]
    assert (None, "Judul tidak boleh kosong.") in said
    assert (1, "Belum ada sumber untuk: Tanpa sumber.") in said
    assert any(place == 1 and "'kemarin' bukan bulan atau tahun" in text for place, text in said)
    assert (2, "Tidak ada sumber 'tiada' dalam daftar.") in said
    assert any(place == 2 and "'<b>'" in text for place, text in said)
    with pytest.raises(DocumentError, match="title must not be empty"):
        writer.save(wrong)
    assert parts.document_store.documents() == []


def test_there_are_limits(writer: Writer) -> None:
    assert grave(writer, replace(WRITING, sections=(SECTION,) * (MAX_SECTIONS + 1)))
    assert grave(writer, replace(WRITING, sections=()))
    assert grave(writer, replace(WRITING, sections=(replace(SECTION, text="kata " * MAX_TEXT),)))
    assert grave(writer, replace(WRITING, sections=(replace(SECTION, shown_question="x" * 301),)))
    assert grave(writer, replace(WRITING, collection="lain", review_after="selalu"))
    assert grave(writer, replace(WRITING, main="tiada"))
    bad = replace(PERWAL, id="Perwal 5", url="javascript:alert(1)", date="x" * 41, title=" ")
    assert len(grave(writer, replace(WRITING, sources=(PERWAL, bad)))) == 4


def test_a_document_that_is_its_own_source_needs_no_marks_but_a_publisher(parts: Parts, writer: Writer) -> None:
    own = replace(WRITING, main="", sources=(), sections=(replace(SECTION, text="Laporan dikirim tiap Maret."),))
    assert grave(writer, own) == ["Pilih sumber utama, atau isi penerbit bila dokumen ini sendiri sumbernya."]
    stored = writer.save(replace(own, publisher="Direktorat", date="2026-11-30"))
    assert (stored.document.publisher, stored.document.sources) == ("Direktorat", ())
    half = replace(
        own, publisher="Direktorat", sources=(PERWAL,), sections=(replace(SECTION, text="A.\n\nB. [@perwal-5-2026]"),)
    )
    assert grave(writer, half) == ["Belum ada sumber untuk: A."]


def test_two_who_edit_at_once_do_not_overwrite_each_other(parts: Parts, writer: Writer) -> None:
    parts.importer.starter()
    first = writer.open("ascn-duties.id")
    second = writer.open("ascn-duties.id")
    writer.save(replace(first, title="Kewajiban kota"))
    with pytest.raises(DocumentError, match="Somebody changed this document"):
        writer.save(replace(second, title="Lain"))
    assert parts.document_store.current("ascn-duties.id").document.title == "Kewajiban kota"


def test_a_new_document_whose_id_was_taken_meanwhile_gets_another(
    parts: Parts, writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = WrittenSection("Hal", "Kota melapor setiap tahun kepada sekretariat.")
    writing = Writing("Laporan", publisher="Bappeda", sections=(section,))
    writer.save(writing)
    free_id, taken = parts.document_store.free_id, iter(["laporan"])
    monkeypatch.setattr(parts.document_store, "free_id", lambda wanted: next(taken, None) or free_id(wanted))
    saved = writer.save(replace(writing, sections=(replace(section, title="Hal lain"),)))
    assert saved.document.id == "laporan-2"
    assert parts.document_store.current("laporan").chunks[0].heading[-1] == "Hal"


def test_a_text_that_staff_took_over_stays_theirs(parts: Parts, writer: Writer) -> None:
    parts.importer.starter()
    writer.save(replace(writer.open("ascn-duties.id"), title="Kewajiban kota"))
    again = {one.document: one for one in parts.importer.starter()}
    assert "Staff changed this text" in str(again["ascn-duties.id"].warnings[0])
    assert parts.document_store.current("ascn-duties.id").document.title == "Kewajiban kota"


def test_personal_data_is_masked_and_told(writer: Writer) -> None:
    text = "Hubungi Budi di 0812-3456-7890. [@perwal-5-2026]"
    stored = writer.save(replace(WRITING, sections=(replace(SECTION, text=text),)))
    assert "0812" not in stored.chunks[0].text
    assert stored.masked["counts"] == {"phone": 1}
    assert "Data pribadi disamarkan" in stored.warnings[0][0]


def test_what_was_read_from_a_file_is_not_edited(parts: Parts, writer: Writer) -> None:
    parts.document_store.add(version_of("berkas", "Isi."))
    with pytest.raises(DocumentError, match="upload it as a new version"):
        writer.open("berkas")
    with pytest.raises(NotFoundError):
        writer.open("tiada")
