"""What a package of parts is (DOCX, XLSX, PPTX, ODF), told from its relationships, and what it says of itself."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from ingest.errors import DocumentError
from ingest.limits import DEFAULT, Limits
from ingest.loaders import zip_files

PackageKind = Literal["docx", "pptx", "xlsx", "odf"]

_BROKEN = (*zip_files.BROKEN, KeyError, ParseError, DefusedXmlException, LookupError)
_MOST = 1024 * 1024  # bytes of a part that tells what the others are
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
_XPS = re.compile(r"http://schemas\.(?:microsoft\.com/xps|openxps\.org/oxps)/\S*fixedrepresentation")
_CORE = "/metadata/core-properties"
_BY_TYPE: tuple[tuple[str, PackageKind], ...] = (
    ("wordprocessingml", "docx"),
    ("ms-word", "docx"),
    ("spreadsheetml", "xlsx"),
    ("ms-excel", "xlsx"),
    ("presentationml", "pptx"),
    ("ms-powerpoint", "pptx"),
)
_BY_NAME: tuple[tuple[str, PackageKind], ...] = (
    ("word/document.xml", "docx"),
    ("ppt/presentation.xml", "pptx"),
    ("xl/workbook.xml", "xlsx"),
)
_ODF = re.compile(r"application/vnd\.oasis\.opendocument\.(text|spreadsheet|presentation)(?:-template)?")
_OTHER = {"application/epub+zip": "EPUB", "Index/Document.iwa": "iWork", "Index.zip": "iWork"}
# What programs write of a document whose title or date nobody told them.
_NO_TITLE = re.compile(
    r"(?:(?:word|microsoft word) document|dokumen word|powerpoint[- ]presentation|presentasi powerpoint"
    r"|(?:slide|book|buku|sheet)\s?\d|new microsoft .*)",
    re.IGNORECASE,
)
_NO_DATES = ("2013-12-23T23:15:00Z", "2013-01-27T09:14:16Z", "2013-01-27T09:15:58Z")  # of libraries' templates
_OLDEST = "1990"


@dataclass(frozen=True, slots=True)
class Stated:
    """Title and ISO date of a document as its own properties tell them; empty where they tell nothing."""

    title: str = ""
    date: str = ""


def kind_of(archive: zipfile.ZipFile) -> PackageKind | None:
    """The kind of document a ZIP holds, None for an archive of files.

    The main part is found by its relationship, as every reader does: its name is free. A package whose relationships
    cannot be read is told by the usual names, so that it is called damaged and not unpacked.

    Raises:
        DocumentError: it is a document of a kind that is not read; the text says what to do.
    """
    names = set(archive.namelist())
    if "_rels/.rels" in names:
        for relation in _relations(archive, "_rels/.rels"):
            kind, target = relation.get("Type", ""), relation.get("Target", "")
            if kind == _STRICT:
                raise _strict()
            if _XPS.fullmatch(kind):
                raise _unread("XPS")
            if kind == _OFFICE and (found := _by_type(archive, posixpath.normpath(target.lstrip("/")), names)):
                return found
    media = _media_type(archive, names)
    if _ODF.fullmatch(media):
        return "odf"
    if media.startswith("application/vnd.oasis.opendocument."):
        raise _unread("OpenDocument (gambar, rumus, basis data)", "OpenDocument drawing, formula or database")
    for mark, name in _OTHER.items():
        if mark in (media, *names & {mark}):
            raise _unread(name)
    return next((kind for part, kind in _BY_NAME if part in names), None)


def is_package(path: Path, limits: Limits = DEFAULT) -> bool:
    """Whether a ZIP is one document, also of a kind that is not read, and not an archive of files.

    Raises:
        DocumentError: it is damaged, or has too many members.
    """
    with zip_files.directory(path, limits) as archive:
        try:
            return kind_of(archive) is not None
        except DocumentError:
            return True


def stated(path: Path, limits: Limits = DEFAULT) -> Stated:
    """What an Office file's properties say. A file without them says nothing, whatever libraries make of that.

    Raises:
        DocumentError: it is damaged, or has too many members.
    """
    with zip_files.directory(path, limits) as archive:
        relations = _relations(archive, "_rels/.rels")
        core = next((one.get("Target", "") for one in relations if one.get("Type", "").endswith(_CORE)), "")
        root = _part(archive, core.lstrip("/")) if core else None
    if root is None:
        return Stated()
    told = {element.tag.rpartition("}")[2]: (element.text or "").strip() for element in root}
    title = " ".join(told.get("title", "").split())
    return Stated(
        "" if _NO_TITLE.fullmatch(title) else title, _day(told.get("modified", "")) or _day(told.get("created", ""))
    )


def related(archive: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """What a part refers to inside its package, by the id of the relation: the last word of its type, and its name."""
    folder, _, name = part.rpartition("/")
    found = {}
    for relation in _relations(archive, f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"):
        target = relation.get("Target", "")
        if relation.get("TargetMode") == "External" or not target:
            continue
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[relation.get("Id", "")] = relation.get("Type", "").rpartition("/")[2], path
    return found


def _day(moment: str) -> str:
    believable = re.match(r"\d{4}-\d\d-\d\d", moment) and moment[:4] >= _OLDEST and moment not in _NO_DATES
    return moment[:10] if believable else ""


def _by_type(archive: zipfile.ZipFile, part: str, names: set[str]) -> PackageKind | None:
    """The kind of an Open XML file by the type of its main part."""
    types = _part(archive, "[Content_Types].xml")
    if types is None or part not in names:
        return None
    stated_types = {one.get("PartName", "").lstrip("/").lower(): one.get("ContentType", "") for one in types}
    content = stated_types.get(part.lower(), "")
    if "binary" in content:
        raise _unread("XLSB")
    for mark, kind in _BY_TYPE:
        if mark in content:
            return kind
    if "visio" in content:
        raise _unread("Visio")
    return next((kind for name, kind in _BY_NAME if part.startswith(name.split("/")[0] + "/")), None)


def _media_type(archive: zipfile.ZipFile, names: set[str]) -> str:
    """The type an OpenDocument or EPUB file states of itself, in its first member or its manifest."""
    if "mimetype" in names:
        try:
            with archive.open("mimetype") as stream:
                return stream.read(200).decode("ascii", "replace").strip()
        except _BROKEN:
            return ""
    if "META-INF/manifest.xml" in names and (root := _part(archive, "META-INF/manifest.xml")) is not None:
        for entry in root:
            told = {name.rpartition("}")[2]: value for name, value in entry.attrib.items()}
            if told.get("full-path") == "/":
                return told.get("media-type", "")
    return ""


def _relations(archive: zipfile.ZipFile, name: str) -> Iterator[Element]:
    root = _part(archive, name)
    yield from root.iter(_RELATION) if root is not None else ()


def _part(archive: zipfile.ZipFile, name: str) -> Element | None:
    """A small part as XML; None where there is none or it cannot be read."""
    try:
        with archive.open(name) as stream:
            data = stream.read(_MOST + 1)
        root: Element | None = fromstring(data, forbid_dtd=True) if len(data) <= _MOST else None
    except _BROKEN:
        return None
    return root


def _strict() -> DocumentError:
    return DocumentError(
        "Berkas ini disimpan sebagai Strict Open XML, yang tidak didukung. Simpan sebagai dokumen Word, Excel atau "
        "PowerPoint biasa, lalu unggah lagi.",
        "This file was saved as Strict Open XML, which is not supported. Save it as an ordinary Word, Excel or "
        "PowerPoint document and upload it again.",
    )


def _unread(indonesian: str, english: str = "") -> DocumentError:
    return DocumentError(
        f"Berkas {indonesian} tidak didukung. Simpan sebagai DOCX, XLSX, PPTX atau PDF, lalu unggah lagi.",
        f"{english or indonesian} files are not supported. Save it as DOCX, XLSX, PPTX or PDF and upload it again.",
    )
