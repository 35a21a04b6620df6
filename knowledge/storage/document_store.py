"""Documents, their versions and chunks in the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, count
from typing import Any

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from knowledge.documents import Chunk, Document, Source
from knowledge.errors import IntegrityError, MovedError, NotFoundError
from knowledge.storage.checksums import BATCH, sound_chunks, sound_rows, version_checksum
from knowledge.storage.engine import now
from knowledge.storage.stored_versions import (
    BESIDE,
    Change,
    DocumentSummary,
    NewVersion,
    document_of,
    point,
    warnings_of,
    write,
)
from knowledge.storage.tables import (
    DocumentRow,
    ReleaseVersionRow,
    VersionChunkRow,
    VersionRow,
)
from knowledge.storage.vector_store import VectorStore


class DocumentStore:
    """Documents and versions. Versions are only ever added; a document names its current one."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.vectors = VectorStore(engine)

    def add(self, new: NewVersion, over: str | None = None) -> bool:
        """Store a version and make it the document's current one, in one transaction.

        Args:
            new: what is stored.
            over: the version that must be current until then; empty where there must be no such document yet. None
                takes whatever is there.

        Returns:
            False when exactly this version was current already (then nothing is written).

        Raises:
            MovedError: another version is current; nothing is written.
        """
        sound = not self.damaged([new.version])
        with Session(self._engine) as session, session.begin():
            row = session.get(DocumentRow, new.document.id)
            if row is not None and row.current_version == new.version and row.retired_at is None and sound:
                return False
            if not point(session, new, over):
                raise MovedError(f"Somebody else stored another version of {new.document.id!r} meanwhile.")
            if not sound:
                write(session, new, self.chunks(chunk.id for chunk in new.chunks))
        return True

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

    def restore(self, document_id: str) -> None:
        """Take a retired document into the next release again.

        Raises:
            NotFoundError: there is no such document.
        """
        with Session(self._engine) as session, session.begin():
            row = session.get(DocumentRow, document_id)
            if row is None:
                raise NotFoundError(f"There is no document {document_id!r}; `pandu docs` lists them.")
            row.retired_at = None

    def current(self, document_id: str) -> NewVersion:
        """The current version of a document.

        Raises:
            NotFoundError: there is no such document, or it was retired.
            IntegrityError: it is damaged.
        """
        with Session(self._engine) as session:
            row = session.get(DocumentRow, document_id)
            if row is None or row.retired_at is not None:
                raise NotFoundError(f"There is no document {document_id!r}; `pandu docs` lists them.")
        return self.version(row.current_version)

    def version(self, version_id: str) -> NewVersion:
        """A version of a document as it was stored, with the place that the document comes from now.

        Raises:
            NotFoundError: there is no such version.
            IntegrityError: it is damaged.
        """
        with Session(self._engine) as session:
            version = session.get(VersionRow, version_id)
            if version is None:
                raise NotFoundError(f"There is no version {version_id!r}.")
            self.need_sound([version_id])
            origin = session.get_one(DocumentRow, version.document_id).origin
        chunk_ids = [chunk_id for chunk_id, _ in self.chunk_ids([version.id])]
        known = self.chunks(chunk_ids)
        return NewVersion(
            document=document_of(version.document),
            version=version.id,
            chunks=[known[chunk_id] for chunk_id in chunk_ids],
            origin=origin,
            file_digest=version.file_digest,
            original=version.original,
            warnings=warnings_of(version.warnings),
            corrected=tuple(version.document.get("corrected", ())),
            **{name: version.document.get(name, {}) for name in BESIDE},
        )

    def original(self, document_id: str) -> str:
        """The name of the kept file of a document's current version under ``originals/``; "" where none is kept.

        Raises:
            NotFoundError: there is no such document.
        """
        statement = select(VersionRow.original).join(DocumentRow, DocumentRow.current_version == VersionRow.id)
        with self._engine.connect() as connection:
            found = connection.scalar(statement.where(DocumentRow.id == document_id))
        if found is None:
            raise NotFoundError(f"There is no document {document_id!r}; `pandu docs` lists them.")
        return found

    def knows(self, document_id: str) -> bool:
        """Whether there is a document with this id, retired ones included."""
        with Session(self._engine) as session:
            return session.get(DocumentRow, document_id) is not None

    def free_id(self, wanted: str) -> str:
        """An id that no document has: this one, or with a number behind it."""
        numbered = (f"{wanted}-{number}" for number in count(2))
        return next(name for name in chain([wanted], numbered) if not self.knows(name))

    def sources(self) -> dict[str, Source]:
        """The sources that current documents cite, by id."""
        statement = select(VersionRow.document["sources"]).join(
            DocumentRow, DocumentRow.current_version == VersionRow.id
        )
        with self._engine.connect() as connection:
            rows = connection.scalars(statement.where(DocumentRow.retired_at.is_(None)))
            return {one["id"]: Source(**one) for sources in rows for one in sources or ()}

    def document_with_bytes(self, file_digest: str) -> str | None:
        """The id of the document whose current version was read from exactly these bytes, unless it is damaged."""
        statement = (
            select(DocumentRow.id, VersionRow.id)
            .join(VersionRow, VersionRow.id == DocumentRow.current_version)
            .where(VersionRow.file_digest == file_digest, DocumentRow.retired_at.is_(None))
        )
        with Session(self._engine) as session:
            found = session.execute(statement).first()
        return found[0] if found and not self.damaged([found[1]]) else None

    def documents_from(self, origin: str) -> list[str]:
        """The ids of all documents that were read from this path or url before, retired ones too, newest first."""
        statement = select(DocumentRow.id).where(DocumentRow.origin == origin).order_by(DocumentRow.created_at.desc())
        with Session(self._engine) as session:
            return list(session.scalars(statement))

    def origin_of(self, document_id: str) -> str:
        """The path or url that a document, which there is, was read from."""
        with Session(self._engine) as session:
            return session.get_one(DocumentRow, document_id).origin

    def moved(self, document_id: str, origin: str) -> None:
        """Note that the file of a document is in another place now."""
        with Session(self._engine) as session, session.begin():
            session.get_one(DocumentRow, document_id).origin = origin

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
                    warnings=warnings_of(version.warnings),
                    retired_at=row.retired_at,
                    coverage=version.document.get("coverage", {}),
                )
                for row, version, chunks in session.execute(statement.order_by(DocumentRow.id))
            ]

    def likenesses(self) -> list[tuple[Document, str, str, Mapping[str, Any]]]:
        """Of every document that is not retired: its metadata, origin, current version, and what tells whether another
        is nearly the same (nothing for versions that were stored without it)."""
        statement = select(DocumentRow.origin, VersionRow.id, VersionRow.document).join_from(
            DocumentRow, VersionRow, VersionRow.id == DocumentRow.current_version
        )
        with self._engine.connect() as connection:
            rows = connection.execute(statement.where(DocumentRow.retired_at.is_(None))).all()
        return [(document_of(values), origin, version, values.get("likeness", {})) for origin, version, values in rows]

    def history(self, document_id: str) -> list[Change]:
        """The versions of a document, newest first."""
        statement = (
            select(VersionRow.id, VersionRow.created_at)
            .where(VersionRow.document_id == document_id)
            .order_by(VersionRow.created_at.desc())
        )
        with self._engine.connect() as connection:
            return [Change(version, at) for version, at in connection.execute(statement)]

    def current_versions(self) -> list[str]:
        """The current versions of all documents that are not retired, sorted."""
        statement = select(DocumentRow.current_version).where(DocumentRow.retired_at.is_(None))
        with Session(self._engine) as session:
            return sorted(session.scalars(statement))

    def unlike(self, release_id: str) -> tuple[int, int]:
        """How many current versions a release does not hold, and how many it holds that are not current."""
        current, held = DocumentRow.retired_at.is_(None), ReleaseVersionRow.release_id == release_id
        same = ReleaseVersionRow.version_id == DocumentRow.current_version
        new = select(func.count()).select_from(DocumentRow).where(current)
        old = select(func.count()).select_from(ReleaseVersionRow).where(held)
        with self._engine.connect() as connection:
            return (
                connection.scalar(new.where(~select(ReleaseVersionRow).where(held, same).exists())) or 0,
                connection.scalar(old.where(~select(DocumentRow).where(current, same).exists())) or 0,
            )

    def chunk_ids(self, versions: Sequence[str]) -> list[tuple[str, str]]:
        """``(chunk id, version id)`` of these versions, by version and position."""
        found: dict[str, list[str]] = {version: [] for version in versions}
        columns = select(VersionChunkRow.version_id, VersionChunkRow.chunk_id).order_by(VersionChunkRow.position)
        with self._engine.connect() as connection:
            for start in range(0, len(versions), BATCH):
                held = VersionChunkRow.version_id.in_(versions[start : start + BATCH])
                for version, chunk_id in connection.execute(columns.where(held)):
                    found[version].append(chunk_id)
        return [(chunk_id, version) for version, chunk_ids in found.items() for chunk_id in chunk_ids]

    def chunks(self, ids: Iterable[str]) -> dict[str, Chunk]:
        """Chunks by id; those that are unknown or damaged are left out."""
        return sound_chunks(self._engine, list(ids))

    def version_documents(self, versions: Sequence[str]) -> dict[str, Document]:
        """The document metadata of each version, as it was when the version was made; those that are unknown or damaged
        are left out."""
        return sound_rows(versions, self._sound_documents)

    def described(self, versions: Sequence[str]) -> dict[str, Document]:
        """The same for lists, without looking whether all is as it was stored; those that are unknown or cannot even
        be read are left out."""
        return sound_rows(versions, self._described)

    def _described(self, versions: Sequence[str]) -> dict[str, Document]:
        statement = select(VersionRow.id, VersionRow.document).where(VersionRow.id.in_(versions))
        with self._engine.connect() as connection:
            return {version: document_of(values) for version, values in connection.execute(statement)}

    def _sound_documents(self, versions: Sequence[str]) -> dict[str, Document]:
        statement = select(VersionRow.id, VersionRow.document, VersionRow.checksum).where(VersionRow.id.in_(versions))
        with self._engine.connect() as connection:
            rows = connection.execute(statement).all()
        chunks: dict[str, list[str]] = {version: [] for version in versions}
        for chunk_id, version in self.chunk_ids(versions):
            chunks[version].append(chunk_id)
        return {
            id_: document_of(values)
            for id_, values, checksum in rows
            if version_checksum(id_, values, chunks[id_]) == checksum
        }

    def damaged(self, versions: Sequence[str]) -> list[str]:
        """Those of these versions that are missing, or of whose metadata, order or chunks anything is damaged."""
        documents, pairs = self.version_documents(versions), self.chunk_ids(versions)
        known = self.chunks({chunk_id for chunk_id, _ in pairs})
        broken = {version for chunk_id, version in pairs if chunk_id not in known}
        return [version for version in versions if version not in documents or version in broken]

    def need_sound(self, versions: Sequence[str]) -> None:
        """Refuse what is damaged.

        Raises:
            IntegrityError: the text names the documents and says what to do.
        """
        if damaged := self.damaged(versions):
            raise IntegrityError(self.damage_message(damaged))

    def damage_message(self, versions: Sequence[str]) -> str:
        """A sentence for people on versions that are damaged: which documents, from where, what to do."""
        with Session(self._engine) as session:
            statement = select(VersionRow.id, DocumentRow.id, DocumentRow.origin).join(
                DocumentRow, DocumentRow.id == VersionRow.document_id
            )
            rows = session.execute(statement.where(VersionRow.id.in_(versions))).all()
        known = {version: f"{document} ({origin})" if origin else document for version, document, origin in rows}
        names = sorted({known.get(version, f"version {version}") for version in versions})
        return (
            f"The database is damaged: what it holds of {', '.join(names)} is not what was stored, and is not answered "
            "from. Take it in anew with `pandu ingest` (texts of the starter corpus: `pandu ingest --starter`), or "
            "restore a backup."
        )
