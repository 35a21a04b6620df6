"""Saying of a document that is past its review that it is still right."""

from __future__ import annotations

from ingest.corrections import set_as_of
from knowledge.reviews import ReviewQueue
from knowledge.storage.document_list import DocumentList
from knowledge.storage.document_store import DocumentStore
from knowledge.storage.engine import now


def still_right(
    document_store: DocumentStore,
    queue: ReviewQueue,
    documents: DocumentList,
    document_id: str,
    anchor: str,
    note: str,
    by: str,
) -> list[str]:
    """Note that a document, or its section ``anchor``, is still right: its state of knowledge is this month from now
    on, in the next release. Its translation says the same, and goes with it, where it has that section.

    Returns:
        The ids of the documents that were changed.

    Raises:
        NotFoundError: there is no such document or section.
    """
    as_of = f"{now():%Y-%m}"
    listed = {one.id: one for one in documents.entries() if one.retired_at is None}
    own = listed.get(document_id)
    twins = [
        one.id
        for one in listed.values()
        if own is not None and own.translation and one.translation == own.translation and one.id != document_id
    ]
    changed = [document_id, *(one for one in twins if not anchor or _has(document_store, one, anchor))]
    for one in changed:
        set_as_of(document_store, one, anchor, as_of)
        queue.note(one, anchor, as_of, note, by)
    return changed


def _has(document_store: DocumentStore, document_id: str, anchor: str) -> bool:
    return any(chunk.anchor == anchor for chunk in document_store.current(document_id).chunks)
