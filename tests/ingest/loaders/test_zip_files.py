"""Archives and office files that could do harm are refused."""

import stat
import zipfile
from pathlib import Path

import pytest

from ingest.errors import DocumentError
from ingest.limits import Limits
from ingest.loaders.registry import load
from ingest.loaders.zip_files import check_office, copy_member, is_plain_file, opened
from tests.ingest import making


def test_a_zip_bomb_in_office_clothes_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(50 * 1024 * 1024))
    with pytest.raises(DocumentError, match="zip bomb"):
        load(tmp_path / "a.docx")


@pytest.mark.parametrize("build", [making.xml_bomb_docx, making.outside_entity_docx])
def test_entities_are_refused(tmp_path: Path, build: object) -> None:
    assert callable(build)
    with pytest.raises(DocumentError, match="can do harm"):
        load(build(tmp_path / "a.docx"))


def _zip(path: Path, *members: tuple[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def test_too_many_members_and_too_much_inside_are_refused(tmp_path: Path) -> None:
    path = _zip(tmp_path / "a.zip", ("a", b"x" * 100), ("b", b"y" * 100))
    for limits in (Limits(members=1), Limits(unpacked=150), Limits(directory=20)):
        with pytest.raises(DocumentError, match="zip bomb"), opened(path, limits):
            pass
    with opened(path, Limits(members=2, unpacked=200)) as archive:
        assert archive.namelist() == ["a", "b"]


def test_a_member_is_counted_while_it_is_unpacked(tmp_path: Path) -> None:
    path = _zip(tmp_path / "a.zip", ("a", b"x" * 100))
    with opened(path) as archive:
        (member,) = archive.infolist()
        assert copy_member(archive, member, tmp_path / "a", 100) == 100
        assert (tmp_path / "a").read_bytes() == b"x" * 100
        with pytest.raises(DocumentError, match="zip bomb"):
            copy_member(archive, member, tmp_path / "b", 99)


def test_a_member_that_is_damaged_inside_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a", b"isi berkas")
    path.write_bytes(path.read_bytes().replace(b"isi berkas", b"isi BERKAS"))
    with opened(path) as archive, pytest.raises(DocumentError, match="damaged or cut short"):
        copy_member(archive, archive.infolist()[0], tmp_path / "a", 100)


def test_what_is_no_archive_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 bukan arsip")
    with pytest.raises(DocumentError, match="damaged or cut short"), opened(tmp_path / "a.zip"):
        pass


def test_folders_and_links_are_no_plain_files() -> None:
    folder, link, file = zipfile.ZipInfo("a/"), zipfile.ZipInfo("b"), zipfile.ZipInfo("c")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert [is_plain_file(member) for member in (folder, link, file)] == [False, False, True]


def test_xml_is_counted_and_its_depth_too(tmp_path: Path) -> None:
    path = _zip(tmp_path / "a.docx", ("word/document.xml", b"<a>" + b"<b c='1'/>" * 10 + b"</a>"))
    check_office(path, Limits(nodes=21))
    with pytest.raises(DocumentError, match="can do harm"):
        check_office(path, Limits(nodes=20))
    with pytest.raises(DocumentError, match="zip bomb"):
        check_office(path, Limits(xml=10))
    deep = _zip(tmp_path / "b.docx", ("word/document.xml", b"<a>" * 600 + b"</a>" * 600))
    with pytest.raises(DocumentError, match="can do harm"):
        check_office(deep)
