"""Sources: files, folders, ZIPs and addresses; one bad item does not stop the others."""

import os
import zipfile
import zlib
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


def _zip_of(path: Path, names: list[bytes], *, utf_8: bool, extra: bytes = b"") -> Path:
    """An archive with names as these bytes."""
    with zipfile.ZipFile(path, "w") as archive:
        for number, name in enumerate(names):
            member = zipfile.ZipInfo("x" * len(name))
            member.extra = extra
            archive.writestr(member, f"teks {number}")
    data = path.read_bytes()
    for name in names:
        data = data.replace(b"x" * len(name), name)
    if utf_8:
        for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = data.find(signature)
            while at >= 0:
                data = data[: at + offset] + b"\x00\x08" + data[at + offset + 2 :]
                at = data.find(signature, at + 1)
    path.write_bytes(data)
    return path


def _info(raw: bytes, name: str) -> bytes:
    content = b"\x01" + zlib.crc32(raw).to_bytes(4, "little") + name.encode()
    return (0x7075).to_bytes(2, "little") + len(content).to_bytes(2, "little") + content


@pytest.mark.parametrize(
    ("raw", "utf_8", "extra", "name"),
    [
        ("Jadwal é – baru.txt".encode(), True, b"", "Jadwal é – baru.txt"),
        ("Jadwal é – baru.txt".encode(), False, b"", "Jadwal é – baru.txt"),
        ("Jadwal é.txt".encode("cp437"), False, b"", "Jadwal é.txt"),
        (b"Jadwal _.txt", False, _info(b"Jadwal _.txt", "Jadwal –.txt"), "Jadwal –.txt"),
        (b"Jadwal _.txt", False, _info(b"lain", "Jadwal –.txt"), "Jadwal _.txt"),
        (b"laporan\\Tarif Dermaga 2025.csv", False, b"", "Tarif Dermaga 2025.csv"),
        (b"laporan/Tarif (final) + lampiran.csv", False, b"", "Tarif (final) + lampiran.csv"),
    ],
)
def test_members_of_a_zip_keep_the_names_that_people_gave_them(
    tmp_path: Path, into: Path, raw: bytes, utf_8: bool, extra: bytes, name: str
) -> None:
    (item,) = items(_zip_of(tmp_path / "a.zip", [raw], utf_8=utf_8, extra=extra), into)
    assert item.path is not None
    assert item.path.name == name
    assert item.origin.endswith(name)


def test_members_of_the_same_name_are_kept_apart_under_it(tmp_path: Path, into: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("a/surat.txt", "b/surat.txt", "c/..", f"{'panjang ' * 40}.txt"):
            archive.writestr(name, name)
    found = [item.path for item in items(path, into) if item.path]
    assert [one.name for one in found[:2]] == ["surat.txt", "surat.txt"]
    assert [one.read_text(encoding="utf-8") for one in found[:2]] == ["a/surat.txt", "b/surat.txt"]
    assert all(into in one.parents for one in found)
    assert found[-1].suffix == ".txt"
