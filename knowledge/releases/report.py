"""How far a build is, and what it changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.storage.document_store import DocumentStore

ProgressCallback = Callable[[str, int, int], None]  # what is being done, done so far, in all


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a release changed against the one that was published when it was built, in chunks; and the vectors
    computed for it. ``documents`` and ``chunks`` are totals."""

    documents: int
    chunks: int
    added: int
    changed: int
    removed: int
    reused: int
    embedded: int

    def __str__(self) -> str:
        return (
            f"{self.documents} documents, {self.chunks} chunks: {self.added} added, {self.changed} changed, "
            f"{self.removed} removed, {self.reused} reused; {self.embedded} vectors computed"
        )


@dataclass(frozen=True, slots=True)
class Built:
    """A finished release. ``new`` is False when the published one already holds exactly this."""

    release_id: str
    report: BuildReport
    new: bool


def report_of(
    document_store: DocumentStore, before: Sequence[str], versions: Sequence[str], embedded: int
) -> BuildReport:
    """What a release of ``versions`` changes against one of the versions ``before``."""
    old = {chunk for chunk, _ in document_store.chunk_ids(before)}
    new = {chunk for chunk, _ in document_store.chunk_ids(versions)}
    gone, fresh = _places(document_store, old - new), _places(document_store, new - old)
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


def _places(document_store: DocumentStore, chunk_ids: set[str]) -> Counter[tuple[object, ...]]:
    """Where in their documents these chunks stand: a chunk gone and a new one in the same place is a change."""
    found = document_store.chunks(chunk_ids).values()
    return Counter((chunk.document, chunk.anchor or chunk.heading, chunk.page) for chunk in found)
