"""What was guessed of a document and found right by a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from knowledge.documents import Document
from knowledge.storage.engine import now, upsert
from knowledge.storage.tables import ConfirmationRow

#: What loaders guess of a document.
GUESSED = ("title", "publisher", "date", "number")


@dataclass(frozen=True, slots=True)
class Confirmation:
    """That a person found a value right."""

    value: str
    by: str
    at: datetime


class Confirmations:
    """Values of metadata that persons looked at. A later version of the document that says otherwise is a guess again.

    Args:
        engine: the database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def confirm(self, document: Document, names: Iterable[str], by: str) -> None:
        """Note that these metadata of a document are right as they are."""
        rows = [
            {"document_id": document.id, "name": name, "value": getattr(document, name), "by": by, "at": now()}
            for name in names
            if name in GUESSED
        ]
        with Session(self._engine) as session, session.begin():
            upsert(session, ConfirmationRow, rows)

    def of(self, document_id: str) -> dict[str, Confirmation]:
        """What was confirmed of a document, by the name of the metadata."""
        statement = select(ConfirmationRow).where(ConfirmationRow.document_id == document_id)
        with Session(self._engine) as session:
            rows = session.scalars(statement)
            return {row.name: Confirmation(row.value, row.by, row.at) for row in rows}

    def values(self, document_id: str | None = None) -> dict[str, dict[str, str]]:
        """The confirmed values of all documents, or of the one with this id, by document and name."""
        found: dict[str, dict[str, str]] = {}
        columns = select(ConfirmationRow.document_id, ConfirmationRow.name, ConfirmationRow.value)
        if document_id is not None:
            columns = columns.where(ConfirmationRow.document_id == document_id)
        with self._engine.connect() as connection:
            for document, name, value in connection.execute(columns):
                found.setdefault(document, {})[name] = value
        return found


def guesses(values: Mapping[str, str], corrected: Iterable[str], confirmed: Mapping[str, str]) -> tuple[str, ...]:
    """Which metadata of a document that was read from a file are guesses still: nobody set them, nor found them right.

    Args:
        values: its metadata now, by name.
        corrected: names of those that a person set.
        confirmed: the values that a person found right, by name.
    """
    set_by_hand = set(corrected)
    return tuple(
        name for name in GUESSED if name not in set_by_hand and confirmed.get(name) != (values.get(name) or "")
    )
