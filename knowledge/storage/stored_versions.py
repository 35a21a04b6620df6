"""What is stored of a version of a document, and how."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from knowledge.documents import GAPS, Chunk, Document, Source
from knowledge.storage.checksums import version_checksum
from knowledge.storage.engine import insert_or, now, upsert
from knowledge.storage.tables import ChunkRow, DocumentRow, VersionChunkRow, VersionRow

BESIDE = ("kept", "masked", "likeness", "coverage")  # what a version says beside its document's metadata
_STORED_AS = {"translation": "twin"}  # documents that are stored already say it so


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document as staff see it in a list. ``coverage`` is that of :class:`NewVersion`."""

    document: Document
    version: str
    origin: str
    chunks: int
    warnings: tuple[tuple[str, str], ...]
    retired_at: datetime | None
    coverage: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What is stored of a document that was read: its chunks in order and where the bytes came from.

    ``warnings`` are sentences, in Indonesian and English. ``corrected`` names the metadata that a person set; later
    versions keep it. ``kept`` records that personal data was kept in it on purpose: by whom, when, how many of each
    kind and where; ``masked`` how many of each kind were masked, and where. ``likeness`` is what tells whether another
    document is nearly the same, ``coverage`` the share (0..1) of it that was not understood: ``unread`` of the whole,
    ``pages`` of each page by its number; empty where all was.
    """

    document: Document
    version: str
    chunks: Sequence[Chunk]
    origin: str = ""
    file_digest: str = ""
    original: str = ""
    warnings: tuple[tuple[str, str], ...] = ()
    corrected: tuple[str, ...] = ()
    kept: Mapping[str, Any] = field(default_factory=dict)
    masked: Mapping[str, Any] = field(default_factory=dict)
    likeness: Mapping[str, Any] = field(default_factory=dict)
    coverage: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """When a version of a document came."""

    version: str
    at: datetime


def stored_document(document: Document) -> dict[str, Any]:
    """A document's stored form."""
    return {_STORED_AS.get(name, name): value for name, value in asdict(document).items()}


def document_of(values: Mapping[str, Any]) -> Document:
    """A document from its stored form."""
    sources = tuple(Source(**source) for source in values["sources"])
    own = {one.name: values.get(_STORED_AS.get(one.name, one.name), one.default) for one in fields(Document)}
    return Document(**{**own, "sources": sources})


def warnings_of(stored: Sequence[Any]) -> tuple[tuple[str, str], ...]:
    """Sentences in both languages; those that were stored in English alone are it in both."""
    return tuple((one, one) if isinstance(one, str) else (str(one[0]), str(one[1])) for one in stored)


def _chunk_values(chunk: Chunk) -> dict[str, Any]:
    """A chunk's stored form."""
    return {
        "id": chunk.id,
        "document_id": chunk.document,
        "text": chunk.text,
        "heading": list(chunk.heading),
        "page": chunk.page,
        "clause": chunk.clause,
        "anchor": chunk.anchor,
        "asked": list(chunk.example_questions),
        "gap": GAPS[chunk.answerability],
        "shown": chunk.shown_question,
        "as_of": chunk.as_of,
    }


def write(session: Session, new: NewVersion, known: Collection[str]) -> None:
    """Write a version and its chunks, except those that are ``known``, over whatever is damaged of them."""
    unique = {chunk.id: chunk for chunk in new.chunks}
    stored = stored_document(new.document) | {"corrected": list(new.corrected)}
    stored |= {name: dict(values) for name in BESIDE if (values := getattr(new, name))}
    version = {
        "id": new.version,
        "document_id": new.document.id,
        "document": stored,
        "file_digest": new.file_digest,
        "original": new.original,
        "warnings": [list(pair) for pair in new.warnings],
        "created_at": now(),
        "checksum": version_checksum(new.version, stored, list(unique)),
    }
    upsert(session, VersionRow, [version])
    upsert(session, ChunkRow, [_chunk_values(chunk) for chunk in unique.values() if chunk.id not in known])
    session.execute(delete(VersionChunkRow).where(VersionChunkRow.version_id == new.version))
    if unique:
        session.execute(
            insert(VersionChunkRow),
            [
                {"version_id": new.version, "position": position, "chunk_id": chunk_id}
                for position, chunk_id in enumerate(unique)
            ],
        )


def point(session: Session, new: NewVersion, over: str | None) -> bool:
    """Make a version the current one of its document, in one statement that tells whether ``over`` was it."""
    document = new.document
    values = {
        "title": document.title,
        "collection": document.collection,
        "language": document.language,
        "origin": new.origin,
        "current_version": new.version,
        "retired_at": None,
    }
    change: Any = insert_or(session.get_bind(), DocumentRow).values(id=document.id, created_at=now(), **values)
    if over:
        held = DocumentRow.id == document.id, DocumentRow.current_version == over
        change = update(DocumentRow).where(*held).values(values)
    elif over is None:
        change = change.on_conflict_do_update(index_elements=["id"], set_=values)
    else:
        change = change.on_conflict_do_nothing()
    return session.execute(change.returning(DocumentRow.id)).first() is not None
