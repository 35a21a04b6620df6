"""The record of personal data that was found in documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Engine, select

from knowledge.storage.tables import DocumentRow, VersionRow


@dataclass(frozen=True, slots=True)
class PersonalData:
    """Personal data that was found in a version and masked or, on purpose, kept. ``record`` has ``counts`` by kind, and
    ``places``; where it was kept, by whom (``by``) and when (``at``)."""

    document: str
    title: str
    version: str
    stored_at: datetime
    what: Literal["kept", "masked"]
    record: Mapping[str, Any]

    @property
    def counted(self) -> str:
        """How many of each kind, in words of the program."""
        return ", ".join(f"{count} {kind}" for kind, count in self.record.get("counts", {}).items())


class PersonalRecords:
    """Reads the record.

    Args:
        engine: the database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self) -> list[PersonalData]:
        """Personal data of every version in which some was kept on purpose, and of the current ones in which some was
        masked, oldest first. Versions are never changed nor removed, so that is the whole record of what was kept."""
        columns = select(
            VersionRow.document_id,
            VersionRow.id,
            VersionRow.created_at,
            VersionRow.document["kept"],
            VersionRow.document["masked"],
            DocumentRow.title,
            DocumentRow.current_version == VersionRow.id,
        ).join(DocumentRow, DocumentRow.id == VersionRow.document_id)
        found = []
        with self._engine.connect() as connection:
            for document, version, at, kept, masked, title, current in connection.execute(
                columns.order_by(VersionRow.created_at)
            ):
                if kept:
                    found.append(PersonalData(document, title, version, at, "kept", kept))
                elif masked and current:
                    found.append(PersonalData(document, title, version, at, "masked", masked))
        return found
