"""Documents, versions, chunks and vectors, the same on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from knowledge.documents import Chunk, Section, version_digest
from knowledge.errors import MovedError, NotFoundError
from knowledge.storage.document_store import DocumentStore
from knowledge.storage.release_store import ReleaseStore
from knowledge.storage.tables import ChunkRow, VersionRow
from tests.parts import version_of


@pytest.fixture
def document_store(engine: Engine) -> DocumentStore:
    return DocumentStore(engine)


def test_a_version_comes_back_as_it_was(document_store: DocumentStore) -> None:
    new = replace(
        version_of("laporan", "Kota menyusun rencana.", "Kota melapor."),
        file_digest="f" * 64,
        original="f.pdf",
        warnings=(("Halaman 2 kosong.", "Page 2 is empty."),),
    )
    assert document_store.add(new)
    (summary,) = document_store.documents()
    assert summary.document == new.document
    assert (summary.version, summary.origin, summary.chunks) == (new.version, new.origin, 2)
    assert summary.warnings == new.warnings
    assert summary.retired_at is None
    assert document_store.original("laporan") == "f.pdf"
    with pytest.raises(NotFoundError):
        document_store.original("tidak-ada")
    assert document_store.chunk_ids([new.version]) == [(chunk.id, new.version) for chunk in new.chunks]
    assert document_store.chunks(chunk.id for chunk in new.chunks) == {chunk.id: chunk for chunk in new.chunks}
    assert document_store.version_documents([new.version]) == {new.version: new.document}


def test_what_is_shown_on_buttons_and_the_state_of_knowledge_come_back(document_store: DocumentStore) -> None:
    version = version_of("laporan", "Kota melapor.")
    source = replace(version.document.sources[0], pages="1-2: 11")
    document = replace(version.document, as_of="2026-01", review_after=6, sources=(source,))
    section = Section("Kota melapor.", shown_question="Apakah kota melapor?", as_of="2026-11")
    chunk = Chunk.of(document.id, section)
    new = replace(version, document=document, chunks=[chunk], version=version_digest(document, [section]))
    document_store.add(new)
    assert document_store.chunks([chunk.id]) == {chunk.id: chunk}
    assert document_store.version_documents([new.version]) == {new.version: document}


def test_the_history_of_a_document_names_its_versions_the_newest_first(
    document_store: DocumentStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = [version_of("laporan", text) for text in ("Satu.", "Dua.", "Tiga.")]
    days = [datetime(2026, 11, day, tzinfo=UTC) for day in (1, 15, 30)]
    for version, day in zip(versions, days, strict=True):
        monkeypatch.setattr("knowledge.storage.stored_versions.now", lambda day=day: day)
        document_store.add(version)
    document_store.add(version_of("panduan", "Lain."))
    changes = [(change.version, change.at) for change in document_store.history("laporan")]
    assert changes == list(zip([one.version for one in reversed(versions)], reversed(days), strict=True))
    assert document_store.history("tiada") == []


def test_the_same_version_again_writes_nothing(document_store: DocumentStore) -> None:
    assert document_store.add(version_of("laporan", "Kota melapor."))
    assert not document_store.add(version_of("laporan", "Kota melapor."))


def test_what_somebody_else_stored_meanwhile_is_not_overwritten(document_store: DocumentStore) -> None:
    first, second, third = (version_of("laporan", text) for text in ("Satu.", "Dua.", "Tiga."))
    assert document_store.add(first, over="")
    with pytest.raises(MovedError, match="meanwhile"):
        document_store.add(second, over="")
    assert document_store.add(second, over=first.version)
    with pytest.raises(MovedError):
        document_store.add(third, over=first.version)
    assert document_store.current("laporan") == second
    assert [change.version for change in document_store.history("laporan")] == [second.version, first.version]


def test_a_new_version_shares_what_did_not_change(document_store: DocumentStore, engine: Engine) -> None:
    document_store.add(version_of("laporan", "Kota menyusun rencana.", "Kota melapor."))
    document_store.add(version_of("laporan", "Kota menyusun rencana.", "Kota melapor setiap tahun."))
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(ChunkRow)) == 3
        assert session.scalar(select(func.count()).select_from(VersionRow)) == 2
    (summary,) = document_store.documents()
    assert document_store.current_versions() == [summary.version]


def test_an_earlier_version_can_become_current_again(document_store: DocumentStore) -> None:
    first, second = version_of("laporan", "Satu."), version_of("laporan", "Dua.")
    for version in (first, second, first):
        assert document_store.add(version)
    assert document_store.current_versions() == [first.version]


def test_a_document_without_text_has_no_chunks(document_store: DocumentStore) -> None:
    document_store.add(version_of("kosong"))
    assert [summary.chunks for summary in document_store.documents()] == [0]


def test_equal_sections_are_one_chunk(document_store: DocumentStore) -> None:
    version = version_of("laporan", "Kota melapor.")
    document_store.add(replace(version, chunks=[*version.chunks, *version.chunks]))
    assert len(document_store.chunk_ids([version.version])) == 1


def test_a_retired_document_is_left_out_until_it_comes_back(document_store: DocumentStore) -> None:
    version = version_of("laporan", "Kota melapor.")
    document_store.add(version)
    document_store.retire("laporan")
    (summary,) = document_store.documents()
    assert summary.retired_at is not None
    assert document_store.current_versions() == []
    document_store.retire("laporan")
    assert document_store.documents()[0].retired_at == summary.retired_at
    assert document_store.add(version)
    assert document_store.current_versions() == [version.version]


@pytest.mark.parametrize(("document", "collection"), [("lain", None), ("laporan", "ascn")])
def test_what_is_not_there_cannot_be_retired(
    document_store: DocumentStore, document: str, collection: str | None
) -> None:
    document_store.add(version_of("laporan", "Kota melapor."))
    with pytest.raises(NotFoundError, match="There is no document"):
        document_store.retire(document, collection)


def test_documents_are_found_by_bytes_and_by_origin(document_store: DocumentStore) -> None:
    version = replace(version_of("laporan", "Kota melapor."), file_digest="a" * 64)
    document_store.add(version)
    assert document_store.document_with_bytes("a" * 64) == "laporan"
    assert document_store.documents_from(version.origin) == ["laporan"]
    assert document_store.document_with_bytes("b" * 64) is None
    assert document_store.documents_from("/lain.pdf") == []
    document_store.retire("laporan")
    assert document_store.document_with_bytes("a" * 64) is None


def test_a_release_keeps_the_versions_it_was_made_of(document_store: DocumentStore, engine: Engine) -> None:
    old, other = version_of("laporan", "Lama."), version_of("panduan", "Panduan.")
    document_store.add(old)
    document_store.add(other)
    ReleaseStore(engine).create("r1", [old.version, other.version], {})
    document_store.add(version_of("laporan", "Baru."))
    document_store.retire("panduan")
    held = {summary.document.id: summary.version for summary in document_store.documents("r1")}
    assert held == {"laporan": old.version, "panduan": other.version}


def test_chunks_beyond_one_query_are_all_found(document_store: DocumentStore) -> None:
    version = version_of("panjang", *(f"Kalimat nomor {number}." for number in range(1203)))
    document_store.add(version)
    ids = [chunk.id for chunk in version.chunks]
    assert set(document_store.chunks([*ids, "unknown"])) == set(ids)
    assert [chunk for chunk, _ in document_store.chunk_ids([version.version])] == ids
