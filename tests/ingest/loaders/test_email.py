"""A message is its text."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from ingest.errors import DocumentError
from ingest.loaders.registry import Limits, load


def test_a_message_is_its_text_and_names_its_attachments(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"] = "Undangan rapat ASCN"
    message["From"] = "sekretariat@contoh.go.id"
    message["Date"] = "Mon, 23 Nov 2026 08:00:00 +0700"
    message.set_content("Rapat tahunan diadakan di Jakarta.\n\nMohon konfirmasi.")
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="agenda.pdf")
    (tmp_path / "surat").write_bytes(bytes(message))
    loaded = load(tmp_path / "surat")
    assert (loaded.document.title, loaded.document.date) == ("Undangan rapat ASCN", "2026-11-23")
    assert "Rapat tahunan diadakan di Jakarta." in loaded.sections[0].text
    assert loaded.warnings == ("The attachment was not read: agenda.pdf.",)


def test_a_message_in_html_is_read_as_a_web_page(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"] = "Undangan"
    message.set_content("<h1>Rapat</h1><p>Di <b>Jakarta</b>.</p><script>alert(1)</script>", subtype="html")
    (tmp_path / "surat.eml").write_bytes(b"From: a@contoh.go.id\n" + bytes(message))
    loaded = load(tmp_path / "surat.eml")
    assert loaded.document.title == "Undangan"
    assert "Di Jakarta." in loaded.sections[0].text
    assert "alert" not in str(loaded.sections)


def test_a_message_without_text_or_with_too_many_parts_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(b"From: a@contoh.go.id\nSubject: kosong\n\n")
    with pytest.raises(DocumentError, match="holds no text"):
        load(tmp_path / "a.eml")
    (tmp_path / "b.eml").write_bytes(b"From: a@contoh.go.id\nSubject: banyak\n" + b"\n--x" * 20)
    with pytest.raises(DocumentError, match="too many parts"):
        load(tmp_path / "b.eml", Limits(members=10))
