"""Files become versions; the same bytes again change nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ingest.errors import DocumentError
from tests.parts import Parts

TEXT = "# Laporan Kota\n\nKota Makassar melapor setiap tahun kepada sekretariat jejaring.\n"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "laporan.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_file_becomes_a_document(parts: Parts, report: Path) -> None:
    imported = parts.importer.take(report, str(report), collection="sni")
    assert (imported.status, imported.chunks > 0) == ("new", True)
    (summary,) = parts.document_store.documents()
    assert (summary.document.id, summary.document.collection) == (imported.document, "sni")
    assert summary.origin == str(report)
    (original,) = (parts.data / "originals").iterdir()
    assert original.read_text(encoding="utf-8") == TEXT


def test_the_same_bytes_are_taken_once_whatever_they_are_called(parts: Parts, report: Path) -> None:
    first = parts.importer.take(report, str(report))
    other = report.with_name("salinan.md")
    shutil.copy(report, other)
    for path in (report, other):
        again = parts.importer.take(path, str(path))
        assert (again.status, again.document) == ("unchanged", first.document)
    assert len(parts.document_store.documents()) == 1
    assert len(list((parts.data / "originals").iterdir())) == 1


def test_a_changed_file_of_the_same_origin_is_a_new_version(parts: Parts, report: Path) -> None:
    first = parts.importer.take(report, "https://kota.go.id/laporan")
    report.write_text(TEXT + "\nTambahan: sekretariat menjawab dalam satu bulan.\n", encoding="utf-8")
    second = parts.importer.take(report, "https://kota.go.id/laporan")
    assert (second.status, second.document) == ("updated", first.document)
    assert len(parts.document_store.documents()) == 1


def test_another_file_of_the_same_name_is_another_document(parts: Parts, report: Path, tmp_path: Path) -> None:
    first = parts.importer.take(report, str(report))
    other = tmp_path / "lain" / report.name
    other.parent.mkdir()
    other.write_text(TEXT.replace("Makassar", "Denpasar"), encoding="utf-8")
    second = parts.importer.take(other, str(other))
    assert second.status == "new"
    assert second.document != first.document


def test_a_file_can_be_named_the_new_version_of_a_document(parts: Parts, report: Path, tmp_path: Path) -> None:
    first = parts.importer.take(report, str(report))
    other = tmp_path / "laporan-2026.md"
    other.write_text(TEXT.replace("setiap tahun", "dua kali setahun"), encoding="utf-8")
    second = parts.importer.take(other, str(other), document_id=first.document)
    assert (second.status, second.document) == ("updated", first.document)


def test_personal_data_is_masked_unless_it_is_wanted(parts: Parts, report: Path) -> None:
    report.write_text(TEXT + "\nHubungi Budi, 0812-3456-7890.\n", encoding="utf-8")
    masked = parts.importer.take(report, "a")
    assert masked.warnings
    parts.document_store.retire(masked.document)
    kept = parts.importer.take(report, "b", keep_personal_data=True)
    texts = {
        summary.document.id: " ".join(
            chunk.text
            for chunk in parts.document_store.chunks(
                id for id, _ in parts.document_store.chunk_ids([summary.version])
            ).values()
        )
        for summary in parts.document_store.documents()
    }
    assert "[telepon]" in texts[masked.document]
    assert "0812-3456-7890" in texts[kept.document]


def test_a_file_that_cannot_be_read_leaves_nothing(parts: Parts, tmp_path: Path) -> None:
    path = tmp_path / "rusak.pdf"
    path.write_bytes(b"%PDF-1.7 broken")
    with pytest.raises(DocumentError):
        parts.importer.take(path, str(path))
    assert parts.document_store.documents() == []


def test_the_starter_corpus_is_taken_in_once(parts: Parts, small_corpus: Path) -> None:
    first = parts.importer.starter(small_corpus)
    assert {one.status for one in first} == {"new"}
    assert len(first) == 10
    assert {one.status for one in parts.importer.starter(small_corpus)} == {"unchanged"}
    for summary in parts.document_store.documents():
        assert summary.document.translation == summary.document.id.rpartition(".")[0]
        assert summary.document.sources


def test_texts_that_the_starter_corpus_no_longer_holds_are_retired(
    parts: Parts, small_corpus: Path, report: Path, tmp_path: Path
) -> None:
    parts.importer.starter(small_corpus)
    staff = parts.importer.take(report, str(report))
    fewer = tmp_path / "fewer"
    shutil.copytree(small_corpus, fewer)
    (fewer / "ascn" / "ascn-members.en.md").unlink()
    parts.importer.starter(fewer)
    retired = {summary.document.id for summary in parts.document_store.documents() if summary.retired_at}
    assert retired == {"ascn-members.en"}
    assert staff.document not in retired
