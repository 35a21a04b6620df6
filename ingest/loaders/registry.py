"""Loaders: one file per format, each turning a file into sections with anchors."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from ingest.errors import DocumentError
from ingest.limits import DEFAULT, Limits
from ingest.loaders.file_types import Kind, sniff
from ingest.loaders.loaded import Loaded

__all__ = ["DEFAULT", "Kind", "Limits", "Loaded", "load", "sniff"]

_LOADERS: dict[Kind, tuple[str, str]] = {
    "pdf": ("pdf", "load"),
    "docx": ("docx", "load"),
    "pptx": ("pptx", "load"),
    "xlsx": ("spreadsheets", "load_workbook"),
    "csv": ("spreadsheets", "load_csv"),
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
    return loaded
