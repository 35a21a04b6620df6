"""A message is its text."""

from email.message import EmailMessage
from pathlib import Path

from ingest.loaders.registry import load


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
