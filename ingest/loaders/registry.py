"""Loaders: one file per format, each turning a file into sections with anchors."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path

from ingest.errors import DocumentError, Notice
from ingest.limits import DEFAULT, Limits
from ingest.loaders.file_types import Kind, sniff
from ingest.loaders.loaded import Loaded
from knowledge.documents import Section
from knowledge.language.cleaning import clean

__all__ = ["DEFAULT", "Kind", "Limits", "Loaded", "load", "presentable", "sniff"]

_LOADERS: dict[Kind, tuple[str, str]] = {
    "pdf": ("pdf", "load"),
    "docx": ("docx", "load"),
    "pptx": ("pptx", "load"),
    "xlsx": ("workbooks", "load"),
    "odf": ("odf", "load"),
    "csv": ("csv_files", "load"),
    "html": ("html", "load"),
    "text": ("text", "load"),
    "image": ("image", "load"),
    "mail": ("email", "load"),
}


def load(path: Path, limits: Limits = DEFAULT) -> Loaded:
    """Load one file by what it is, not by what it is called.

    This runs parsers over foreign bytes; use ``ingest.sandbox.load_safely`` for files from outside.

    Raises:
        DocumentError: it is too large, of an unknown kind, damaged, encrypted or hostile.
    """
    size = path.stat().st_size
    if size == 0:
        raise DocumentError("Berkas ini kosong.", "This file is empty.")
    if size > limits.size:
        most = limits.size // (1024 * 1024)
        raise DocumentError(
            f"Berkas ini lebih besar dari batas {most} MB.", f"This file is larger than the limit of {most} MB."
        )
    module, function = _LOADERS[sniff(path)]
    # Imported when needed: most runs read one format, and the libraries are slow to start.
    loaded: Loaded = getattr(import_module(f"ingest.loaders.{module}"), function)(path, limits)
    if not any(section.text.strip() for section in loaded.sections):
        raise DocumentError("Berkas ini tidak memuat teks.", "This file holds no text.")
    _check(loaded, limits)
    return presentable(loaded)


def _check(loaded: Loaded, limits: Limits) -> None:
    """Headings are repeated in each section, so a text within the limit may have become one that is not."""
    made = sum(len(section.text) + sum(map(len, section.heading)) for section in loaded.sections)
    if made > 2 * limits.characters:
        raise DocumentError(
            "Berkas ini memuat terlalu banyak bagian dengan judul panjang; bagilah berkas ini.",
            "This file holds too many sections with long headings; split it into several.",
        )


def presentable(loaded: Loaded) -> Loaded:
    """What was loaded without characters that cannot be seen; what stands on one line without line breaks."""
    stated = loaded.document
    document = replace(
        stated,
        title=_line(stated.title),
        publisher=_line(stated.publisher),
        date=_line(stated.date),
        url=_line(stated.url),
        number=_line(stated.number),
    )
    sections = tuple(_presentable(section) for section in loaded.sections)
    warnings = tuple(Notice(notice.indonesian, str(notice)) for notice in loaded.warnings)
    return replace(loaded, document=document, sections=sections, warnings=warnings)


def _presentable(section: Section) -> Section:
    clause = section.clause and _line(section.clause)
    return replace(section, text=clean(section.text), heading=tuple(map(_line, section.heading)), clause=clause)


def _line(text: str) -> str:
    return " ".join(clean(text).split())
