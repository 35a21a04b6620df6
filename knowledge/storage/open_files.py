"""Files of documents that the public may open: none, until somebody of the staff says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote

from sqlalchemy import Engine, delete, select
from sqlalchemy.exc import SQLAlchemyError

from knowledge.deadlines import Deadline, OverdueError
from knowledge.errors import NotFoundError, PersonalDataError
from knowledge.storage.engine import insert_or, now
from knowledge.storage.tables import DocumentRow, OpenFileRow, PointerRow, ReleaseVersionRow, VersionRow


@dataclass(frozen=True, slots=True)
class OpenFile:
    """The file of a document in the published Release: its ``name`` under ``originals/``, and the ``server`` that shows
    it, empty where it has no public address."""

    document: str
    name: str
    server: str = ""

    def path(self, page: int | None = None) -> str:
        """Where on the server it is; that of a page where files of its kind open at one."""
        at = f"#page={page}" if page and self.name.endswith(".pdf") else ""
        return f"/sumber/{quote(self.document, safe='')}/berkas{at}"


class OpenFiles:
    """Which files may be opened. A new version's file has to be opened anew: nobody may have looked at it.

    Args:
        engine: the database.
        reading: bounds the wait for it while a question is answered.
        server: the public address of this server, without a slash at its end.
    """

    def __init__(self, engine: Engine, reading: Deadline | None = None, server: str = "") -> None:
        self._engine = engine
        self._reading = reading or Deadline()
        self._server = server

    def open(self, document_id: str, by: str, *, despite_personal_data: bool = False) -> None:
        """Let the public open the file of a document's current version.

        Raises:
            NotFoundError: there is no such document, or no file of it is held.
            PersonalDataError: personal data was found in it, which answers mask and the file shows.
        """
        statement = select(VersionRow.original, VersionRow.document).join(
            DocumentRow, DocumentRow.current_version == VersionRow.id
        )
        with self._engine.begin() as connection:
            row = connection.execute(statement.where(DocumentRow.id == document_id)).first()
            if row is None:
                raise NotFoundError(f"There is no document {document_id!r}; `pandu docs` lists them.")
            if not row.original:
                raise NotFoundError(f"{document_id} was not read from a file, so there is none to open.")
            if (found := _personal(row.document)) and not despite_personal_data:
                raise PersonalDataError(
                    f"In this file there is personal data ({found}), which answers mask and the file shows. Look at "
                    "it first; if it may be public, say so (`pandu open-file --despite-personal-data`)."
                )
            values = {"document_id": document_id, "file": row.original, "by": by, "at": now()}
            connection.execute(insert_or(connection, OpenFileRow).values(values).on_conflict_do_nothing())

    def close(self, document_id: str) -> bool:
        """Let the public open no file of a document any more; whether it could."""
        with self._engine.begin() as connection:
            return connection.execute(delete(OpenFileRow).where(OpenFileRow.document_id == document_id)).rowcount > 0

    def is_open(self, document_id: str, name: str) -> bool:
        """Whether this file of a document may be opened."""
        held = select(OpenFileRow.by).where(OpenFileRow.document_id == document_id, OpenFileRow.file == name)
        with self._engine.connect() as connection:
            return connection.execute(held).first() is not None

    def published(self, document_id: str) -> OpenFile | None:
        """The file of a document in the published Release, if it may be opened. None while the database is away: an
        answer without the link is better than none."""
        try:
            return self._reading.call(partial(self._published, document_id))
        except (OverdueError, SQLAlchemyError):
            return None

    def _published(self, document_id: str) -> OpenFile | None:
        statement = (
            select(OpenFileRow.file)
            .join(
                VersionRow,
                (VersionRow.document_id == OpenFileRow.document_id) & (VersionRow.original == OpenFileRow.file),
            )
            .join(ReleaseVersionRow, ReleaseVersionRow.version_id == VersionRow.id)
            .join(PointerRow, PointerRow.release_id == ReleaseVersionRow.release_id)
            .where(PointerRow.name == "published", OpenFileRow.document_id == document_id)
        )
        with self._engine.connect() as connection:
            name = connection.scalar(statement)
        return OpenFile(document_id, name, self._server) if name else None


def _personal(stored: Mapping[str, Any]) -> str:
    """What personal data was found in a version, in words of the program."""
    counts = (stored.get("kept") or stored.get("masked") or {}).get("counts", {})
    return ", ".join(f"{count} {kind}" for kind, count in counts.items())
