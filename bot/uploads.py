"""Files and addresses that staff give: kept at once, read afterwards, whatever happens to the process meanwhile."""

from __future__ import annotations

import secrets
import shutil
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal, cast

from sqlalchemy import JSON, BigInteger, Engine, String, delete, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from ingest.errors import DocumentError, Notice
from ingest.sources import safe_name
from knowledge.errors import NotFoundError
from knowledge.language.printable import printable
from knowledge.storage.engine import Base, TypedText, UtcDateTime, now

State = Literal["waiting", "reading", "done", "failed"]
Kind = Literal["file", "address", "original"]
LEASE = timedelta(seconds=60)  # how long a process that is gone keeps others from what it was reading
_ATTEMPTS = 3  # what takes its process with it is not tried for ever
_KEPT = timedelta(days=30)
_ABANDONED = 24 * 3600  # seconds after which a folder of which nothing came is removed
_LONGEST_ADDRESS = 2_000  # characters
MAX_RESULTS = 500  # files of one archive that are told one by one


class UploadRow(Base):
    """A file or address that somebody gave. ``options`` are what was asked for, ``results`` what became of each file of
    it; ``claimed_until`` tells how long the process that reads it may be silent."""

    __tablename__ = "uploads"
    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(TypedText)
    state: Mapped[str] = mapped_column(String(20), index=True)
    options: Mapped[dict[str, Any]] = mapped_column(JSON)
    by: Mapped[str] = mapped_column(String(200))
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    results: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one file: a document that is ``new``, ``updated`` or ``unchanged``, an original that is ``bound``,
    or ``failed`` with its reason among the notices."""

    name: str
    status: str
    document: str = ""
    title: str = ""
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Upload:
    """A file or address that somebody gave, what was asked for, and how far it is. ``size`` is in bytes."""

    id: str
    kind: Kind
    name: str
    state: State
    options: Mapping[str, Any]
    by: str
    size: int
    results: tuple[Result, ...]
    created_at: datetime
    finished_at: datetime | None


class Uploads:
    """The queue of what was given and is to be read (by :class:`bot.upload_reading.UploadReader`).

    Args:
        engine: the database.
        data: the data folder; files wait in its ``uploads/``.
    """

    def __init__(self, engine: Engine, data: Path) -> None:
        self._engine = engine
        self._folder = data / "uploads"

    def place(self) -> tuple[str, Path]:
        """The id of a new upload, and a folder of its own to write its one file into."""
        upload = secrets.token_hex(16)
        folder = self.folder(upload)
        folder.mkdir(parents=True)
        return upload, folder

    def folder(self, upload: str) -> Path:
        """The folder of an upload."""
        return self._folder / Path(upload).name

    def drop(self, upload: str) -> None:
        """Forget the folder of an upload with what is in it."""
        shutil.rmtree(self.folder(upload), ignore_errors=True)

    def add_file(self, upload: str, name: str, by: str, **options: str | bool) -> Upload:
        """Queue the file that lies in the folder of :meth:`place`.

        Args:
            name: as the person calls it; it names where the document came from, and is never a path.
            options: ``collection``, ``replaces`` and ``keep_personal_data`` as :meth:`ingest.importer.Importer.take`
                has them; or ``source``, when it is the original of a source and becomes no document.
        """
        (file,) = self.folder(upload).iterdir()
        kind: Kind = "original" if options.get("source") else "file"
        return self._add(upload, kind, printable(safe_name(name)), options, by, file.stat().st_size)

    def add_address(self, url: str, by: str, **options: str | bool) -> Upload:
        """Queue an http(s) address; where it leads is checked when it is fetched.

        Raises:
            DocumentError: it is none, or too long.
        """
        url = printable(url.strip())
        if not url.lower().startswith(("http://", "https://")) or len(url) > _LONGEST_ADDRESS:
            raise DocumentError(
                "Hanya alamat http dan https yang diambil.", "Only http and https addresses are fetched."
            )
        return self._add(secrets.token_hex(16), "address", url, options, by, 0)

    def latest(self, most: int = 50) -> list[Upload]:
        """The newest uploads."""
        with Session(self._engine) as session:
            rows = session.scalars(select(UploadRow).order_by(UploadRow.created_at.desc(), UploadRow.id).limit(most))
            return [_upload(row) for row in rows]

    def get(self, upload: str) -> Upload:
        """One upload.

        Raises:
            NotFoundError: there is none.
        """
        with Session(self._engine) as session:
            row = session.get(UploadRow, upload)
            if row is None:
                raise NotFoundError("There is no such upload.")
            return _upload(row)

    def claim(self) -> Upload | None:
        """Take the oldest upload that waits, or that a process took which is gone; None where there is none.

        One that was taken often and never finished is given up.
        """
        stale = (UploadRow.state == "reading") & (UploadRow.claimed_until < now())
        free = or_(UploadRow.state == "waiting", stale)
        with self._engine.connect() as connection:  # to look takes no lock
            if connection.scalar(select(UploadRow.id).where(free).limit(1)) is None:
                return None
        with self._engine.begin() as connection:
            given_up = {"state": "failed", "finished_at": now(), "results": [_stored(_GAVE_UP)]}
            connection.execute(update(UploadRow).where(free, UploadRow.attempts >= _ATTEMPTS).values(given_up))
            oldest = select(UploadRow.id).where(free).order_by(UploadRow.created_at, UploadRow.id).limit(1)
            taken = {"state": "reading", "attempts": UploadRow.attempts + 1, "claimed_until": now() + LEASE}
            mine = update(UploadRow).where(UploadRow.id == oldest.scalar_subquery(), free).values(taken)
            claimed = connection.scalar(mine.returning(UploadRow.id))
        return self.get(claimed) if claimed else None

    def alive(self, upload: str) -> None:
        """Say that an upload is still being read."""
        self._update(upload, claimed_until=now() + LEASE)

    def release(self, upload: str) -> None:
        """Let another process read an upload from its beginning; it counts as not tried."""
        self._update(upload, state="waiting", attempts=UploadRow.attempts - 1)

    def tell(self, upload: str, results: Sequence[Result]) -> None:
        """Keep what became of the files of an upload so far."""
        self._update(upload, results=_told(results))

    def finish(self, upload: str, results: Sequence[Result]) -> None:
        """Note how it ended, and let go of the file: it failed where none of its files was taken in."""
        state = "done" if any(one.status != "failed" for one in results) else "failed"
        self._update(upload, results=_told(results), state=state, finished_at=now())
        self.drop(upload)

    def tidy(self) -> None:
        """Delete what is told of old uploads, and the folders of those of which nothing came."""
        with self._engine.begin() as connection:
            connection.execute(delete(UploadRow).where(UploadRow.finished_at < now() - _KEPT))
            known = set(connection.scalars(select(UploadRow.id).where(UploadRow.finished_at.is_(None))))
        for folder in self._folder.glob("*"):
            with suppress(FileNotFoundError):  # another process was first
                if folder.name not in known and folder.stat().st_mtime < time.time() - _ABANDONED:
                    self.drop(folder.name)

    def _add(self, upload: str, kind: Kind, name: str, options: Mapping[str, Any], by: str, size: int) -> Upload:
        row = UploadRow(
            id=upload,
            kind=kind,
            name=name,
            state="waiting",
            options=dict(options),
            by=by,
            size=size,
            results=[],
            created_at=now(),
        )
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            session.add(row)
        return _upload(row)

    def _update(self, upload: str, **values: Any) -> None:
        with self._engine.begin() as connection:
            connection.execute(update(UploadRow).where(UploadRow.id == upload, _OPEN).values(values))


_OPEN = UploadRow.state.in_(("waiting", "reading"))
_GAVE_UP = Result(
    "",
    "failed",
    notices=(
        Notice(
            "Pembacaan berkas ini terputus beberapa kali. Unggah lagi; bila terulang, berkasnya mungkin terlalu besar.",
            "Reading this file was cut off several times. Upload it again; if that recurs, it may be too large.",
        ),
    ),
)


def _told(results: Sequence[Result]) -> list[dict[str, Any]]:
    return [_stored(one) for one in results[:MAX_RESULTS]]


def _stored(result: Result) -> dict[str, Any]:
    notices = [[notice.indonesian, str(notice)] for notice in result.notices]
    return {
        "name": result.name,
        "status": result.status,
        "document": result.document,
        "title": result.title,
        "notices": notices,
    }


def _upload(row: UploadRow) -> Upload:
    results = (
        Result(
            one["name"], one["status"], one["document"], one["title"], tuple(Notice(*pair) for pair in one["notices"])
        )
        for one in row.results
    )
    return Upload(
        id=row.id,
        kind=cast(Kind, row.kind),
        name=row.name,
        state=cast(State, row.state),
        options=dict(row.options),
        by=row.by,
        size=row.size,
        results=tuple(results),
        created_at=row.created_at,
        finished_at=row.finished_at,
    )
