"""What every loader gives back."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.errors import Notice
from knowledge.documents import Document, Section


@dataclass(frozen=True, slots=True)
class Loaded:
    """One file as understood: guessed metadata, its sections in reading order, and what a person should know.

    ``pages`` counts pages, slides or sheets and is 0 for a format that has none. ``warnings`` are sentences.
    """

    document: Document
    sections: tuple[Section, ...]
    warnings: tuple[Notice, ...] = ()
    pages: int = 0
