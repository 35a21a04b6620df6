"""All documents in one light query, as staff see them in a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func, select

from knowledge.documents import months_until_review
from knowledge.errors import NotFoundError
from knowledge.storage.confirmations import Confirmations, guesses
from knowledge.storage.origins import WRITTEN
from knowledge.storage.tables import DocumentRow, VersionRow


@dataclass(frozen=True, slots=True)
class ListedDocument:
    """A document with its current version. ``guessed`` names metadata that nobody looked at; ``warnings`` counts
    sentences of its reader; ``kept`` tells that personal data was kept in it on purpose."""

    id: str
    title: str
    collection: str
    language: str
    origin: str
    version: str
    translation: str
    publisher: str
    date: str
    number: str
    as_of: str
    review_after: int
    created_at: datetime
    changed_at: datetime
    retired_at: datetime | None
    warnings: int
    guessed: tuple[str, ...]
    kept: bool

    @property
    def months_until_review(self) -> int:
        """As :attr:`knowledge.documents.Document.months_until_review`."""
        return months_until_review(self.review_after, self.collection)

    @property
    def written(self) -> bool:
        """Whether it was written here, not read from a file."""
        return self.origin.startswith(WRITTEN)


class DocumentList:
    """Reads the list.

    Args:
        engine: the database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._confirmations = Confirmations(engine)

    def entry(self, document_id: str) -> ListedDocument:
        """One document, also when it is retired.

        Raises:
            NotFoundError: there is none.
        """
        for listed in self.entries(document_id):
            return listed
        raise NotFoundError(f"There is no document {document_id!r}; `pandu docs` lists them.")

    def entries(self, document_id: str | None = None) -> list[ListedDocument]:
        """All documents, retired ones too, by title; or the one with this id, if there is one. A thousand take some
        20 ms."""
        stored = VersionRow.document
        columns = select(
            DocumentRow.id,
            DocumentRow.title,
            DocumentRow.collection,
            DocumentRow.language,
            DocumentRow.origin,
            DocumentRow.current_version,
            stored["twin"].as_string(),
            stored["publisher"].as_string(),
            stored["date"].as_string(),
            stored["number"].as_string(),
            stored["as_of"].as_string(),
            stored["review_after"].as_integer(),
            DocumentRow.created_at,
            VersionRow.created_at,
            DocumentRow.retired_at,
            func.json_array_length(VersionRow.warnings),
            stored["corrected"],
            stored["kept"]["by"].as_string(),
        ).join_from(DocumentRow, VersionRow, VersionRow.id == DocumentRow.current_version)
        confirmed = self._confirmations.values(document_id)
        if document_id is not None:
            columns = columns.where(DocumentRow.id == document_id)
        with self._engine.connect() as connection:
            rows = connection.execute(columns.order_by(DocumentRow.title, DocumentRow.id)).all()
        listed = []
        for row in rows:
            id_, title, collection, language, origin, version, twin, publisher, date, number, as_of, months, *rest = row
            created, changed, retired, warnings, corrected, kept = rest
            values = {"title": title, "publisher": publisher or "", "date": date or "", "number": number or ""}
            written = origin.startswith(WRITTEN)
            listed.append(
                ListedDocument(
                    id=id_,
                    collection=collection,
                    language=language,
                    origin=origin,
                    version=version,
                    translation=twin or "",
                    as_of=as_of or "",
                    review_after=months or 0,
                    created_at=created,
                    changed_at=changed,
                    retired_at=retired,
                    warnings=warnings or 0,
                    guessed=() if written else guesses(values, corrected or (), confirmed.get(id_, {})),
                    kept=bool(kept),
                    **values,
                )
            )
        return listed
