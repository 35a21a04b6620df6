"""Importing: files become versions in the database; the same bytes again change nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from ingest.chunking import split
from ingest.corpus.loader import load_corpus
from ingest.corrections import corrected, under_title
from ingest.errors import DocumentError, Notice
from ingest.kept_files import KeptFiles, sha256
from ingest.likeness import likeness
from ingest.loaders.loaded import Loaded
from ingest.masking import kept_notice, mask_sections, masked_origin, masked_with_places, personal_record
from ingest.twins import Twins, is_gone
from knowledge.documents import version_digest
from knowledge.errors import IntegrityError, MovedError, NotFoundError
from knowledge.language.personal_data import mask
from knowledge.storage.document_store import DocumentStore
from knowledge.storage.engine import now
from knowledge.storage.origins import EDITED, STARTER
from knowledge.storage.stored_versions import DocumentSummary, NewVersion

logger = logging.getLogger(__name__)
_EDITED = Notice(
    "Teks ini sudah diubah petugas; yang dari korpus awal tidak dipakai.",
    "Staff changed this text; the one of the starter corpus is not used.",
)
CORPUS = Path(__file__).parent.parent / "knowledge" / "corpus"


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one file."""

    document: str
    title: str
    status: Literal["new", "updated", "unchanged"]
    chunks: int = 0
    warnings: tuple[Notice, ...] = ()
    unread: float = 0.0  # the share (0..1) of it that was not understood
    kept: Mapping[str, object] = field(default_factory=dict)  # the record of personal data that was kept on purpose

    def audited(self, origin: str) -> dict[str, object]:
        """What the audit log says of it beside its id."""
        detail: dict[str, object] = {"status": self.status, "from": origin}
        return {**detail, "personal_data_kept": self.kept["counts"]} if self.kept else detail


