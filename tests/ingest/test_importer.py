"""Files become versions; the same bytes again change nothing."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from openpyxl import Workbook

from ingest.corrections import correct
from ingest.errors import DocumentError
from ingest.sources import items
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
    assert {result.status for result in first} == {"new"}
    assert len(first) == 10
    assert {result.status for result in parts.importer.starter(small_corpus)} == {"unchanged"}
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


NIK = "3273014501990001"


def test_personal_data_in_a_name_is_masked_in_title_id_and_origin(parts: Parts, tmp_path: Path) -> None:
    names = (f"KTP {NIK}.txt", "hp_0812-3456-7890.txt", "surat budi.santoso@gmail.com.txt")
    for number, name in enumerate(names):
        path = tmp_path / name
        path.write_text(f"Kota Makassar melapor setiap tahun, bagian {number}.", encoding="utf-8")
        imported = parts.importer.take(path, str(path))
        assert any("title or the name" in warning for warning in imported.warnings)
    held = [
        (summary.document.id, summary.document.title, summary.origin) for summary in parts.document_store.documents()
    ]
    assert sorted(title for _, title, _ in held) == ["KTP [NIK]", "hp [telepon]", "surat [surel]"]
    assert sorted(id for id, _, _ in held) == ["hp-telepon", "ktp-nik", "surat-surel"]
    stored = "".join(map(repr, parts.document_store.documents()))
    for summary in parts.document_store.documents():
        stored += repr(parts.document_store.current(summary.document.id))
    assert not any(secret in stored for secret in (NIK, "3456", "budi"))
    assert not any(secret in path.name for path in (parts.data / "originals").iterdir() for secret in (NIK, "3456"))


def test_an_id_is_masked_also_when_the_title_gives_none(parts: Parts, tmp_path: Path) -> None:
    path = tmp_path / "budi.santoso@gmail.com.md"
    path.write_text("# 城市报告年度总结 智慧城市\n\nIsi laporan kota.", encoding="utf-8")
    assert parts.importer.take(path, str(path)).document == "surel"


def test_names_that_differ_only_in_what_is_masked_stay_apart(parts: Parts, tmp_path: Path) -> None:
    taken = []
    for number in ("3273014501990001", "3273014501990002"):
        path = tmp_path / f"KTP {number}.txt"
        path.write_text(f"Surat warga nomor urut {number[-1]}.", encoding="utf-8")
        taken.append((path, parts.importer.take(path, str(path))))
    assert [result.status for _, result in taken] == ["new", "new"]
    assert len({result.document for _, result in taken}) == 2
    for path, first in taken:
        path.write_text("Surat itu telah diganti seluruhnya, " + path.name[-5], encoding="utf-8")
        again = parts.importer.take(path, str(path))
        assert (again.status, again.document) == ("updated", first.document)


def test_names_are_kept_when_that_is_wanted(parts: Parts, tmp_path: Path) -> None:
    path = tmp_path / f"KTP {NIK}.txt"
    path.write_text("Surat warga.", encoding="utf-8")
    parts.importer.take(path, str(path), keep_personal_data=True)
    (summary,) = parts.document_store.documents()
    assert (summary.document.title, summary.origin) == (f"KTP {NIK}", str(path))


def test_what_was_known_by_its_whole_name_stays_the_same_document(parts: Parts, tmp_path: Path) -> None:
    path = tmp_path / f"KTP {NIK}.txt"
    path.write_text("Surat warga.", encoding="utf-8")
    before = parts.importer.take(path, str(path), keep_personal_data=True)
    path.write_text("Surat warga, diganti.", encoding="utf-8")
    assert parts.importer.take(path, str(path)).document == before.document


ODD = "\x1b]0;x\x07\x9b31m\u202e\u2028\u200bgnp\ud800"


def test_unseen_characters_of_titles_and_names_never_reach_the_database(parts: Parts, tmp_path: Path) -> None:
    mail = tmp_path / "a.eml"
    mail.write_bytes(
        b"From: a@b.go.id\nDate: Mon, 1 Jan 2024 08:00:00 +0700\nSubject: =?utf-8?B?UmFwYXQgG1szMW0g4oCuYWJj?=\n"
        b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nIsi surat rapat kota.\n"
        b"--x\nContent-Disposition: attachment; filename*=utf-8''a%1B%5B31m%0A%E2%80%AEb.pdf\n\nx\n--x--\n"
    )
    page = tmp_path / "b.html"
    page.write_text(
        "<html><head><title>Kota &#x202e;cerdas&#x9b;31m tahun ini</title>"
        '<meta property="og:site_name" content="Peme&#x202e;rintah &#27;[31m">'
        '<link rel="canonical" href="https://a.go.id/&#x202e;&#27;[31m"></head>'
        "<body><p>Isi halaman kota.</p></body></html>",
        encoding="utf-8",
    )
    name = tmp_path / os.fsdecode(b"c\xff\x1b[31m\n.\xfe")
    name.write_text("Isi berkas kota.", encoding="utf-8")
    for path in (mail, page, name):
        (item,) = items(path, tmp_path)
        assert item.path is not None
        imported = parts.importer.take(item.path, item.origin)
        assert all(text.isprintable() for text in (imported.title, imported.document, *imported.warnings))
    for summary in parts.document_store.documents():
        document = summary.document
        texts = (document.id, document.title, document.publisher, document.date, document.url, summary.origin)
        assert all(text.isprintable() for text in texts), texts
        for chunk in parts.document_store.chunks(
            id for id, _ in parts.document_store.chunk_ids([summary.version])
        ).values():
            assert all(part.isprintable() for part in chunk.heading)
    assert all(path.name.isascii() for path in (parts.data / "originals").iterdir())


def test_corrections_are_made_printable(parts: Parts, report: Path) -> None:
    imported = parts.importer.take(report, str(report))
    assert correct(parts.document_store, imported.document, {"title": f"Judul{ODD}"}).title.isprintable()


LETTER = "Nomor: 005/{number}/2026\n\nPerihal: {about}\n\n" + " ".join(f"kata{{part}}{at}" for at in range(40)) + "\n"


def _letter(path: Path, number: int, part: str) -> Path:
    path.write_text(LETTER.format(number=number, about=f"urusan {part}", part=part), encoding="utf-8")
    return path


def test_two_letters_under_one_name_are_two_documents(parts: Parts, tmp_path: Path) -> None:
    """As staff send them: surat.txt today, and another surat.txt tomorrow."""
    path = tmp_path / "surat.txt"
    first = parts.importer.take(_letter(path, 127, "a"), "telegram:surat.txt")
    second = parts.importer.take(_letter(path, 128, "b"), "telegram:surat.txt")
    assert (second.status, second.document != first.document) == ("new", True)
    assert any(
        f"Another document came from this place before and stays: {first.document}" in w for w in second.warnings
    )
    path.write_text(path.read_text(encoding="utf-8") + "\nTembusan: arsip.\n", encoding="utf-8")
    third = parts.importer.take(path, "telegram:surat.txt")
    assert (third.status, third.document) == ("updated", second.document)
    fourth = parts.importer.take(_letter(path, 129, "c"), "telegram:surat.txt", document_id=first.document)
    assert (fourth.status, fourth.document) == ("updated", first.document)


def test_two_documents_that_come_at_once_under_one_name_are_two(
    parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = parts.importer.take(_letter(tmp_path / "a.txt", 1, "a"), "/satu/surat.txt")
    free_id, taken = parts.document_store.free_id, iter([first.document])
    monkeypatch.setattr(parts.document_store, "free_id", lambda wanted: next(taken, None) or free_id(wanted))
    second = parts.importer.take(_letter(tmp_path / "b.txt", 2, "b"), "/dua/surat.txt")
    assert (second.status, second.document != first.document) == ("new", True)
    assert parts.document_store.current(first.document).origin == "/satu/surat.txt"


def test_a_page_at_an_address_stays_the_same_document(parts: Parts, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    first = parts.importer.take(_letter(path, 1, "a"), "https://kota.example/berita")
    second = parts.importer.take(_letter(path, 2, "b"), "https://kota.example/berita")
    assert (second.status, second.document) == ("updated", first.document)


def test_a_file_that_was_moved_is_known_by_its_new_place(parts: Parts, report: Path, tmp_path: Path) -> None:
    first = parts.importer.take(report, str(report))
    moved = tmp_path / "arsip" / "laporan-lama.md"
    moved.parent.mkdir()
    report.rename(moved)
    again = parts.importer.take(moved, str(moved))
    assert (again.status, again.document) == ("unchanged", first.document)
    assert again.warnings == (f"Moved here from {report}.",)
    assert parts.document_store.documents_from(str(moved)) == [first.document]
    assert parts.importer.take(moved, str(moved)).warnings == ()


def test_what_a_folder_no_longer_holds_is_told(parts: Parts, tmp_path: Path) -> None:
    folder = tmp_path / "berkas"
    folder.mkdir()
    for name in ("a 081234567890", "b", "c"):
        (folder / f"{name}.md").write_text(f"# Laporan {name}\n\nIsi laporan {name} kota.\n", encoding="utf-8")
        parts.importer.take(folder / f"{name}.md", str(folder / f"{name}.md"))
    other = tmp_path / "berkas-lain.md"
    other.write_text("# Lain\n\nIsi lain.\n", encoding="utf-8")
    parts.importer.take(other, str(other))
    taken = [str(folder / name) for name in ("a 081234567890.md", "c.md")]
    assert [one.document.id for one in parts.importer.missing(str(folder), taken)] == ["laporan-b"]
    parts.document_store.retire("laporan-b")
    assert parts.importer.missing(str(folder), taken) == []


def test_a_document_that_does_not_exist_cannot_be_replaced(parts: Parts, report: Path) -> None:
    with pytest.raises(DocumentError, match="There is no document 'tidak-ada'"):
        parts.importer.take(report, str(report), document_id="tidak-ada")
    assert parts.document_store.documents() == []


def test_how_much_was_not_understood_is_told_and_kept_with_the_version(parts: Parts, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Kota", "Nilai", "=1+1"])  # nobody has computed it
    path = tmp_path / "a.xlsx"
    book.save(path)
    imported = parts.importer.take(path, str(path))
    assert 0 < imported.unread < 1
    (summary,) = parts.document_store.documents()
    assert summary.coverage["unread"] == imported.unread
    correct(parts.document_store, imported.document, {"publisher": "Kota Nilam"})
    assert parts.document_store.current(imported.document).coverage == summary.coverage
