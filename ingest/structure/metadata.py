"""Guesses about a document that staff can correct: title, publisher, date, number, language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from ingest.structure.dates import date_of
from ingest.structure.numbers import number_of
from ingest.structure.pieces import Piece
from ingest.structure.publishers import publisher_of
from ingest.structure.titles import title_of
from knowledge.documents import Document
from knowledge.language.cleaning import clean
from knowledge.language.detection import document_language
from knowledge.language.personal_data import mask

_SPACED = re.compile(r"\b(?:[A-Z] ){5,}[A-Z]\b")  # ``T E N T A N G``


def guess(path: Path, pieces: Sequence[Piece], *, title: str = "", publisher: str = "", date: str = "") -> Document:
    """The document's metadata as far as they can be told; what the file itself states is given by name.

    Args:
        path: the file, whose name is the last resort for the title.
        pieces: its text in reading order.
        title: the title stated in the file's properties.
        publisher: the publisher stated, if it is an institution.
        date: a date stated, ISO; used when the text names none.
    """
    text = " ".join(piece.text for piece in pieces)
    title = _SPACED.sub(lambda word: word[0].replace(" ", ""), clean(title_of(path, pieces, title))).strip()
    title = title or "document"
    return Document(
        id=slug(title) or slug(mask(path.stem)) or "document",
        title=title,
        collection="staff",
        language=document_language(text),
        publisher=publisher or publisher_of(title, pieces),
        date=date_of(pieces) or date,
        number=number_of(title, pieces),
    )


def slug(text: str) -> str:
    """Lower-case letters, digits and hyphens, at most 60 characters, for use as an id."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-")
