"""What a build changed."""

from __future__ import annotations

from pathlib import Path

from knowledge.releases.report import BuildReport, report_of
from tests.fakes.embedder import HashEmbedder
from tests.parts import Parts, open_parts, version_of

PAGES = ("Kota menyusun rencana aksi.", "Kota melapor setiap tahun.", "Sekretariat menyimpan laporan.")


def test_the_report_tells_what_changed_and_only_that_is_embedded(tmp_path: Path) -> None:
    embedder = HashEmbedder()
    with open_parts(tmp_path, embedder) as parts:
        parts.document_store.add(version_of("laporan", *PAGES))
        parts.document_store.add(version_of("panduan", "Panduan satu.", "Panduan dua."))
        first = parts.builder.build()
        assert (first.report.added, first.report.embedded, embedder.made) == (5, 10, 10)
        parts.builder.publish(first.release_id, "test")

        parts.document_store.add(
            version_of("laporan", PAGES[0], "Kota melapor dua kali setahun.", *PAGES[2:], "Tambahan.")
        )
        parts.document_store.retire("panduan")
        second = parts.builder.build()
        report = second.report
        assert (report.documents, report.chunks) == (1, 4)
        assert (report.added, report.changed, report.removed, report.reused) == (1, 1, 2, 2)
        assert (report.embedded, embedder.made) == (4, 14)
        assert str(report) == ("1 documents, 4 chunks: 1 added, 1 changed, 2 removed, 2 reused; 4 vectors computed")
        assert parts.release_store.release(second.release_id).report["added"] == 1


def test_against_nothing_everything_is_added(parts: Parts) -> None:
    version = version_of("laporan", *PAGES)
    parts.document_store.add(version)
    assert report_of(parts.document_store, [], [version.version], 3) == BuildReport(
        documents=1, chunks=3, added=3, changed=0, removed=0, reused=0, embedded=3
    )


def test_a_text_that_moves_to_another_document_is_no_change_of_its_place(parts: Parts) -> None:
    old, new = version_of("laporan", PAGES[0]), version_of("panduan", PAGES[0])
    for version in (old, new):
        parts.document_store.add(version)
    report = report_of(parts.document_store, [old.version], [new.version], 0)
    assert (report.added, report.changed, report.removed, report.reused) == (1, 0, 1, 0)
