"""The document_store: documents, their versions, chunks and vectors in the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine, func, insert, select
from sqlalchemy.orm import Session

from knowledge.documents import GAPS, Chunk, Document, Source, answerability_of
from knowledge.errors import NotFoundError
from knowledge.storage.engine import now
from knowledge.storage.tables import (
    ChunkRow,
    DocumentRow,
    ReleaseVersionRow,
    VectorRow,
    VersionChunkRow,
    VersionRow,
)

_STORED_AS = {"translation": "twin"}  # documents that are stored already say it so
_BATCH = 500  # below SQLite's limit on bound parameters


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document as staff see it in a list."""

    document: Document
    version: str
    origin: str
    chunks: int
    warnings: tuple[str, ...]
    added_at: datetime
    retired_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What is stored of a document that was read: its chunks in order and where the bytes came from.

    ``corrected`` names the metadata that a person set; later versions keep it.
    """

    document: Document
    version: str
    chunks: Sequence[Chunk]
    origin: str = ""
    file_digest: str = ""
    original: str = ""
    warnings: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()


class DocumentStore:
    """Documents and versions. Versions are only ever added; a document names its current one."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, new: NewVersion) -> bool:
        """Store a version and make it the document's current one, in one transaction.

        Returns:
            False when exactly this version was current already (then nothing is written).
        """
        document = new.document
        with Session(self._engine) as session, session.begin():
            row = session.get(DocumentRow, document.id)
            if row is not None and row.current_version == new.version and row.retired_at is None:
                return False
            if row is None:
                row = DocumentRow(id=document.id, created_at=now())
                session.add(row)
            row.title, row.collection, row.language = document.title, document.collection, document.language
            row.origin, row.current_version, row.retired_at = new.origin, new.version, None
            session.flush()
            if session.get(VersionRow, new.version) is None:
                self._add_version(session, new)
        return True

    def _add_version(self, session: Session, new: NewVersion) -> None:
        session.add(
            VersionRow(
                id=new.version,
                document_id=new.document.id,
                document=stored_document(new.document) | {"corrected": list(new.corrected)},
                file_digest=new.file_digest,
                original=new.original,
                warnings=list(new.warnings),
                created_at=now(),
            )
        )
        session.flush()
        unique = {chunk.id: chunk for chunk in new.chunks}
        known = self._known_chunks(session, list(unique))
        fresh = [_chunk_values(chunk) for chunk in unique.values() if chunk.id not in known]
        if fresh:
            session.execute(insert(ChunkRow), fresh)
        if unique:
            session.execute(
                insert(VersionChunkRow),
                [
                    {"version_id": new.version, "position": position, "chunk_id": chunk_id}
                    for position, chunk_id in enumerate(unique)
                ],
            )

    @staticmethod
    def _known_chunks(session: Session, ids: Sequence[str]) -> set[str]:
        known: set[str] = set()
        for start in range(0, len(ids), _BATCH):
            batch = ids[start : start + _BATCH]
            known.update(session.scalars(select(ChunkRow.id).where(ChunkRow.id.in_(batch))))
        return known

    def retire(self, document_id: str, collection: str | None = None) -> None:
        """Leave a document out of the next release; earlier releases keep it.

        Raises:
            NotFoundError: there is no such document.
        """
        with Session(self._engine) as session, session.begin():
            row = session.get(DocumentRow, document_id)
            if row is None or (collection is not None and row.collection != collection):
                raise NotFoundError(f"There is no document {document_id!r}; `pandu docs` lists them.")
            row.retired_at = row.retired_at or now()

    def current(self, document_id: str) -> NewVersion:
        """The current version of a document.

        Raises:
            NotFoundError: there is no such document, or it was retired.
        """
        with Session(self._engine) as session:
            row = session.get(DocumentRow, document_id)
            version = session.get(VersionRow, row.current_version) if row and row.retired_at is None else None
            if row is None or version is None:
                raise NotFoundError(f"There is no document {document_id!r}; `pandu docs` lists them.")
        chunk_ids = [chunk_id for chunk_id, _ in self.chunk_ids([version.id])]
        known = self.chunks(chunk_ids)
        return NewVersion(
            document=document_of(version.document),
            version=version.id,
            chunks=[known[chunk_id] for chunk_id in chunk_ids],
            origin=row.origin,
            file_digest=version.file_digest,
            original=version.original,
            warnings=tuple(version.warnings),
            corrected=tuple(version.document.get("corrected", ())),
        )

    def knows(self, document_id: str) -> bool:
        """Whether there is a document with this id, retired ones included."""
        with Session(self._engine) as session:
            return session.get(DocumentRow, document_id) is not None

    def document_with_bytes(self, file_digest: str) -> str | None:
        """The id of the document whose current version was read from exactly these bytes."""
        statement = (
            select(DocumentRow.id)
            .join(VersionRow, VersionRow.id == DocumentRow.current_version)
            .where(VersionRow.file_digest == file_digest, DocumentRow.retired_at.is_(None))
        )
        with Session(self._engine) as session:
            return session.scalars(statement).first()

    def document_from(self, origin: str) -> str | None:
        """The id of the document that was read from this path or url before."""
        with Session(self._engine) as session:
            return session.scalars(select(DocumentRow.id).where(DocumentRow.origin == origin)).first()

    def documents(self, release_id: str | None = None) -> list[DocumentSummary]:
        """Documents with their current version, or those of one release with the version it holds."""
        counts = (
            select(VersionChunkRow.version_id, func.count().label("chunks"))
            .group_by(VersionChunkRow.version_id)
            .subquery()
        )
        statement = select(DocumentRow, VersionRow, func.coalesce(counts.c.chunks, 0)).outerjoin_from(
            DocumentRow, VersionRow, VersionRow.document_id == DocumentRow.id
        )
        statement = statement.outerjoin(counts, counts.c.version_id == VersionRow.id)
        if release_id is None:
            statement = statement.where(VersionRow.id == DocumentRow.current_version)
        else:
            held = select(ReleaseVersionRow.version_id).where(ReleaseVersionRow.release_id == release_id)
            statement = statement.where(VersionRow.id.in_(held))
        with Session(self._engine) as session:
            return [
                DocumentSummary(
                    document=document_of(version.document),
                    version=version.id,
                    origin=row.origin,
                    chunks=chunks,
                    warnings=tuple(version.warnings),
                    added_at=row.created_at,
                    retired_at=row.retired_at,
                )
                for row, version, chunks in session.execute(statement.order_by(DocumentRow.id))
            ]

    def current_versions(self) -> list[str]:
        """The current versions of all documents that are not retired, sorted."""
        statement = select(DocumentRow.current_version).where(DocumentRow.retired_at.is_(None))
        with Session(self._engine) as session:
            return sorted(session.scalars(statement))

    def chunk_ids(self, versions: Sequence[str]) -> list[tuple[str, str]]:
        """``(chunk id, version id)`` of these versions, by version and position."""
        found: list[tuple[str, str]] = []
        with Session(self._engine) as session:
            for version in versions:
                statement = (
                    select(VersionChunkRow.chunk_id)
                    .where(VersionChunkRow.version_id == version)
                    .order_by(VersionChunkRow.position)
                )
                found += [(chunk_id, version) for chunk_id in session.scalars(statement)]
        return found

    def chunks(self, ids: Iterable[str]) -> dict[str, Chunk]:
        """Chunks by id; unknown ids are left out."""
        wanted, found = list(ids), {}
        with Session(self._engine) as session:
            for start in range(0, len(wanted), _BATCH):
                batch = wanted[start : start + _BATCH]
                for row in session.scalars(select(ChunkRow).where(ChunkRow.id.in_(batch))):
                    found[row.id] = _chunk(row)
        return found

    def version_documents(self, versions: Sequence[str]) -> dict[str, Document]:
        """The document metadata of each version, as it was when the version was made."""
        found: dict[str, Document] = {}
        with Session(self._engine) as session:
            for start in range(0, len(versions), _BATCH):
                batch = versions[start : start + _BATCH]
                statement = select(VersionRow.id, VersionRow.document).where(VersionRow.id.in_(batch))
                found.update({id_: document_of(values) for id_, values in session.execute(statement)})
        return found

    def vectors(self, model: str, digests: Sequence[str]) -> dict[str, NDArray[np.float32]]:
        """Stored vectors by digest of their text, for those that are known under this model."""
        found: dict[str, NDArray[np.float32]] = {}
        with Session(self._engine) as session:
            for start in range(0, len(digests), _BATCH):
                batch = digests[start : start + _BATCH]
                statement = select(VectorRow.digest, VectorRow.vector).where(
                    VectorRow.model == model, VectorRow.digest.in_(batch)
                )
                found.update({key: np.frombuffer(data, "<f4") for key, data in session.execute(statement)})
        return found

    def keep_vectors(self, model: str, vectors: dict[str, NDArray[np.float32]]) -> None:
        """Store vectors by digest of their text; those already stored must not be given again."""
        if vectors:
            rows = [
                {"model": model, "digest": key, "vector": np.ascontiguousarray(vector, "<f4").tobytes()}
                for key, vector in vectors.items()
            ]
            with self._engine.begin() as connection:
                connection.execute(insert(VectorRow), rows)


def stored_document(document: Document) -> dict[str, Any]:
    """A document's stored form."""
    return {_STORED_AS.get(name, name): value for name, value in asdict(document).items()}


def document_of(values: Mapping[str, Any]) -> Document:
    """A document from its stored form."""
    sources = tuple(Source(**source) for source in values["sources"])
    own = {field.name: values[_STORED_AS.get(field.name, field.name)] for field in fields(Document)}
    return Document(**{**own, "sources": sources})


def _chunk_values(chunk: Chunk) -> dict[str, Any]:
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
    }


def _chunk(row: ChunkRow) -> Chunk:
    return Chunk(
        id=row.id,
        document=row.document_id,
        text=row.text,
        heading=tuple(row.heading),
        page=row.page,
        clause=row.clause,
        anchor=row.anchor,
        example_questions=tuple(row.asked),
        answerability=answerability_of(row.gap),
    )
