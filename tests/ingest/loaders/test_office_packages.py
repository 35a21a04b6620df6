"""What a package of parts is, by its relationships."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import docx
import openpyxl
import pptx
import pytest

from ingest.errors import DocumentError
from ingest.loaders.file_types import sniff
from ingest.loaders.office_packages import Stated, is_package, stated
from ingest.loaders.registry import load
from tests.ingest import making

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"


def _changed(source: Path, target: Path, *changes: tuple[str, str], names: tuple[tuple[str, str], ...] = ()) -> Path:
    """A package with words in its XML, and names of its parts, changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith((".xml", ".rels")):
                for before, after in (*changes, *names):
                    data = data.replace(before.encode(), after.encode())
            new.writestr(next((after for before, after in names if name == before), name), data)
    return target


@pytest.mark.parametrize(
    "kind",
    [
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    ],
)
def test_word_documents_with_macros_and_templates_are_read(tmp_path: Path, kind: str) -> None:
    path = _changed(making.write_docx(tmp_path / "a.docx"), tmp_path / "b", (WORD, kind))
    assert load(path).document.title == "Pedoman Kota Cerdas"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("presentationml.presentation.main", "presentationml.slideshow.main"),
        ("presentationml.presentation.main", "presentationml.template.main"),
        (
            "vnd.openxmlformats-officedocument.presentationml.presentation.main",
            "vnd.ms-powerpoint.presentation.macroEnabled.main",
        ),
        (
            "vnd.openxmlformats-officedocument.presentationml.presentation.main",
            "vnd.ms-powerpoint.slideshow.macroEnabled.main",
        ),
    ],
)
def test_shows_and_presentations_with_macros_are_read(tmp_path: Path, old: str, new: str) -> None:
    path = _changed(making.write_pptx(tmp_path / "a.pptx"), tmp_path / "b", (old, new))
    assert load(path).pages == 2


@pytest.mark.parametrize("kind", ["spreadsheetml.template.main", "ms-excel.sheet.macroEnabled.main"])
def test_workbooks_with_macros_and_templates_are_read(tmp_path: Path, kind: str) -> None:
    wanted = "vnd.openxmlformats-officedocument." + kind if kind.startswith("spread") else "vnd." + kind
    old = "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main"
    path = _changed(making.write_xlsx(tmp_path / "a.xlsx"), tmp_path / "b", (old, wanted))
    assert load(path).pages == 2


def test_the_main_part_is_found_by_its_relationship(tmp_path: Path) -> None:
    names = (
        ("word/document.xml", "word/document2.xml"),
        ("word/_rels/document.xml.rels", "word/_rels/document2.xml.rels"),
    )
    path = _changed(making.write_docx(tmp_path / "a.docx"), tmp_path / "b.docx", names=names)
    assert is_package(path)
    assert sniff(path) == "docx"
    assert load(path).sections


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"mimetype": "application/epub+zip", "OEBPS/a.html": ""}, "EPUB files are not supported"),
        ({"mimetype": "application/vnd.oasis.opendocument.graphics"}, "OpenDocument drawing"),
        ({"Index/Document.iwa": "", "Metadata/a": ""}, "iWork files are not supported"),
    ],
)
def test_other_packages_are_refused_by_name_and_not_unpacked(
    tmp_path: Path, members: dict[str, str], reason: str
) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    assert is_package(tmp_path / "a.zip")
    with pytest.raises(DocumentError, match=reason):
        sniff(tmp_path / "a.zip")


def test_strict_documents_and_binary_workbooks_are_refused_with_the_right_reason(tmp_path: Path) -> None:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    strict = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
    path = _changed(making.write_docx(tmp_path / "a.docx"), tmp_path / "b.docx", (office, strict))
    with pytest.raises(DocumentError, match="Strict Open XML"):
        sniff(path)
    kinds = (
        "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "vnd.ms-excel.sheet.binary.macroEnabled.main",
    )
    path = _changed(making.write_xlsx(tmp_path / "a.xlsx"), tmp_path / "b.xlsx", kinds)
    with pytest.raises(DocumentError, match="XLSB files are not supported"):
        sniff(path)


def test_a_package_whose_relationships_are_damaged_is_told_by_its_names(tmp_path: Path) -> None:
    path = _changed(making.write_docx(tmp_path / "a.docx"), tmp_path / "b.docx", ("<Relationship ", "<Relation "))
    assert sniff(path) == "docx"


def test_an_archive_of_files_is_no_package(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("kota.txt", "teks")
    assert not is_package(tmp_path / "a.zip")


def _without_properties(source: Path, target: Path) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "_rels/.rels":
                data = re.sub(rb"<Relationship [^>]*metadata/core-properties[^>]*/>", b"", data)
            if name != "docProps/core.xml":
                new.writestr(name, data)
    return target


@pytest.mark.parametrize("kind", ["docx", "pptx", "xlsx"])
def test_without_properties_the_title_is_from_the_text_and_there_is_no_date(tmp_path: Path, kind: str) -> None:
    path = _without_properties(getattr(making, f"write_{kind}")(tmp_path / f"a.{kind}"), tmp_path / f"b.{kind}")
    assert stated(path) == Stated()
    document = load(path).document
    assert document.date == ""
    assert document.title.startswith({"docx": "Pedoman", "pptx": "Tujuan", "xlsx": "Indikator"}[kind])


@pytest.mark.parametrize("title", ["Word Document", "PowerPoint Presentation", "Presentasi PowerPoint", "Slide 1"])
def test_titles_that_programs_give_are_none(tmp_path: Path, title: str) -> None:
    document = docx.Document()
    document.core_properties.title = title
    document.save(str(tmp_path / "a.docx"))
    assert stated(tmp_path / "a.docx").title == ""


def test_what_libraries_leave_in_their_templates_is_no_date(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "a.docx"))
    pptx.Presentation().save(str(tmp_path / "a.pptx"))
    openpyxl.Workbook().save(tmp_path / "a.xlsx")
    assert stated(tmp_path / "a.docx").date == ""
    assert stated(tmp_path / "a.pptx").date == ""
    assert stated(tmp_path / "a.xlsx").date != ""
