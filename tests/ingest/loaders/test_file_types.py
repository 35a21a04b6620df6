"""What a file is, told from its content."""

import zipfile
from pathlib import Path

import pytest

from ingest.errors import DocumentError
from ingest.loaders.file_types import sniff
from tests.ingest import making


def test_kinds_are_told_from_content_not_from_names(tmp_path: Path) -> None:
    assert sniff(making.write_docx(tmp_path / "a.pdf")) == "docx"
    assert sniff(making.clause_pdf(tmp_path / "b.txt")) == "pdf"
    assert sniff(making.write_xlsx(tmp_path / "c.docx")) == "xlsx"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.txt", b"\n\n%PDF-1.7 ...", "pdf"),
        ("a", b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image"),
        ("a", b"\xef\xbb\xbf <!DOCTYPE html><p>Kota", "html"),
        ("a.html", b"Kota <p>cerdas", "html"),
        ("a.txt", b"Kota <p>cerdas", "text"),
        ("a", b"From: a@contoh.go.id\nSubject: Rapat\n\nIsi", "mail"),
        ("a", b"Subject: Rapat\n\nDate: besok", "text"),
        ("a.CSV", b"kode;nama", "csv"),
        ("a.tsv", b"kode\tnama", "csv"),
        ("a.md", b"# Judul", "text"),
        ("a", b"", "text"),
    ],
)
def test_each_kind_is_known_by_its_first_bytes(tmp_path: Path, name: str, content: bytes, kind: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert sniff(tmp_path / name) == kind


def test_an_ordinary_archive_is_no_document(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("isi.txt", "teks")
    with pytest.raises(DocumentError, match="This is a ZIP archive"):
        sniff(tmp_path / "a.zip")


@pytest.mark.parametrize(
    ("sector", "said"), [(1, "Outlook message"), (2, "old Office file"), (2**32 - 1, "old Office file")]
)
def test_a_message_of_outlook_is_told_from_old_office_files(tmp_path: Path, sector: int, said: str) -> None:
    head = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(40) + sector.to_bytes(4, "little")).ljust(512, b"\0")
    path = tmp_path / "a.msg"
    path.write_bytes(head + bytes(512) + "Root Entry__substg1.0_0037001F".encode("utf-16-le").ljust(512, b"\0"))
    with pytest.raises(DocumentError, match=said):
        sniff(path)
