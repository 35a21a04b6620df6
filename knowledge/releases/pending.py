"""What waits to be published: how the documents differ from the published Release, and the draft that holds them."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.documents import Document
from knowledge.storage.document_store import DocumentStore
from knowledge.storage.release_store import ReleaseStore


@dataclass(frozen=True, slots=True)
class Pending:
    """Documents that were added, changed or retired since the publication; ``draft`` is the Release that gathers them,
    ``fresh`` whether it holds the documents as they are now."""

    published: str | None
    draft: str | None
    fresh: bool
    added: tuple[Document, ...]
    changed: tuple[Document, ...]
    retired: tuple[Document, ...]

    def __len__(self) -> int:
        return len(self.added) + len(self.changed) + len(self.retired)


def pending(document_store: DocumentStore, release_store: ReleaseStore) -> Pending:
    """What has changed since the publication."""
    published, draft = release_store.published(), release_store.draft()
    now = set(document_store.current_versions())
    before = set(release_store.versions(published)) if published else set()
    fresh = draft is not None and set(release_store.versions(draft)) == now
    if now == before:
        return Pending(published, draft if fresh else None, fresh, (), (), ())
    documents = document_store.described(sorted(now ^ before))
    new = {documents[version].id: documents[version] for version in (now - before) & documents.keys()}
    old = {documents[version].id: documents[version] for version in (before - now) & documents.keys()}
    return Pending(
        published,
        draft,
        fresh,
        tuple(new[name] for name in sorted(new.keys() - old.keys())),
        tuple(new[name] for name in sorted(new.keys() & old.keys())),
        tuple(old[name] for name in sorted(old.keys() - new.keys())),
    )


def pending_count(document_store: DocumentStore, release_store: ReleaseStore) -> int:
    """About how many documents differ from the published Release, without reading any."""
    return max(document_store.unlike(release_store.published() or ""))
