"""Sources: files, folders, ZIPs and addresses; one bad item does not stop the others."""

import os
import zipfile
from pathlib import Path

import pytest

from ingest.sources import items
from tests.ingest import making


@pytest.fixture
def into(tmp_path: Path) -> Path:
    folder = tmp_path / "into"
    folder.mkdir()
    return folder


def test_a_folder_is_walked_in_order_without_hidden_files_and_links(tmp_path: Path, into: Path) -> None:
    source = tmp_path / "source"
    (source / "b").mkdir(parents=True)
    for name in ("z.txt", "b/a.txt", ".hidden", "~$kunci.docx"):
        (source / name).write_text("teks", encoding="utf-8")
    (source / "link.txt").symlink_to("/etc/passwd")
    assert [Path(item.origin).name for item in items(source, into)] == ["a.txt", "z.txt"]


def test_a_zip_gives_its_files_under_their_own_names(tmp_path: Path, into: Path) -> None:
    path = tmp_path / "arsip.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(making.clause_pdf(tmp_path / "tor.pdf"), "dokumen/tor.pdf")
        archive.writestr("../../keluar.txt", "teks")
        archive.writestr("dalam.zip", _empty_zip())
    found = list(items(path, into))
    assert [item.origin.split("!/")[1] for item in found] == ["dokumen/tor.pdf", "../../keluar.txt", "dalam.zip"]
    assert all(item.path is None or item.path.parent == into for item in found)
    assert found[2].error is not None
    assert "archive within an archive" in str(found[2].error)


def _empty_zip() -> bytes:
    return b"PK\x05\x06" + bytes(18)


def test_office_files_are_not_archives(tmp_path: Path, into: Path) -> None:
    path = making.write_docx(tmp_path / "a.docx")
    assert [item.path for item in items(path, into)] == [path]


def test_a_zip_bomb_is_one_item_with_an_error(tmp_path: Path, into: Path) -> None:
    (item,) = items(making.zip_bomb(tmp_path / "a.zip"), into)
    assert item.path is None
    assert "zip bomb" in str(item.error)
    assert list(into.iterdir()) == []


def test_a_missing_path_is_named(into: Path) -> None:
    (item,) = items("/tidak/ada.pdf", into)
    assert str(item.error) == "There is no file or folder /tidak/ada.pdf."


def test_a_file_is_known_by_its_full_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "laporan.md").write_text(f"Laporan {name}.", encoding="utf-8")
    origins = []
    for name in ("a", "b"):
        monkeypatch.chdir(tmp_path / name)
        origins += [item.origin for item in items("laporan.md", tmp_path)]
    assert origins == [str(tmp_path / name / "laporan.md") for name in ("a", "b")]


def test_other_kinds_of_address_are_refused(tmp_path: Path) -> None:
    (item,) = items("ftp://contoh.go.id/laporan.pdf", tmp_path)
    assert "Only http and https" in str(item.error)


ODD = b"lapor\xffan\x1b]0;x\x07\n\xe2\x80\xaegnp.txt"  # not UTF-8, a terminal's title, a line break, text turned round


def test_odd_names_are_told_printable_and_read(tmp_path: Path, into: Path) -> None:
    source = os.fsencode(tmp_path / "source")
    os.mkdir(source)
    with open(os.path.join(source, ODD), "wb") as file:
        file.write(b"teks")
    (tmp_path / "source" / "baik.txt").write_text("teks", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "source" / "z.zip", "w") as archive:
        archive.writestr("a\x1b[31m\n\u202eb.txt", "teks")
    found = list(items(tmp_path / "source", into))
    assert [Path(item.origin).name for item in found] == [
        "baik.txt",
        r"lapor\xffan\x1b]0;x\x07\x0a\u202egnp.txt",
        r"a\x1b[31m\x0a\u202eb.txt",
    ]
    assert all(item.path and item.path.read_bytes() == b"teks" for item in found)


def test_an_odd_name_that_is_missing_is_told_printable(into: Path) -> None:
    (item,) = items(os.fsdecode(b"/tidak/" + ODD), into)
    assert str(item.error).isprintable()
    assert item.origin.isprintable()


def test_a_file_that_the_system_keeps_is_one_item_with_an_error(
    tmp_path: Path, into: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("teks", encoding="utf-8")
    monkeypatch.setattr("pathlib.Path.open", _keep)
    (item,) = items(tmp_path / "a.txt", into)
    assert str(item.error) == "This file cannot be read (Permission denied)."


def _keep(path: Path, *_: object) -> None:
    raise PermissionError(13, "Permission denied", str(path))


def test_an_unusual_compression_is_refused(tmp_path: Path, into: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.txt", "teks")
    (item,) = items(tmp_path / "a.zip", into)
    assert "unusual way" in str(item.error)
