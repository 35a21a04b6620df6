"""What was kept is searched, and never shown."""

from __future__ import annotations

from pathlib import Path

from knowledge.documents import Chunk, Document, Section
from knowledge.language.disclosure import disclosed, disclosed_document
from knowledge.storage.personal_records import PersonalRecords
from tests.parts import Parts

TABLE = "| Nama | No. HP | Paspor |\n| --- | --- | --- |\n| Contoh Satu | 0128884877 | X1234567 |"


def test_a_chunk_is_shown_without_personal_data_and_keeps_its_id() -> None:
    chunk = Chunk.of("d", Section(f"Narahubung: budi@kota.go.id\n\n{TABLE}", ("D", "HP 081234567890")))
    shown = disclosed(chunk)
    assert shown.id == chunk.id
    assert not any(secret in str(shown) for secret in ("budi", "0128884877", "X1234567", "081234567890"))
    assert disclosed(shown) is shown
    plain = Chunk.of("d", Section("Hubungi diskominfo@kota.go.id.", ("D",)))
    assert disclosed(plain) is plain


def test_a_document_is_shown_without_personal_data() -> None:
    document = Document("d", "KTP 3273014501990001", "staff", "id")
    assert disclosed_document(document).title == "KTP [NIK]"
    document = Document("d", "Laporan", "staff", "id")
    assert disclosed_document(document) is document


def test_no_answer_shows_what_was_kept_and_keeping_it_is_recorded(parts: Parts, tmp_path: Path) -> None:
    path = tmp_path / "peserta.md"
    path.write_text(f"# Daftar Peserta Lokakarya\n\nPeserta lokakarya kota Melati:\n\n{TABLE}\n", encoding="utf-8")
    imported = parts.importer.take(path, str(path), keep_personal_data=True, actor="cli:sari")
    assert any("kept as requested: 1 passport numbers" in warning for warning in imported.warnings)
    (found,) = PersonalRecords(parts.engine).all()
    document, record = found.document, found.record
    assert (document, record["by"], record["counts"]) == (imported.document, "cli:sari", {"phone": 1, "passport": 1})
    assert record["at"]
    stored = parts.document_store.current(imported.document)
    assert "X1234567" in " ".join(chunk.text for chunk in stored.chunks)
    parts.publish()
    release = parts.releases.current()
    shown = release.chunks(range(len(release)))
    assert "[paspor]" in str(shown)
    answer = parts.answering.answer("Siapa peserta lokakarya kota Melati?")
    assert not any(secret in f"{shown}{answer}" for secret in ("X1234567", "0128884877"))
    again = parts.importer.take(path, str(path))
    assert (again.status, again.document) == ("updated", imported.document)
    assert "X1234567" not in str(parts.document_store.current(imported.document))
    assert [one.what for one in PersonalRecords(parts.engine).all()] == ["kept", "masked"]  # what was, stays
