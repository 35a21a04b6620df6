"""Importing: files become versions in the database; the same bytes again change nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import chain, count
from pathlib import Path
from typing import Literal

from ingest.chunking import split
from ingest.corpus.loader import load_corpus
from ingest.corrections import STARTER, corrected, under_title
from ingest.kept_files import KeptFiles, sha256
from ingest.loaders.loaded import Loaded
from ingest.masking import masked, masked_origin
from knowledge.documents import Document, version_digest
from knowledge.errors import IntegrityError, NotFoundError
from knowledge.storage.document_store import DocumentStore, NewVersion

CORPUS = Path(__file__).parent.parent / "knowledge" / "corpus"


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one file."""

    document: str
    title: str
    status: Literal["new", "updated", "unchanged"]
    chunks: int = 0
    warnings: tuple[str, ...] = ()


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

    def starter(self, folder: Path = CORPUS) -> list[Imported]:
        """Take in the starter corpus; texts that it no longer holds are retired.

        Raises:
            DocumentError: a text is malformed.
        """
        done = [self._store(loaded, f"{STARTER}{loaded.document.id}") for loaded in load_corpus(folder)]
        held = {result.document for result in done}
        for summary in self._document_store.documents():
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
    ) -> Imported:
        """Take in one file.

        Args:
            path: the file to read.
            origin: the printable path or url it came from; a file of the same origin is a new version of the same
                document.
            collection: where it belongs.
            document_id: the document of which this is a new version, whatever its origin.
            keep_personal_data: leave phone numbers, personal e-mail addresses and NIK as they are, also in the title,
                the origin and the id.

        Raises:
            DocumentError: the file cannot be read; nothing of it is stored.
        """
        file_digest = sha256(path)
        if known := self._document_store.document_with_bytes(file_digest):
            return Imported(known, known, "unchanged")
        loaded = self._load(path)
        # Documents of earlier releases are known by the name as it was.
        known = self._document_store.document_from(origin)
        if not keep_personal_data:
            loaded, origin = masked(loaded), masked_origin(origin)
        wanted = document_id or known or self._document_store.document_from(origin) or self._free_id(loaded.document)
        document = replace(loaded.document, id=wanted, collection=collection)
        loaded, corrected = self._corrected(replace(loaded, document=document))
        original = self._files.keep(path, file_digest)
        return self._store(loaded, origin, file_digest, original, corrected)

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
    ) -> Imported:
        document = loaded.document
        known = self._document_store.knows(document.id)
        chunks = split(document, loaded.sections)
        stored = self._document_store.add(
            NewVersion(
                document=document,
                version=version_digest(document, loaded.sections),
                chunks=chunks,
                origin=origin,
                file_digest=file_digest,
                original=original,
                warnings=tuple(str(warning) for warning in loaded.warnings),
                corrected=corrected,
            )
        )
        status: Literal["new", "updated", "unchanged"] = "unchanged" if not stored else "updated" if known else "new"
        return Imported(document.id, document.title, status, len(chunks), tuple(map(str, loaded.warnings)))

    def _free_id(self, document: Document) -> str:
        numbered = (f"{document.id}-{number}" for number in count(2))
        return next(name for name in chain([document.id], numbered) if not self._document_store.knows(name))
