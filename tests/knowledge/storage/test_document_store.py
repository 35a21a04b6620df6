"""Documents, versions, chunks and vectors, the same on both databases."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from knowledge.errors import NotFoundError
from knowledge.storage.document_store import Registry
from knowledge.storage.release_store import Publications
from knowledge.storage.tables import ChunkRow, VersionRow
from tests.parts import version_of


@pytest.fixture
def registry(engine: Engine) -> Registry:
    return Registry(engine)


def test_a_version_comes_back_as_it_was(registry: Registry) -> None:
    new = replace(
        version_of("laporan", "Kota menyusun rencana.", "Kota melapor."),
        file_digest="f" * 64,
        original="f.pdf",
        warnings=("Halaman 2 kosong.",),
    )
    assert registry.add(new)
    (summary,) = registry.documents()
    assert summary.document == new.document
    assert (summary.version, summary.origin, summary.chunks) == (new.version, new.origin, 2)
    assert summary.warnings == new.warnings
    assert summary.retired_at is None
    assert registry.chunk_ids([new.version]) == [(chunk.id, new.version) for chunk in new.chunks]
    assert registry.chunks(chunk.id for chunk in new.chunks) == {chunk.id: chunk for chunk in new.chunks}
    assert registry.version_documents([new.version]) == {new.version: new.document}


def test_the_same_version_again_writes_nothing(registry: Registry) -> None:
    assert registry.add(version_of("laporan", "Kota melapor."))
    assert not registry.add(version_of("laporan", "Kota melapor."))


def test_a_new_version_shares_what_did_not_change(registry: Registry, engine: Engine) -> None:
    registry.add(version_of("laporan", "Kota menyusun rencana.", "Kota melapor."))
    registry.add(version_of("laporan", "Kota menyusun rencana.", "Kota melapor setiap tahun."))
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(ChunkRow)) == 3
        assert session.scalar(select(func.count()).select_from(VersionRow)) == 2
    (summary,) = registry.documents()
    assert registry.current_versions() == [summary.version]


def test_an_earlier_version_can_become_current_again(registry: Registry) -> None:
    first, second = version_of("laporan", "Satu."), version_of("laporan", "Dua.")
    for version in (first, second, first):
        assert registry.add(version)
    assert registry.current_versions() == [first.version]


def test_a_document_without_text_has_no_chunks(registry: Registry) -> None:
    registry.add(version_of("kosong"))
    assert [summary.chunks for summary in registry.documents()] == [0]


def test_equal_sections_are_one_chunk(registry: Registry) -> None:
    version = version_of("laporan", "Kota melapor.")
    registry.add(replace(version, chunks=[*version.chunks, *version.chunks]))
    assert len(registry.chunk_ids([version.version])) == 1


def test_a_retired_document_is_left_out_until_it_comes_back(registry: Registry) -> None:
    version = version_of("laporan", "Kota melapor.")
    registry.add(version)
    registry.retire("laporan")
    (summary,) = registry.documents()
    assert summary.retired_at is not None
    assert registry.current_versions() == []
    registry.retire("laporan")
    assert registry.documents()[0].retired_at == summary.retired_at
    assert registry.add(version)
    assert registry.current_versions() == [version.version]


@pytest.mark.parametrize(("document", "collection"), [("lain", None), ("laporan", "ascn")])
def test_what_is_not_there_cannot_be_retired(registry: Registry, document: str, collection: str | None) -> None:
    registry.add(version_of("laporan", "Kota melapor."))
    with pytest.raises(NotFoundError, match="There is no document"):
        registry.retire(document, collection)


def test_documents_are_found_by_bytes_and_by_origin(registry: Registry) -> None:
    version = replace(version_of("laporan", "Kota melapor."), file_digest="a" * 64)
    registry.add(version)
    assert registry.document_with_bytes("a" * 64) == "laporan"
    assert registry.document_from(version.origin) == "laporan"
    assert registry.document_with_bytes("b" * 64) is None
    assert registry.document_from("/lain.pdf") is None
    registry.retire("laporan")
    assert registry.document_with_bytes("a" * 64) is None


def test_a_release_keeps_the_versions_it_was_made_of(registry: Registry, engine: Engine) -> None:
    old, other = version_of("laporan", "Lama."), version_of("panduan", "Panduan.")
    registry.add(old)
    registry.add(other)
    Publications(engine).create("r1", [old.version, other.version], {})
    registry.add(version_of("laporan", "Baru."))
    registry.retire("panduan")
    held = {summary.document.id: summary.version for summary in registry.documents("r1")}
    assert held == {"laporan": old.version, "panduan": other.version}


def test_chunks_beyond_one_query_are_all_found(registry: Registry) -> None:
    version = version_of("panjang", *(f"Kalimat nomor {number}." for number in range(1203)))
    registry.add(version)
    ids = [chunk.id for chunk in version.chunks]
    assert set(registry.chunks([*ids, "unknown"])) == set(ids)
    assert [chunk for chunk, _ in registry.chunk_ids([version.version])] == ids


def test_vectors_belong_to_their_model(registry: Registry) -> None:
    kept = {f"{number:032x}": np.full(4, number, np.float32) for number in range(1100)}
    registry.keep_vectors("a", kept)
    found = registry.vectors("a", [*kept, "nothing"])
    assert found.keys() == kept.keys()
    np.testing.assert_array_equal(found[f"{7:032x}"], np.full(4, 7, np.float32))
    assert registry.vectors("b", list(kept)) == {}
    registry.keep_vectors("a", {})