class Importer:
    """Puts documents into the document store; a release is built from them afterwards.

    Args:
        data: the data folder; files are kept in its ``originals/``.
        load: reads one file (``ingest.sandbox.load_safely``).
    """

    def __init__(self, data: Path, document_store: DocumentStore, load: Callable[[Path], Loaded]) -> None:
        self._files = KeptFiles(data)
        self._document_store = document_store
        self._load = load
        self._twins = Twins(document_store)

    def starter(self, folder: Path = CORPUS) -> list[Imported]:
        """Take in the starter corpus; texts that it no longer holds are retired. Those that staff took over stay.

        Raises:
            DocumentError: a text is malformed.
        """
        summaries = self._document_store.documents()
        edited = {one.document.id for one in summaries if one.origin.startswith(EDITED)}
        done = [
            self._store(loaded, f"{STARTER}{loaded.document.id}")
            if loaded.document.id not in edited
            else Imported(loaded.document.id, loaded.document.title, "unchanged", warnings=(_EDITED,))
            for loaded in load_corpus(folder)
        ]
        held = {result.document for result in done}
        for summary in summaries:
            stale = summary.origin.startswith(STARTER) and summary.document.id not in held
            if stale and summary.retired_at is None:
                self._document_store.retire(summary.document.id)
        return done

    def take(
        self,
        path: Path,
        origin: str,
        *,
        collection: str = "staff",
        document_id: str | None = None,
        keep_personal_data: bool = False,
        actor: str = "",
    ) -> Imported:
        """Take in one file.

        Its title and content say whether it is the next version of a document that came from the same place; another
        letter under the same name is another document. What is nearly the same as another document, or has its title,
        is told.

        Args:
            path: the file to read.
            origin: the printable path or url it came from.
            collection: where it belongs.
            document_id: the document of which this is a new version, whatever its origin and content.
            keep_personal_data: leave phone numbers, personal e-mail addresses, NIK and the like as they are, also in
                the title, the origin and the id. That is recorded with the version; answers mask them all the same.
            actor: who does it, for that record.

        Raises:
            DocumentError: the file cannot be read, or there is no document ``document_id``; nothing of it is stored.
        """
        if document_id is not None and not self._document_store.knows(document_id):
            raise DocumentError(
                f"Tidak ada dokumen {document_id!r}; `pandu docs` menampilkan semuanya.",
                f"There is no document {document_id!r}; `pandu docs` lists them.",
            )
        file_digest = sha256(path)
        known = self._document_store.document_with_bytes(file_digest)
        if known and document_id in (None, known) and self._keeps(known) == keep_personal_data:
            return self._known(known, origin)
        loaded = self._load(path)
        kept: dict[str, object] = {}
        hidden: dict[str, object] = {}
        given = origin
        names: tuple[str, ...] = (origin,)
        if keep_personal_data:
            loaded, kept = self._keeping(loaded, actor)
        else:
            # Documents of earlier releases are known by the name as it was.
            names = (origin, masked_origin(origin))
            loaded, places = masked_with_places(loaded)
            hidden = personal_record(places)
            origin = names[-1]
        before = document_id or known or self._before(loaded, names)
        found = before or self._document_store.free_id(loaded.document.id)
        document = replace(loaded.document, id=found, collection=collection)
        loaded, corrected = self._corrected(replace(loaded, document=document))
        notices = [] if before else self._twins.notices(loaded, origin, names)
        original = self._files.keep(path, file_digest)
        over = None if before else ""
        try:
            imported = self._store(loaded, origin, file_digest, original, corrected, kept, hidden, over)
        except MovedError:  # the id that was free is another new document's now
            return self.take(path, given, collection=collection, keep_personal_data=keep_personal_data, actor=actor)
        if known and known != imported.document:
            self._document_store.retire(known)
            notices.append(
                Notice(
                    f"{known} memuat berkas yang sama dan ditarik; kini menjadi versi dari {imported.document}.",
                    f"{known} held the same file and is retired; it is a version of {imported.document} now.",
                )
            )
        return replace(imported, warnings=(*imported.warnings, *notices), kept=kept)

    def missing(self, folder: str, taken: Collection[str]) -> list[DocumentSummary]:
        """The documents that came from a folder or archive before and whose files are not among those taken from it
        now; nothing is done about them.

        Args:
            folder: its full path.
            taken: the origins of all files that it holds.
        """
        held = {*taken, *map(masked_origin, taken)}
        inside = tuple(f"{name}{mark}" for name in {folder, mask(folder)} for mark in ("/", "!/"))
        return [
            summary
            for summary in self._document_store.documents()
            if summary.retired_at is None and summary.origin.startswith(inside) and summary.origin not in held
        ]

    def _keeps(self, document_id: str) -> bool:
        """Whether personal data was kept in the current version of a document."""
        try:
            return bool(self._document_store.current(document_id).kept)
        except (NotFoundError, IntegrityError):
            return False

    def _keeping(self, loaded: Loaded, actor: str) -> tuple[Loaded, dict[str, object]]:
        """What was loaded with a sentence on the personal data that is kept in it, and the record of that."""
        places = mask_sections(loaded.sections).places
        notice = kept_notice(loaded.sections)
        if notice is None:
            return loaded, {}
        record: dict[str, object] = {
            "by": actor or "unknown",
            "at": now().isoformat(timespec="seconds"),
            **personal_record(places),
        }
        logger.warning("Personal data kept in %s by %s: %s.", loaded.document.id, record["by"], record["counts"])
        return replace(loaded, warnings=(*loaded.warnings, notice)), record

    def _known(self, document_id: str, origin: str) -> Imported:
        """What to say of a file that is held already; of one that was moved, that it was."""
        held = self._document_store.origin_of(document_id)
        names = (origin, masked_origin(origin))
        if held in names:
            return Imported(document_id, document_id, "unchanged")
        if is_gone(held):
            self._document_store.moved(document_id, names[-1])
            moved = Notice(f"Dipindahkan dari {held}.", f"Moved here from {held}.")
            return Imported(document_id, document_id, "unchanged", warnings=(moved,))
        same = Notice(f"Berkas yang sama dengan {held}.", f"The same file as {held}.")
        return Imported(document_id, document_id, "unchanged", warnings=(same,))

    def _before(self, loaded: Loaded, names: Sequence[str]) -> str | None:
        """The document from the same place of which this is the next version."""
        ids = dict.fromkeys(found for name in names for found in self._document_store.documents_from(name))
        if not ids or names[0].startswith(("http://", "https://")):
            return next(iter(ids), None)  # a page stays what it is, whatever it says
        own = likeness(loaded.document, split(loaded.document, loaded.sections), names[0])
        continued = {}
        for document_id in ids:
            before = self._twins.of(document_id)
            if before is None or own.continues(before):
                continued[document_id] = own.share(before) if before else 0.0
        return max(continued, key=lambda one: continued[one]) if continued else None

    def _corrected(self, loaded: Loaded) -> tuple[Loaded, tuple[str, ...]]:
        """What was loaded with the metadata that a person set for an earlier version, and the names of these; what is
        damaged in the database is replaced by what was loaded."""
        try:
            before = self._document_store.current(loaded.document.id)
        except (NotFoundError, IntegrityError):
            return loaded, ()
        document = corrected(loaded.document, {name: getattr(before.document, name) for name in before.corrected})
        titles = loaded.document.title, document.title
        sections = tuple(replace(section, heading=under_title(section.heading, *titles)) for section in loaded.sections)
        return replace(loaded, document=document, sections=sections), before.corrected

    def _store(
        self,
        loaded: Loaded,
        origin: str,
        file_digest: str = "",
        original: str = "",
        corrected: tuple[str, ...] = (),
        kept: Mapping[str, object] | None = None,
        hidden: Mapping[str, object] | None = None,
        over: str | None = None,
    ) -> Imported:
        document = loaded.document
        known = self._document_store.knows(document.id)
        chunks = split(document, loaded.sections)
        like = likeness(document, chunks, origin) if file_digest else None
        stored = self._document_store.add(
            NewVersion(
                document=document,
                version=version_digest(document, loaded.sections),
                chunks=chunks,
                origin=origin,
                file_digest=file_digest,
                original=original,
                warnings=tuple((notice.indonesian, str(notice)) for notice in loaded.warnings),
                corrected=corrected,
                kept=kept or {},
                masked=hidden or {},
                likeness=like.stored() if like else {},
                coverage=loaded.coverage.stored(),
            ),
            over,
        )
        if like and stored:
            self._twins.add(document, origin, like)
        status: Literal["new", "updated", "unchanged"] = "unchanged" if not stored else "updated" if known else "new"
        unread = loaded.coverage.unread
        return Imported(document.id, document.title, status, len(chunks), loaded.warnings, unread)
