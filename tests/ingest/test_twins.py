"""Documents that are nearly the same are noticed and offered as versions."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import update

from ingest.importer import Importer
from ingest.loaders.registry import load
from ingest.twins import is_gone
from knowledge.storage.stored_versions import stored_document
from knowledge.storage.tables import VersionRow
from tests.ingest import making
from tests.parts import Parts

PAGE = "".join(
    f"<p>Ketentuan ke-{number}: kota {name} melapor kepada sekretariat setiap tahun.</p>"
    for number, name in enumerate(("Melati", "Kenanga", "Cempaka", "Anggrek", "Dahlia"))
)
TEXT = PAGE.replace("<p>", "").replace("</p>", "\n\n")


def test_the_same_text_in_two_formats_is_noticed(parts: Parts, tmp_path: Path) -> None:
    making_text = tmp_path / "ketentuan.txt"
    making_text.write_text(TEXT, encoding="utf-8")
    first = parts.importer.take(making_text, str(making_text))
    page = tmp_path / "aturan pelaporan.html"
    page.write_text(f"<html><body><h1>Aturan Pelaporan Kota</h1>{PAGE}</body></html>", encoding="utf-8")
    second = parts.importer.take(page, str(page))
    assert second.status == "new"
    (notice,) = [warning for warning in second.warnings if "--replaces" in warning]
    assert notice.startswith("Nearly the same text (")
    assert f"as {first.document} (ketentuan; {making_text})" in notice
    assert f"--replaces {first.document}" in notice
    third = parts.importer.take(page, str(page), document_id=first.document)
    assert (third.status, third.document) == ("updated", first.document)
    assert f"{second.document} held the same file and is retired" in third.warnings[-1]
    assert [one.document.id for one in parts.document_store.documents() if one.retired_at is None] == [first.document]


def test_a_twin_title_and_a_file_that_is_gone_are_noticed(parts: Parts, tmp_path: Path) -> None:
    first, second = tmp_path / "a.md", tmp_path / "b.md"
    first.write_text("# Aturan Pasar\n\nPasar dibuka setiap Sabtu.\n", encoding="utf-8")
    second.write_text("# Aturan Pasar\n\nPasar dibuka setiap Jumat malam sampai pagi.\n", encoding="utf-8")
    known = parts.importer.take(first, str(first)).document
    (notice,) = parts.importer.take(second, str(second)).warnings
    assert notice.startswith(f"The same title as {known} (Aturan Pasar; {first}). If this replaces it")
    first.unlink()
    second.write_text("# Aturan Pasar\n\nPasar ditutup selamanya.\n", encoding="utf-8")
    third = tmp_path / "c.md"
    third.write_text("# Aturan Pasar\n\nPasar ditutup untuk selamanya.\n", encoding="utf-8")
    assert any(
        "whose file is no longer there" in warning for warning in parts.importer.take(third, str(third)).warnings
    )


def test_documents_stored_without_a_likeness_are_compared_too(parts: Parts, tmp_path: Path) -> None:
    path = making.write_docx(tmp_path / "laporan.docx")
    known = parts.importer.take(path, str(path)).document
    with parts.engine.begin() as connection:
        values = parts.document_store.current(known)
        assert values.likeness
        # As an earlier release stored it: its checksum is of no concern here.
        connection.execute(update(VersionRow).values(document=stored_document(values.document)))
    other = tmp_path / "salinan.docx"
    other.write_bytes(making.write_docx(tmp_path / "lain.docx").read_bytes() + b"\0")
    taken = Importer(parts.data, parts.document_store, load).take(other, str(other))
    assert any(f"--replaces {known}" in warning for warning in taken.warnings)


def test_only_files_of_this_machine_can_be_gone(tmp_path: Path) -> None:
    assert is_gone(str(tmp_path / "tidak-ada.pdf"))
    assert is_gone(f"{tmp_path}/tidak-ada.zip!/a.pdf")
    assert not is_gone(str(tmp_path))
    assert not is_gone("telegram:surat.pdf")
    assert not is_gone("https://kota.example/surat.pdf")
