"""What is past the date on which somebody should look whether it is still right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session

from knowledge.language.dates import months_since
from knowledge.storage.document_list import DocumentList, ListedDocument
from knowledge.storage.engine import now
from knowledge.storage.tables import ChunkRow, DocumentRow, ReviewRow, VersionChunkRow


@dataclass(frozen=True, slots=True)
class Due:
    """A document that is past its review, or the section ``anchor`` of it, whose state of knowledge is its own.

    ``months`` are those by which it is past; ``after`` those after which it should have been looked at.
    """

    document: ListedDocument
    anchor: str
    heading: str
    as_of: str
    after: int
    months: int


@dataclass(frozen=True, slots=True)
class Review:
    """That somebody found a document, or a section of it, still right."""

    anchor: str
    as_of: str
    note: str
    by: str
    at: datetime


class ReviewQueue:
    """What is due for review, and what was reviewed.

    Args:
        engine: the database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._list = DocumentList(engine)

    def due(self, documents: Sequence[ListedDocument] | None = None) -> list[Due]:
        """All that is past its review, the longest first; of the list of documents, where somebody has read it."""
        documents = self._list.entries() if documents is None else documents
        listed = {one.id: one for one in documents if one.retired_at is None}
        found = [*self._documents(listed), *self._sections(listed)]
        return sorted(found, key=lambda one: (-one.months, one.document.title, one.anchor))

    def note(self, document_id: str, anchor: str, as_of: str, note: str, by: str) -> None:
        """Keep that somebody found a document, or a section of it, still right."""
        row = {"document_id": document_id, "anchor": anchor, "as_of": as_of, "note": note, "by": by, "at": now()}
        with self._engine.begin() as connection:
            connection.execute(insert(ReviewRow), row)

    def of(self, document_id: str) -> list[Review]:
        """The reviews of a document, newest first."""
        statement = select(ReviewRow).where(ReviewRow.document_id == document_id).order_by(ReviewRow.id.desc())
        with Session(self._engine) as session:
            return [Review(row.anchor, row.as_of, row.note, row.by, row.at) for row in session.scalars(statement)]

    def _documents(self, listed: dict[str, ListedDocument]) -> Iterator[Due]:
        for one in listed.values():
            if months := overdue(one, one.as_of):
                yield Due(one, "", "", one.as_of, one.months_until_review, months)

    def _sections(self, listed: dict[str, ListedDocument]) -> Iterator[Due]:
        columns = (
            select(DocumentRow.id, ChunkRow.anchor, ChunkRow.heading, ChunkRow.as_of)
            .join(VersionChunkRow, VersionChunkRow.version_id == DocumentRow.current_version)
            .join(ChunkRow, ChunkRow.id == VersionChunkRow.chunk_id)
            .where(ChunkRow.as_of > "", DocumentRow.retired_at.is_(None))
        )
        with self._engine.connect() as connection:
            for document_id, anchor, heading, as_of in connection.execute(columns):
                one = listed.get(document_id)
                if one is not None and as_of != one.as_of and (months := overdue(one, as_of)):
                    yield Due(one, anchor or "", heading[-1] if heading else "", as_of, one.months_until_review, months)


def overdue(document: ListedDocument, as_of: str) -> int:
    """By how many months a state of knowledge of a document is past its review; 0 where it is not, or has none."""
    left = _months_left(document, as_of)
    return max(-left, 0) if left is not None else 0


def due_in(document: ListedDocument, as_of: str) -> str:
    """The month (``2027-05``) in which a state of knowledge of a document is due for review; empty without one."""
    left, today = _months_left(document, as_of), now()
    if left is None:
        return ""
    year, month = divmod(12 * today.year + today.month - 1 + left, 12)
    return f"{year}-{month + 1:02}"


def _months_left(document: ListedDocument, as_of: str) -> int | None:
    after = document.months_until_review
    since = months_since(as_of, now()) if as_of and after else None
    return after - since if since is not None else None
