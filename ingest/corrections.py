"""Metadata that was guessed wrong, set right by a person."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ingest.errors import DocumentError
from knowledge.documents import Chunk, Document, digest, digested
from knowledge.errors import MovedError, NotFoundError
from knowledge.language.dates import read_date
from knowledge.language.printable import printable
from knowledge.storage.document_store import DocumentStore
from knowledge.storage.origins import EDITED, STARTER
from knowledge.storage.stored_versions import NewVersion

CORRECTABLE = ("title", "publisher", "date", "number", "language", "as_of", "review_after")
_LONGEST = 300  # characters of a value
_MONTHS = re.compile(r"\d{1,2}|1\d\d|2[0-3]\d|240")
_MONTH = len("2026-05")


def correct(document_store: DocumentStore, document_id: str, changes: Mapping[str, str]) -> Document:
    """Set metadata of a document; the next release shows it, earlier ones and their citations do not change.

    Args:
        changes: new values of what is :data:`CORRECTABLE`; ``review_after`` in months.

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
    new = _changed(before, document, chunks, tuple(sorted({*before.corrected, *changes})))
    try:
        document_store.add(new, over=before.version)
    except MovedError:
        return correct(document_store, document_id, changes)  # what was stored meanwhile is corrected as well
    return document


def set_as_of(document_store: DocumentStore, document_id: str, anchor: str, as_of: str) -> None:
    """Set the state of knowledge (``2026-11``) of a document, or of its section ``anchor``. A text of the starter
    corpus is the staff's own from then on.

    Raises:
        NotFoundError: there is no such document or section.
        DocumentError: ``as_of`` is malformed.
    """
    before = document_store.current(document_id)
    document = corrected(before.document, {"as_of": as_of})
    if not anchor:
        new = _changed(before, document, before.chunks, before.corrected)
    elif not any(chunk.anchor == anchor for chunk in before.chunks):
        raise NotFoundError(f"{document_id} has no section {anchor!r}.")
    else:
        chunks = [_as_of(chunk, as_of) if chunk.anchor == anchor else chunk for chunk in before.chunks]
        new = _changed(before, before.document, chunks, before.corrected)
    try:
        document_store.add(new, over=before.version)
    except MovedError:
        set_as_of(document_store, document_id, anchor, as_of)


def _changed(before: NewVersion, document: Document, chunks: Sequence[Chunk], names: tuple[str, ...]) -> NewVersion:
    """A version of the same file with other metadata."""
    starter = before.origin.startswith(STARTER)
    return replace(
        before,
        document=document,
        version=digest(digested(document), *names, *(chunk.id for chunk in chunks)),
        chunks=chunks,
        corrected=names,
        origin=f"{EDITED}{document.id}" if starter else before.origin,
    )


def corrected(document: Document, changes: Mapping[str, str]) -> Document:
    """The document with other metadata.

    Raises:
        DocumentError: a value is malformed.
    """
    changes = {name: " ".join(printable(value).split()) for name, value in changes.items()}
    if not changes.get("title", "x"):
        raise DocumentError("Judul tidak boleh kosong.", "The title must not be empty.")
    if any(len(value) > _LONGEST for value in changes.values()):
        raise DocumentError(
            f"Isian terlalu panjang; paling banyak {_LONGEST} karakter.",
            f"That is too long; at most {_LONGEST} characters.",
        )
    if changes.get("date"):
        day = read_date(changes["date"])
        if day is None:
            raise DocumentError(
                f"Tanggal '{changes['date']}' tidak terbaca. Tulis seperti 15 Juni 2026, 15/06/2026, atau 2026-06-15; "
                "boleh juga Juni 2026 atau 2026 saja.",
                f"The date '{changes['date']}' cannot be read. Write it like June 15, 2026, 15/06/2026 or 2026-06-15; "
                "June 2026 or just 2026 will do as well.",
            )
        changes["date"] = day
    if changes.get("as_of"):
        month = read_date(changes["as_of"])
        if month is None or len(month) > _MONTH:
            raise DocumentError(
                f"'{changes['as_of']}' bukan bulan atau tahun. Tulis seperti Mei 2026, 2026-05, atau 2026.",
                f"'{changes['as_of']}' is no month or year. Write it like May 2026, 2026-05 or 2026.",
            )
        changes["as_of"] = month
    months = changes.pop("review_after", None)
    if months and not _MONTHS.fullmatch(months):
        raise DocumentError(
            f"Masa tinjau {months!r} bukan jumlah bulan (0 sampai 240).",
            f"The period of review {months!r} is not a number of months (0 to 240).",
        )
    document = replace(document, **changes)  # type: ignore[arg-type]  # who gives it checks the language
    return document if months is None else replace(document, review_after=int(months or 0))


def under_title(heading: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    """A heading path, which begins with the title of the document, under its new title."""
    return (new, *heading[1:]) if heading[:1] == (old,) else heading


def _under_title(chunk: Chunk, old: str, new: str) -> Chunk:
    return _anew(replace(chunk, heading=under_title(chunk.heading, old, new)))


def _as_of(chunk: Chunk, as_of: str) -> Chunk:
    return _anew(replace(chunk, as_of=as_of))


def _anew(chunk: Chunk) -> Chunk:
    """A changed chunk under the id of its content."""
    return replace(chunk, id=chunk.digest())
