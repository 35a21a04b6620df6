"""Words are found in what is published and in what is not yet."""

from __future__ import annotations

from knowledge.retrieval.text_search import TextSearch
from tests.parts import Parts, version_of


def test_published_texts_are_found_by_the_index_and_newer_ones_as_they_are(parts: Parts) -> None:
    search = TextSearch(parts.engine, parts.document_store, parts.releases)
    parts.document_store.add(version_of("lama", "Kota menyusun rencana aksi.", "Sekretariat menjawab."))
    assert [(hit.chunk.document, hit.published) for hit in search.find("rencana AKSI")] == [("lama", False)]
    parts.publish()
    parts.document_store.add(version_of("baru", "Rencana aksi kota 100% selesai."))
    found = [(hit.chunk.document, hit.published) for hit in search.find("rencana aksi")]
    assert found == [("baru", False), ("lama", True)]
    assert [hit.chunk.document for hit in search.find("100%")] == ["baru"]
    assert search.find("tiada") == search.find(" ?! ") == []
    assert len(search.find("rencana aksi", 1)) == 1


def test_what_was_replaced_or_retired_is_not_found(parts: Parts) -> None:
    search = TextSearch(parts.engine, parts.document_store, parts.releases)
    parts.document_store.add(version_of("lama", "Kota menyusun rencana aksi."))
    parts.publish()
    parts.document_store.add(version_of("lama", "Kota menyusun laporan."))
    assert search.find("rencana aksi") == []
    parts.document_store.retire("lama")
    assert search.find("laporan") == []
    parts.document_store.restore("lama")
    assert len(search.find("laporan")) == 1


def test_personal_data_that_was_kept_is_not_shown(parts: Parts) -> None:
    parts.document_store.add(version_of("kontak", "Telepon Budi 0812-3456-7890."))
    (hit,) = TextSearch(parts.engine, parts.document_store, parts.releases).find("budi")
    assert "0812" not in hit.chunk.text
