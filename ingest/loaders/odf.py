"""OpenDocument files (ODT, ODS, ODP), as LibreOffice writes them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.errors import DocumentError
from ingest.limits import DEFAULT, Limits
from ingest.loaders import zip_files
from ingest.loaders.charts import parsed
from ingest.loaders.left_out import LeftOut
from ingest.loaders.loaded import Loaded
from ingest.loaders.odf_body import OdfBody
from ingest.loaders.odf_sheets import sheet_rows
from ingest.loaders.odf_text import DRAW, OFFICE, OdfStyles, OdfText
from ingest.loaders.pictures import Picture, recognised
from ingest.loaders.sheet_tables import sheet_pieces
from ingest.structure.metadata import guess
from ingest.structure.pieces import Piece, gathered
from ingest.structure.sections import sections

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_PRESENTATION = "{urn:oasis:names:tc:opendocument:xmlns:presentation:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_FURNITURE = ("page-number", "date-time", "footer", "header", "page")
_POINTS = {"in": 72.0, "cm": 28.35, "mm": 2.835, "pt": 1.0, "px": 0.75}

_Items = Iterator[Piece | Picture]


def load(path: Path, limits: Limits = DEFAULT) -> Loaded:
    """Load an OpenDocument text, spreadsheet or presentation.

    Raises:
        DocumentError: it is damaged, hostile, protected by a password or without text.
    """
    zip_files.check_office(path, limits)
    left_out = LeftOut()
    try:
        with zipfile.ZipFile(path) as archive:
            _check_password(archive)
            roots = [parsed(archive.read(name)) for name in ("content.xml", "styles.xml") if name in archive.NameToInfo]
            text = OdfText(OdfStyles(*roots), left_out)
            body = OdfBody(text, archive, roots, limits)
            content = next(iter(roots[0].find(f"{OFFICE}body")))
            items, pages = _read(content, body, limits)
            title, date = _stated(archive)
    except DocumentError:
        raise
    except Exception as error:  # malformed packages fail in many ways
        raise DocumentError(
            "Dokumen OpenDocument ini rusak dan tidak dapat dibuka.",
            "This OpenDocument file is damaged and cannot be opened.",
        ) from error
    found = gathered(recognised(items, limits, left_out), limits)
    if not any(piece.kind != "heading" or pages == 0 for piece in found):
        raise DocumentError("Dokumen OpenDocument ini tidak memuat teks.", "This OpenDocument file holds no text.")
    sheets = content.tag == f"{OFFICE}spreadsheet"
    document = guess(path, found, title=title or (path.stem if sheets else ""), date=date)
    slides = range(1, pages + 1) if not sheets else ()
    coverage = left_out.coverage(found, {number: f"slide {number}" for number in slides})
    return Loaded(document, sections(document.title, found), left_out.notices(), pages, coverage)


def _check_password(archive: zipfile.ZipFile) -> None:
    if "META-INF/manifest.xml" in archive.NameToInfo and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise DocumentError(
            "Dokumen ini dilindungi kata sandi. Simpan tanpa kata sandi, lalu unggah lagi.",
            "This document is protected by a password. Save it without one and upload it again.",
        )


def _stated(archive: zipfile.ZipFile) -> tuple[str, str]:
    """The title and the ISO date that the file states of itself."""
    if "meta.xml" not in archive.NameToInfo:
        return "", ""
    told = {
        found.tag.rpartition("}")[2]: (found.text or "").strip() for found in parsed(archive.read("meta.xml")).iter()
    }
    date = (told.get("date") or told.get("creation-date") or "")[:10]
    return told.get("title", ""), date if date > "1990" else ""


def _read(content: Any, body: OdfBody, limits: Limits) -> tuple[list[Piece | Picture], int]:
    match content.tag.rpartition("}")[2]:
        case "spreadsheet":
            tables = content.findall(f"{_TABLE}table")
            return list(_sheets(tables, body, limits)), len(tables)
        case "presentation":
            slides = content.findall(f"{DRAW}page")
            if len(slides) > limits.pages:
                raise DocumentError(
                    f"Presentasi ini memiliki lebih dari {limits.pages} salindia.",
                    f"This presentation has more than {limits.pages} slides.",
                )
            return list(_slides(slides, body)), len(slides)
        case _:
            return list(body.blocks(content)), 0


def _sheets(tables: list[Any], body: OdfBody, limits: Limits) -> _Items:
    for table in tables:
        name = " ".join(table.get(f"{_TABLE}name", "").split())
        shown = body.text.styles.shape(table.get(f"{_TABLE}style-name", ""), "table", f"{_TABLE}display")
        if shown == "false":
            body.text.left_out.add("hidden_sheet")
            continue
        items: list[Piece | Picture] = list(sheet_pieces(list(sheet_rows(table, body, name)), limits))
        for shapes in table.findall(f"{_TABLE}shapes"):
            items += body.frames(list(shapes))
        if items:
            yield Piece("heading", name or "Sheet", 1)
            yield from items


def _slides(slides: list[Any], body: OdfBody) -> _Items:
    body.text.dark = True
    for number, slide in enumerate(slides, 1):
        style = slide.get(f"{DRAW}style-name", "")
        if body.text.styles.shape(style, "drawing-page", f"{_PRESENTATION}visibility") == "hidden":
            body.text.left_out.add("hidden_slide", f"slide {number}")
            continue
        body.page = number
        yield from _slide(slide, number, body)


def _slide(slide: Any, number: int, body: OdfBody) -> _Items:
    frames = [one for one in slide if isinstance(one.tag, str) and one.tag.startswith(DRAW)]
    title = next((one for one in frames if one.get(f"{_PRESENTATION}class") == "title"), None)
    heading = " ".join(body.words(title)) if title is not None else ""
    yield Piece("heading", heading or f"Slide {number}", 1, number)
    rest = [one for one in frames if one is not title and one.get(f"{_PRESENTATION}class") not in _FURNITURE]
    items = list(body.frames(sorted(rest, key=_place)))
    for notes in slide.findall(f"{_PRESENTATION}notes"):
        items += body.frames([one for one in notes if one.get(f"{_PRESENTATION}class") == "notes"])
    yield from items
    if not items:  # a heading over nothing is taken for text of the slide before
        yield Piece("paragraph", heading or f"Slide {number}", page=number)


def _place(frame: Any) -> tuple[float, float]:
    return _points(frame.get(f"{_SVG}y", "")), _points(frame.get(f"{_SVG}x", ""))


def _points(length: str) -> float:
    number, unit = length[:-2], length[-2:]
    try:
        return float(number) * _POINTS.get(unit, 1.0)
    except ValueError:
        return 0.0
