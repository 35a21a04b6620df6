"""Releases in the database: drafted, published and rolled back as a whole, every move audited."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Engine, insert, select, update
from sqlalchemy.orm import Session

from knowledge.errors import IntegrityError, MovedError, NotFoundError
from knowledge.storage.checksums import release_checksum
from knowledge.storage.engine import alone, now
from knowledge.storage.schedule import NOTE_LIMIT, carried_out
from knowledge.storage.tables import PointerRow, PublicationRow, ReleaseRow, ReleaseVersionRow

Status = Literal["building", "draft", "failed"]
_POINTER = "published"
#: Made once: making it takes longer than running it, and it is run for every question.
_PUBLISHED = select(PointerRow.release_id).where(PointerRow.name == _POINTER)


@dataclass(frozen=True, slots=True)
class ReleaseSummary:
    """A release as it stands in the database. ``published`` tells whether the pointer names it."""

    id: str
    status: str
    published: bool
    report: dict[str, Any]
    fingerprint: dict[str, Any]
    created_at: datetime
    published_at: datetime | None
    unpublished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Publication:
    """A move of the pointer: from the ``previous`` Release, by whom, when and why."""

    release: str
    previous: str | None
    rollback: bool
    actor: str
    at: datetime
    note: str


class ReleaseStore:
    """Releases and the pointer."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def alone(self, wait: float = 0) -> AbstractContextManager[None]:
        """Keep other machines from building meanwhile: :func:`knowledge.storage.engine.alone`."""
        return alone(self._engine, wait)

    def published(self) -> str | None:
        """The release that answers, or None before the first publication. One cheap query: asked for every question."""
        with self._engine.connect() as connection:
            return connection.execute(_PUBLISHED).scalar()

    def releases(self) -> list[ReleaseSummary]:
        """All releases, newest first."""
        current = self.published()
        with Session(self._engine) as session:
            rows = session.scalars(select(ReleaseRow).order_by(ReleaseRow.created_at.desc(), ReleaseRow.id.desc()))
            return [_summary(row, current) for row in rows]

    def release(self, release_id: str) -> ReleaseSummary:
        """One release.

        Raises:
            NotFoundError: there is none with this id.
        """
        with Session(self._engine) as session:
            row = session.get(ReleaseRow, release_id)
            if row is None:
                raise NotFoundError(f"There is no release {release_id!r}; `pandu releases` lists them.")
            return _summary(row, self.published())

    def draft(self) -> str | None:
        """The Release in which what changed since the publication is gathered: the newest complete one, if it was built
        after the published one; None where nothing waits to be published."""
        complete = select(ReleaseRow.id).where(ReleaseRow.status == "draft")
        newest = complete.order_by(ReleaseRow.created_at.desc(), ReleaseRow.id.desc()).limit(1)
        with self._engine.connect() as connection:
            found = connection.scalar(newest)
            return found if found != connection.execute(_PUBLISHED).scalar() else None

    def versions(self, release_id: str) -> list[str]:
        """The versions a release consists of, sorted."""
        statement = select(ReleaseVersionRow.version_id).where(ReleaseVersionRow.release_id == release_id)
        with Session(self._engine) as session:
            return sorted(session.scalars(statement))

    def need_sound(self, release_id: str) -> None:
        """Refuse a release of which the database no longer says what it consists of.

        Raises:
            IntegrityError: the list of its versions is damaged.
        """
        statement = select(ReleaseRow.checksum).where(ReleaseRow.id == release_id)
        with self._engine.connect() as connection:
            stored = connection.execute(statement).scalar()
        if stored != release_checksum(release_id, self.versions(release_id)):
            raise IntegrityError(
                f"The database is damaged: what release {release_id} consists of is not what was stored. Build a new "
                "one with `pandu ingest --starter`, or restore a backup."
            )

    def create(self, release_id: str, versions: Sequence[str], fingerprint: dict[str, Any]) -> None:
        """Note a release that is about to be built."""
        with Session(self._engine) as session, session.begin():
            session.add(
                ReleaseRow(
                    id=release_id,
                    status="building",
                    fingerprint=fingerprint,
                    created_at=now(),
                    checksum=release_checksum(release_id, versions),
                )
            )
            session.flush()
            if versions:
                session.execute(
                    insert(ReleaseVersionRow),
                    [{"release_id": release_id, "version_id": version} for version in versions],
                )

    def finish(self, release_id: str, status: Status, report: dict[str, Any]) -> None:
        """Note how the build of a release ended."""
        with self._engine.begin() as connection:
            connection.execute(
                update(ReleaseRow).where(ReleaseRow.id == release_id).values(status=status, report=report)
            )

    def refresh(self, release_id: str, fingerprint: dict[str, Any]) -> None:
        """Note that the files of a release were made anew, with this fingerprint."""
        with self._engine.begin() as connection:
            connection.execute(update(ReleaseRow).where(ReleaseRow.id == release_id).values(fingerprint=fingerprint))

    def abandon_unfinished(self) -> list[str]:
        """Mark builds that died as failed; only the holder of the build lock may call this. Returns their ids."""
        with self._engine.begin() as connection:
            ids = connection.execute(
                update(ReleaseRow)
                .where(ReleaseRow.status == "building")
                .values(status="failed")
                .returning(ReleaseRow.id)
            )
            return list(ids.scalars())

    def publish(
        self,
        release_id: str,
        actor: str,
        action: Literal["publish", "rollback"] = "publish",
        *,
        note: str = "",
        over: str | None = None,
        scheduled: int | None = None,
    ) -> bool:
        """Move the pointer, in one transaction; whether it had to be moved.

        Args:
            release_id: what is to be published.
            actor: by whom.
            action: how the history calls it.
            note: why.
            over: what is published as far as the actor knows; None publishes over whatever it is.
            scheduled: the number of the scheduled publication that this carries out; nothing is done when that is done
                or cancelled already.

        Raises:
            NotFoundError: there is no such release, or it is not complete.
            MovedError: something else than ``over`` is published by now.
        """
        with Session(self._engine) as session, session.begin():
            if scheduled is not None and not carried_out(session, scheduled):
                return False
            row = session.get(ReleaseRow, release_id)
            if row is None or row.status != "draft":
                raise NotFoundError(f"Release {release_id!r} does not exist or is not complete; see `pandu releases`.")
            # Read anew and held, so that of two who publish over the same one comes too late.
            pointer = session.get(PointerRow, _POINTER, with_for_update=True)
            previous = pointer.release_id if pointer is not None else None
            if over is not None and previous != over:
                raise MovedError(_moved(session, previous))
            if previous == release_id:
                return False
            if pointer is None:
                session.add(PointerRow(name=_POINTER, release_id=release_id))
            else:
                pointer.release_id = release_id
                session.execute(update(ReleaseRow).where(ReleaseRow.id == previous).values(unpublished_at=now()))
            row.published_at, row.unpublished_at = now(), None
            session.add(
                PublicationRow(
                    release_id=release_id,
                    previous_id=previous,
                    action=action,
                    actor=actor[:200],
                    at=now(),
                    note=note[:NOTE_LIMIT],
                )
            )
            return True

    def history(self, *, after: int = 0, most: int = 50) -> list[Publication]:
        """What was published, newest first: at most ``most``, without the first ``after``."""
        statement = select(PublicationRow).order_by(PublicationRow.id.desc()).offset(after).limit(most)
        with Session(self._engine) as session:
            return [
                Publication(row.release_id, row.previous_id, row.action == "rollback", row.actor, row.at, row.note)
                for row in session.scalars(statement)
            ]

    def before(self, release_id: str) -> str:
        """The release a rollback from this one goes to: the one the pointer named before it.

        Raises:
            NotFoundError: nothing was published before it.
        """
        statement = (
            select(PublicationRow.previous_id)
            .where(PublicationRow.release_id == release_id, PublicationRow.action == "publish")
            .order_by(PublicationRow.id.desc())
        )
        with Session(self._engine) as session:
            previous = session.scalars(statement).first()
        if previous is None:
            raise NotFoundError("There is no earlier release to roll back to.")
        return previous


def _moved(session: Session, published: str | None) -> str:
    latest = session.scalars(select(PublicationRow).order_by(PublicationRow.id.desc()).limit(1)).first()
    by = f" by {latest.actor}" if latest else ""
    return f"Meanwhile {published or 'nothing'} was published{by}. Look at it before you publish over it."


def _summary(row: ReleaseRow, published: str | None) -> ReleaseSummary:
    return ReleaseSummary(
        id=row.id,
        status=row.status,
        published=row.id == published,
        report=dict(row.report),
        fingerprint=dict(row.fingerprint),
        created_at=row.created_at,
        published_at=row.published_at,
        unpublished_at=row.unpublished_at,
    )
