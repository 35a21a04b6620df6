"""Documents that are nearly the same as another, or have its title: noticed, and offered as versions of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.chunking import split
from ingest.errors import Notice
from ingest.likeness import Likeness, likeness
from ingest.loaders.loaded import Loaded
from knowledge.documents import Document
from knowledge.storage.document_store import DocumentStore
from knowledge.storage.origins import STARTER

_MOST = 3  # that are named


@dataclass(frozen=True, slots=True)
class _Twin:
    title: str
    origin: str
    like: Likeness


class Twins:
    """What identifies the documents that are held, read when it is first needed.

    Args:
        document_store: where they are.
    """

    def __init__(self, document_store: DocumentStore) -> None:
        self._document_store = document_store
        self._held: dict[str, _Twin] | None = None

    def of(self, document_id: str) -> Likeness | None:
        """What identifies a document that is held; None where it is retired or damaged."""
        found = self._all().get(document_id)
        return found.like if found else None

    def add(self, document: Document, origin: str, like: Likeness) -> None:
        """Know a document that was just stored."""
        if self._held is not None:
            self._held[document.id] = _Twin(document.title, origin, like)

    def notices(self, loaded: Loaded, origin: str, names: Sequence[str]) -> list[Notice]:
        """Sentences on the documents that a new one may be a version of; the likest first.

        Args:
            loaded: the new document, with its id.
            origin: where it came from.
            names: the origins by which it would be known.
        """
        own = likeness(loaded.document, split(loaded.document, loaded.sections), origin)
        found = [
            (own.share(twin.like), document_id, twin)
            for document_id, twin in self._all().items()
            if document_id != loaded.document.id
            and (own.resembles(twin.like) or (own.title and own.title == twin.like.title) or twin.origin in names)
        ]
        found.sort(key=lambda one: (one[2].origin not in names, -one[0], one[1]))
        return [_said(share, document_id, twin, own, names) for share, document_id, twin in found[:_MOST]]

    def _all(self) -> dict[str, _Twin]:
        if self._held is None:
            self._held = dict(self._read())
        return self._held

    def _read(self) -> Iterator[tuple[str, _Twin]]:
        for document, origin, version, stored in self._document_store.likenesses():
            if origin.startswith(STARTER):
                continue
            if stored:
                like = Likeness.of(stored)
            else:  # of an earlier release
                ids = [chunk for chunk, _ in self._document_store.chunk_ids([version])]
                like = likeness(document, list(self._document_store.chunks(ids).values()), origin)
            yield document.id, _Twin(document.title, origin, like)


def _said(share: float, document_id: str, twin: _Twin, own: Likeness, names: Sequence[str]) -> Notice:
    named = f"{document_id} ({twin.title}; {twin.origin})"
    if twin.origin in names and not own.resembles(twin.like):
        what = (
            f"Dokumen lain dari tempat ini tetap ada: {document_id} ({twin.title})",
            f"Another document came from this place before and stays: {document_id} ({twin.title})",
        )
    elif own.resembles(twin.like):
        what = (f"Teksnya hampir sama ({share:.0%}) dengan {named}", f"Nearly the same text ({share:.0%}) as {named}")
    else:
        what = (f"Judulnya sama dengan {named}", f"The same title as {named}")
    gone = (", yang berkasnya sudah tidak ada", ", whose file is no longer there") if is_gone(twin.origin) else ("", "")
    return Notice(
        f"{what[0]}{gone[0]}. Bila ini penggantinya, masukkan lagi sebagai versi baru dari {document_id}; bila bukan, "
        "biarkan keduanya.",
        f"{what[1]}{gone[1]}. If this replaces it, give it again with --replaces {document_id}; else keep both.",
    )


def is_gone(origin: str) -> bool:
    """Whether the file that a document came from was on this machine and is no longer there."""
    place = origin.partition("!/")[0]
    return place.startswith("/") and not Path(place).exists()
