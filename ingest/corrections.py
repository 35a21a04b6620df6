"""Metadata that was guessed wrong, set right by a person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from ingest.errors import DocumentError
from knowledge.documents import Chunk, Document, Section, digest, digested
from knowledge.language.printable import printable
from knowledge.storage.document_store import DocumentStore, NewVersion

STARTER = "starter:"  # what the origins of the starter corpus begin with
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


def correct(document_store: DocumentStore, document_id: str, changes: Mapping[str, str]) -> Document:
    """Set metadata of a document; the next release shows it, earlier ones and their citations do not change.

    Args:
        changes: new values of ``title``, ``publisher``, ``date`` or ``language``.

    Raises:
        NotFoundError: there is no such document.
        DocumentError: a value is malformed, or the document is of the starter corpus.
    """
    before = document_store.current(document_id)
    if before.origin.startswith(STARTER):
        raise DocumentError(
            f"{document_id} termasuk korpus awal; ubah berkasnya, bukan datanya.",
            f"{document_id} is of the starter corpus; change its file instead.",
        )
    document = corrected(before.document, changes)
    titles = before.document.title, document.title
    chunks = [_under_title(chunk, *titles) for chunk in before.chunks]
    names = tuple(sorted({*before.corrected, *changes}))
    document_store.add(
        NewVersion(
            document=document,
            version=digest(digested(document), *names, *(chunk.id for chunk in chunks)),
            chunks=chunks,
            origin=before.origin,
            file_digest=before.file_digest,
            original=before.original,
            warnings=before.warnings,
            corrected=names,
            kept=before.kept,
            likeness=before.likeness,
            coverage=before.coverage,
        )
    )
    return document


def corrected(document: Document, changes: Mapping[str, str]) -> Document:
    """The document with other metadata.

    Raises:
        DocumentError: a value is malformed.
    """
    changes = {name: printable(value) for name, value in changes.items()}
    if not changes.get("title", "x").strip():
        raise DocumentError("Judul tidak boleh kosong.", "The title must not be empty.")
    if changes.get("date") and not _DATE.fullmatch(changes["date"]):
        raise DocumentError(
            f"Tanggal {changes['date']!r} tidak berbentuk 2024, 2024-05, atau 2024-05-31.",
            f"The date {changes['date']!r} is not like 2024, 2024-05 or 2024-05-31.",
        )
    return replace(document, **changes)  # type: ignore[arg-type]  # the command checks the language


def under_title(heading: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    """A heading path, which begins with the title of the document, under its new title."""
    return (new, *heading[1:]) if heading[:1] == (old,) else heading


def _under_title(chunk: Chunk, old: str, new: str) -> Chunk:
    heading = under_title(chunk.heading, old, new)
    section = Section(
        text=chunk.text,
        heading=heading,
        page=chunk.page,
        clause=chunk.clause,
        anchor=chunk.anchor,
        example_questions=chunk.example_questions,
        answerability=chunk.answerability,
        shown_question=chunk.shown_question,
        as_of=chunk.as_of,
    )
    return Chunk.of(chunk.document, section)
