"""Building releases: from the versions in the database to a finished index, published and rolled back as a whole.

A release is built in a hidden folder under an exclusive lock, closed, renamed, checked and only then may be published;
so a build that dies at any moment leaves the published release as it was.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from knowledge.errors import IntegrityError, LockedError, NotFoundError
from knowledge.releases.files import ReleaseFiles, fingerprint
from knowledge.releases.lock import BuildLock
from knowledge.releases.published import ReleaseReader
from knowledge.releases.report import BuildReport, Built, ProgressCallback, report_of
from knowledge.releases.writer import IndexWriter
from knowledge.storage.document_store import DocumentStore
from knowledge.storage.engine import now
from knowledge.storage.release_store import ReleaseStore

_PATIENCE = 600.0  # seconds


class Builder:
    """Builds, publishes and rolls back releases.

    Args:
        data: the data folder.
        releases: opens what was built, to check it.
        embedder: computes vectors for what the database has none of.
        chroma_url: a Chroma server, or empty for a folder in each release.
        keep: how many releases besides the published one keep their files.
        phrases: texts that questions are compared with besides the documents; a build keeps their vectors too.
        on_progress: told how far long work is.
    """

    def __init__(
        self,
        data: Path,
        document_store: DocumentStore,
        release_store: ReleaseStore,
        releases: ReleaseReader,
        *,
        chroma_url: str = "",
        keep: int = 3,
        phrases: Sequence[str] = (),
        on_progress: ProgressCallback | None = None,
    ) -> None:
        self._document_store = document_store
        self._release_store = release_store
        self._releases = releases
        self._embedder = releases.embedder
        self._everybodys = bool(chroma_url)  # a folder of one's own takes nobody else's time; a server is everybody's
        self._keep = keep
        self._phrases = phrases
        self._files = ReleaseFiles(data, chroma_url)
        self._lock = BuildLock(data, release_store)
        on_progress = on_progress or (lambda doing, done, total: None)
        self._writer = IndexWriter(document_store, releases.embedder, releases.embedding_cache, chroma_url, on_progress)

    @contextmanager
    def lock(self, doing: str, *, wait: float = 0, everywhere: bool = True) -> Iterator[None]:
        """Hold the build lock; it goes with the process, however that ends. What dead builds left is removed.

        Args:
            doing: what the others are told.
            wait: seconds to wait for whoever holds it.
            everywhere: keep other machines that use the database from building as well.

        Raises:
            LockedError: another process holds it; the text says which and since when.
        """
        with self._lock.hold(doing, wait=wait, everywhere=everywhere):
            self._files.remove_unfinished()
            yield

    def tidy(self) -> None:
        """Remove what builds left behind that died, unless one is going on."""
        if any(self._files.unfinished()):
            with suppress(LockedError), self.lock("tidying up", everywhere=False):
                pass

    def make_files(self, release_id: str) -> None:
        """Make the files of a release in this data folder from the database, unless they are there and sound.

        Raises:
            LockedError: another process of this machine has been building for ten minutes.
            IntegrityError: the database is damaged, or the files cannot be written.
        """
        with self.lock("making index files", wait=_PATIENCE, everywhere=self._everybodys):
            self._ensure_files(release_id)
            self._clean_up()

    def build(self, *, force: bool = False) -> Built:
        """Build a release of the current version of every document that is not retired.

        Args:
            force: build even if the published release holds exactly this already.

        Raises:
            LockedError: another build is going on.
            IntegrityError: the finished index failed its check; nothing was published.
        """
        with self.lock("building a release"):
            return self._build(self._document_store.current_versions(), force)

    def rebuild(self, actor: str) -> Built:
        """Make the index of the published release anew from the database, beside the old one, and publish it.

        Raises:
            LockedError, IntegrityError: as for :meth:`build`.
            NotFoundError: nothing is published.
        """
        with self.lock("rebuilding the index"):
            published = self._release_store.published()
            if published is None:
                raise NotFoundError("Nothing is published yet. Run `pandu ingest --starter --publish`.")
            self._release_store.need_sound(published)
            built = self._build(self._release_store.versions(published), force=True)
            self._release_store.publish(built.release_id, actor)
            self._clean_up()
            return built

    def publish(
        self,
        release_id: str,
        actor: str,
        *,
        note: str = "",
        over: str | None = None,
        scheduled: int | None = None,
        wait: float = 0,
    ) -> bool:
        """Let a release answer, as one change that readers see with their next question; whether it did not yet.

        Args:
            release_id, actor, note, over, scheduled: as for
                :meth:`knowledge.storage.release_store.ReleaseStore.publish`.
            wait: seconds to wait for whoever builds or publishes.

        Raises:
            NotFoundError: there is no such complete release.
            MovedError: something else than ``over`` is published by now.
            LockedError: a build is going on.
        """
        with self.lock("publishing a release", wait=wait):
            self._ensure_files(release_id)
            moved = self._release_store.publish(release_id, actor, note=note, over=over, scheduled=scheduled)
            self._clean_up()
            return moved

    def rollback(self, actor: str, *, note: str = "", over: str | None = None, wait: float = 0) -> str:
        """Go back to the release that answered before the published one; returns its id.

        Args:
            actor, note, over, wait: as for :meth:`publish`.

        Raises:
            NotFoundError: nothing was published before.
            MovedError: something else than ``over`` is published by now.
            LockedError: a build is going on.
        """
        with self.lock("rolling back", wait=wait):
            published = self._release_store.published()
            if published is None:
                raise NotFoundError("Nothing is published yet.")
            target = self._release_store.before(published)
            self._ensure_files(target)
            self._release_store.publish(target, actor, "rollback", note=note, over=over)
            return target

    def _build(self, versions: Sequence[str], force: bool) -> Built:
        for dead in self._release_store.abandon_unfinished():
            self._files.delete(dead)
        self._document_store.need_sound(versions)
        self._writer.embed_phrases(self._phrases)
        published = self._release_store.published()
        mark = fingerprint(self._embedder)
        if published is not None and not force:
            same = self._release_store.versions(published) == list(versions)
            if same and self._release_store.release(published).fingerprint == mark and self._files.exist(published):
                return Built(published, self._report(published, versions, 0), new=False)
        release_id = f"r{now():%Y%m%d%H%M%S}{secrets.token_hex(2)}"
        self._release_store.create(release_id, versions, mark)
        try:
            embedded = self._write(release_id, versions)
            report = self._report(published, versions, embedded)
            self._check(release_id)
        except BaseException:
            # The files first: on a full disk the database needs their room.
            self._files.delete(release_id)
            with suppress(SQLAlchemyError):  # the next build notes it
                self._release_store.finish(release_id, "failed", {})
            raise
        self._release_store.finish(release_id, "draft", asdict(report))
        return Built(release_id, report, new=True)

    def _write(self, release_id: str, versions: Sequence[str]) -> int:
        """Write the files of a release, over those that are there; returns how many vectors had to be computed."""
        with self._files.written(release_id) as folder:
            return self._writer.write(folder, release_id, versions)

    def _report(self, parent: str | None, versions: Sequence[str], embedded: int) -> BuildReport:
        before = self._release_store.versions(parent) if parent else []
        return report_of(self._document_store, before, versions, embedded)

    def _check(self, release_id: str) -> None:
        if problems := self._problems(release_id):
            raise IntegrityError(
                f"The new release failed its check: {'; '.join(problems)}. The published one is unchanged; try again."
            )

    def _problems(self, release_id: str) -> list[str]:
        try:
            release = self._releases.open(release_id)
        except IntegrityError as error:
            return [str(error)]
        try:
            return release.check()
        finally:
            release.close()

    def _ensure_files(self, release_id: str) -> None:
        """Make the files of a release anew when they are gone, damaged or were made by another model."""
        if self._release_store.release(release_id).status != "draft":
            raise NotFoundError(f"Release {release_id!r} is not complete; see `pandu releases`.")
        if self._files.exist(release_id) and not self._problems(release_id):
            return
        self._release_store.need_sound(release_id)
        versions = self._release_store.versions(release_id)
        self._document_store.need_sound(versions)
        self._write(release_id, versions)
        self._release_store.refresh(release_id, fingerprint(self._embedder))
        self._check(release_id)

    def _clean_up(self) -> None:
        """Delete the files of releases beyond those that are kept; the database can make them anew."""
        releases = self._release_store.releases()
        kept = {release.id for release in releases if release.published}
        kept |= set([release.id for release in releases if release.status == "draft"][: self._keep + 1])
        for release in releases:
            if release.id not in kept and self._files.exist(release.id):
                self._files.delete(release.id)
