"""Building releases: from the versions in the database to a finished index, published and rolled back as a whole.

A release is built in a hidden folder under an exclusive lock, closed, renamed, checked and only then may be published;
so a build that dies at any moment leaves the published release as it was.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import asdict
from pathlib import Path

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray
from sqlalchemy.exc import SQLAlchemyError

from knowledge.documents import Chunk
from knowledge.embedding.base import Embedder
from knowledge.embedding.cache import Kind
from knowledge.errors import IntegrityError, LockedError, NotFoundError
from knowledge.index.chroma import delete_vectors, misfits, open_vectors, write_vectors
from knowledge.index.lexical import LexicalIndex
from knowledge.language.entities import find_entities
from knowledge.markup.citation_marks import strip_marks
from knowledge.releases.files import LEXICAL, VECTORS, Rows, collection_name, fingerprint, release_folder
from knowledge.releases.lock import _describe
from knowledge.releases.manifest import CHROMA, Manifest
from knowledge.releases.published import ReleaseReader
from knowledge.releases.report import BuildReport, Built
from knowledge.storage.document_store import DocumentStore
from knowledge.storage.engine import now
from knowledge.storage.release_store import ReleaseStore

_UNFINISHED = ".building-"  # what the names of folders begin with until they are complete
_PATIENCE = 600.0  # seconds

Progress = Callable[[str, int, int], None]  # what is being done, done so far, in all


class Builder:
    """Builds, publishes and rolls back releases.

    Args:
        data: the data folder.
        releases: opens what was built, to check it.
        embedder: computes vectors for what the database has none of.
        chroma_url: a Chroma server, or empty for a folder in each release.
        keep: how many releases besides the published one keep their files.
        phrases: texts that questions are compared with besides the documents; a build keeps their vectors too.
        progress: told how far long work is.
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
        progress: Progress | None = None,
    ) -> None:
        self._data = data
        self._document_store = document_store
        self._release_store = release_store
        self._releases = releases
        self._embedder: Embedder = releases.embedder
        self._kept = releases.kept
        self._chroma_url = chroma_url
        self._keep = keep
        self._phrases = phrases
        self._progress: Progress = progress or (lambda doing, done, total: None)

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
        holder = self._data / "build.json"
        try:
            with (
                FileLock(self._data / "build.lock", timeout=wait),
                self._release_store.alone(wait) if everywhere else nullcontext(),
            ):
                self._remove_leftovers()
                _note(holder, doing)
                try:
                    yield
                finally:
                    holder.unlink(missing_ok=True)
        except Timeout:
            raise LockedError(f"{_describe(holder)} Wait until it has finished, then try again.") from None

    def tidy(self) -> None:
        """Remove what builds left behind that died, unless one is going on."""
        if any(self._leftovers()):
            with suppress(LockedError), self.lock("tidying up", everywhere=False):
                pass

    def make_files(self, release_id: str) -> None:
        """Make the files of a release in this data folder from the database, unless they are there and sound.

        Raises:
            LockedError: another process of this machine has been building for ten minutes.
            IntegrityError: the database is damaged, or the files cannot be written.
        """
        # A folder of one's own takes nobody else's time; a Chroma server is everybody's.
        with self.lock("making index files", wait=_PATIENCE, everywhere=bool(self._chroma_url)):
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

    def publish(self, release_id: str, actor: str) -> None:
        """Let a release answer, as one change that readers see with their next question.

        Raises:
            NotFoundError: there is no such complete release.
            LockedError: a build is going on.
        """
        with self.lock("publishing a release"):
            self._ensure_files(release_id)
            self._release_store.publish(release_id, actor)
            self._clean_up()

    def rollback(self, actor: str) -> str:
        """Go back to the release that answered before the published one; returns its id.

        Raises:
            NotFoundError: nothing was published before.
            LockedError: a build is going on.
        """
        with self.lock("rolling back"):
            published = self._release_store.published()
            if published is None:
                raise NotFoundError("Nothing is published yet.")
            target = self._release_store.before(published)
            self._ensure_files(target)
            self._release_store.publish(target, actor, "rollback")
            return target

    def _build(self, versions: Sequence[str], force: bool) -> Built:
        for dead in self._release_store.abandon_unfinished():
            self._delete_files(dead)
        self._document_store.need_sound(versions)
        self._keep_catalogue()
        published = self._release_store.published()
        mark = fingerprint(self._embedder)
        if published is not None and not force:
            same = self._release_store.versions(published) == list(versions)
            if same and self._release_store.release(published).fingerprint == mark and self._has_files(published):
                return Built(published, self._report(published, versions, 0), new=False)
        release_id = f"r{now():%Y%m%d%H%M%S}{secrets.token_hex(2)}"
        self._release_store.create(release_id, versions, mark)
        try:
            embedded = self._write(release_id, versions)
            report = self._report(published, versions, embedded)
            self._check(release_id)
        except BaseException:
            # The files first: on a full disk the database needs their room.
            self._delete_files(release_id)
            with suppress(SQLAlchemyError):  # the next build notes it
                self._release_store.finish(release_id, "failed", {})
            raise
        self._release_store.finish(release_id, "draft", asdict(report))
        return Built(release_id, report, new=True)

    def _write(self, release_id: str, versions: Sequence[str]) -> int:
        """Write the files of a release, over those that are there; returns how many vectors had to be computed."""
        final = release_folder(self._data, release_id)
        folder = final.with_name(f"{_UNFINISHED}{release_id}")
        try:
            folder.mkdir(parents=True)
            embedded = self._fill(folder, release_id, versions)
            if final.exists():
                final.rename(final.with_name(f"{_UNFINISHED}{release_id}-old"))
            folder.rename(final)
        except OSError as error:
            raise IntegrityError(
                f"The files of release {release_id} cannot be written ({error.strerror or error}). "
                "Check that there is room on the disk and that the data folder may be written to."
            ) from error
        finally:
            self._remove_leftovers()
        self._progress("Writing the vector index", 1, 1)
        return embedded

    def _fill(self, folder: Path, release_id: str, versions: Sequence[str]) -> int:
        pairs = self._document_store.chunk_ids(versions)
        known = self._document_store.chunks(chunk for chunk, _ in pairs)
        chunks = [known[chunk] for chunk, _ in pairs]
        texts, entries = _entries(chunks)
        vectors, embedded = self._kept.keep(texts, self._told("Computing vectors"))
        rows = Rows(
            [chunk.id for chunk in chunks],
            [version for _, version in pairs],
            [chunk.anchor or "" for chunk in chunks],
            np.array(entries, dtype=np.int32),
            find_entities(_headed(chunk) for chunk in chunks),
            self._document_store.version_documents(versions),
        )
        rows.save(folder)
        np.save(folder / VECTORS, vectors)
        self._progress("Writing the BM25 index", 0, 1)
        LexicalIndex.build([_searched(chunk) for chunk in chunks]).save(folder / LEXICAL)
        self._progress("Writing the vector index", 0, 1)
        if not self._on_server(release_id, vectors):
            write_vectors(self._chroma_url or folder / CHROMA, collection_name(release_id), vectors)
        Manifest.write(folder, fingerprint(self._embedder))
        return embedded

    def _on_server(self, release_id: str, vectors: NDArray[np.float32]) -> bool:
        """Whether another machine has put these vectors on the Chroma server already, and answers from them."""
        if not self._chroma_url:
            return False
        try:
            with open_vectors(self._chroma_url, collection_name(release_id)) as collection:
                return not misfits(collection, vectors)
        except IntegrityError:
            return False

    def _keep_catalogue(self) -> None:
        """Questions on indicators are compared with these, and shall not wait for them."""
        if self._phrases:
            texts: list[tuple[Kind, str]] = [("text", phrase) for phrase in self._phrases]
            self._kept.keep(texts, self._told("Computing vectors of the indicators"))

    def _told(self, doing: str) -> Callable[[int, int], None]:
        return lambda done, of: self._progress(doing, done, of)

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

    def _report(self, parent: str | None, versions: Sequence[str], embedded: int) -> BuildReport:
        before = self._document_store.chunk_ids(self._release_store.versions(parent)) if parent else []
        old, new = {chunk for chunk, _ in before}, {chunk for chunk, _ in self._document_store.chunk_ids(versions)}
        gone, fresh = self._places(old - new), self._places(new - old)
        changed = (gone & fresh).total()
        return BuildReport(
            documents=len(versions),
            chunks=len(new),
            added=fresh.total() - changed,
            changed=changed,
            removed=gone.total() - changed,
            reused=len(old & new),
            embedded=embedded,
        )

    def _places(self, chunk_ids: set[str]) -> Counter[tuple[object, ...]]:
        """Where in their documents these chunks stand: a chunk gone and a new one in the same place is a change."""
        found = self._document_store.chunks(chunk_ids).values()
        return Counter((chunk.document, chunk.anchor or chunk.heading, chunk.page) for chunk in found)

    def _ensure_files(self, release_id: str) -> None:
        """Make the files of a release anew when they are gone, damaged or were made by another model."""
        if self._release_store.release(release_id).status != "draft":
            raise NotFoundError(f"Release {release_id!r} is not complete; see `pandu releases`.")
        if self._has_files(release_id) and not self._problems(release_id):
            return
        self._release_store.need_sound(release_id)
        versions = self._release_store.versions(release_id)
        self._document_store.need_sound(versions)
        self._write(release_id, versions)
        self._release_store.refresh(release_id, fingerprint(self._embedder))
        self._check(release_id)

    def _has_files(self, release_id: str) -> bool:
        return release_folder(self._data, release_id).is_dir()

    def _leftovers(self) -> Iterator[Path]:
        return (self._data / "releases").glob(f"{_UNFINISHED}*")

    def _remove_leftovers(self) -> None:
        """Remove folders that nobody finished; only who holds the lock may do this."""
        for folder in self._leftovers():
            shutil.rmtree(folder, ignore_errors=True)

    def _delete_files(self, release_id: str) -> None:
        shutil.rmtree(release_folder(self._data, release_id), ignore_errors=True)
        if self._chroma_url:
            delete_vectors(self._chroma_url, collection_name(release_id))

    def _clean_up(self) -> None:
        """Delete the files of releases beyond those that are kept; the database can make them anew."""
        releases = self._release_store.releases()
        kept = {release.id for release in releases if release.published}
        kept |= set([release.id for release in releases if release.status == "draft"][: self._keep + 1])
        for release in releases:
            if release.id not in kept and self._has_files(release.id):
                self._delete_files(release.id)


def _entries(chunks: Sequence[Chunk]) -> tuple[list[tuple[Kind, str]], list[int]]:
    """The texts to embed and the row each belongs to: a chunk's text under its heading, then its asked questions."""
    texts: list[tuple[Kind, str]] = []
    rows: list[int] = []
    for row, chunk in enumerate(chunks):
        own: list[tuple[Kind, str]] = [
            ("text", _headed(chunk)),
            *(("asked", question) for question in chunk.example_questions),
        ]
        texts += own
        rows += [row] * len(own)
    return texts, rows


def _headed(chunk: Chunk) -> str:
    return "\n".join([" – ".join(chunk.heading), strip_marks(chunk.text)]).strip()


def _searched(chunk: Chunk) -> str:
    return "\n".join([_headed(chunk), *chunk.example_questions])


def _note(holder: Path, doing: str) -> None:
    """Note for others who is building; on a full disk they go without."""
    me = {"process": os.getpid(), "host": socket.gethostname(), "since": f"{now():%Y-%m-%d %H:%M} UTC"}
    with suppress(OSError):
        holder.write_text(json.dumps({**me, "doing": doing}), encoding="utf-8")
