"""Guessed metadata set right by a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.corrections import correct
from ingest.errors import DocumentError
from knowledge.errors import NotFoundError
from tests.parts import Parts

TEXT = "# Laporan Kota\n\nKota Makassar melapor setiap tahun kepada sekretariat jejaring.\n"


@pytest.fixture
def document(parts: Parts, tmp_path: Path) -> str:
    path = tmp_path / "laporan.md"
    path.write_text(TEXT, encoding="utf-8")
    return parts.importer.take(path, str(path)).document


def test_a_correction_shows_in_the_chunks_and_old_versions_keep_what_they_said(parts: Parts, document: str) -> None:
    before = parts.document_store.current(document)
    correct(parts.document_store, document, {"title": "Laporan Tahunan", "date": "2024-05"})
    now = parts.document_store.current(document)
    assert (now.document.title, now.document.date) == ("Laporan Tahunan", "2024-05")
    assert [chunk.heading[0] for chunk in now.chunks] == ["Laporan Tahunan"]
    assert now.file_digest == before.file_digest
    assert parts.document_store.version_documents([before.version])[before.version].title == "Laporan Kota"


def test_a_new_version_of_the_file_keeps_what_was_corrected(parts: Parts, document: str, tmp_path: Path) -> None:
    correct(parts.document_store, document, {"title": "Laporan Tahunan", "publisher": "Bappeda Kota Contoh"})
    path = tmp_path / "laporan.md"
    assert parts.importer.take(path, str(path)).status == "unchanged"
    path.write_text(TEXT + "\nTambahan: sekretariat menjawab dalam satu bulan.\n", encoding="utf-8")
    assert parts.importer.take(path, str(path)).status == "updated"
    now = parts.document_store.current(document)
    assert (now.document.title, now.document.publisher) == ("Laporan Tahunan", "Bappeda Kota Contoh")
    assert {chunk.heading[0] for chunk in now.chunks} == {"Laporan Tahunan"}
    assert any("satu bulan" in chunk.text for chunk in now.chunks)


def test_what_cannot_be_corrected_is_told(parts: Parts, document: str) -> None:
    with pytest.raises(DocumentError, match="cannot be read"):
        correct(parts.document_store, document, {"date": "31/13/2024"})
    with pytest.raises(DocumentError, match="must not be empty"):
        correct(parts.document_store, document, {"title": " "})
    with pytest.raises(NotFoundError):
        correct(parts.document_store, "tiada", {"title": "Judul"})
    parts.document_store.retire(document)
    with pytest.raises(NotFoundError):
        correct(parts.document_store, document, {"title": "Judul"})


def test_the_starter_corpus_is_changed_in_its_files(parts: Parts) -> None:
    starter = parts.importer.starter()[0].document
    with pytest.raises(DocumentError, match="starter corpus"):
        correct(parts.document_store, starter, {"title": "Judul"})
