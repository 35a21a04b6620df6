"""Binding the original of a source, so that what we say of it can be read there word for word."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.errors import DocumentError
from ingest.kept_files import KeptFiles, sha256
from ingest.loaders.loaded import Loaded
from ingest.masking import masked
from knowledge.documents import Chunk, Document, digest
from knowledge.embedding.base import Embedder
from knowledge.errors import NotFoundError
from knowledge.grounding.alignment import Aligner, places_of
from knowledge.grounding.originals import Bound, Original, OriginalStore
from knowledge.grounding.support import doubts
from knowledge.markup.sentences import sentences
from knowledge.markup.statements import Statement, parse_section
from knowledge.storage.document_store import DocumentStore

Draw = Callable[[Path, Sequence[tuple[int, str]]], list[bytes]]


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement of ours that cites a source: where it stands, with which locator, and what its twin says."""

    where: str
    text: str
    locator: str
    twin: str


class Binder:
    """Binds originals to sources and finds in them what statements of ours stand on.

    Args:
        data: the data folder; files are kept in its ``originals/``.
        load: reads a file (``ingest.sandbox.load_safely``).
        draw: draws places of a file (``ingest.sandbox.draw_places``).
    """

    def __init__(
        self,
        data: Path,
        document_store: DocumentStore,
        originals: OriginalStore,
        embedder: Embedder,
        load: Callable[[Path], Loaded],
        draw: Draw,
    ) -> None:
        self._files = KeptFiles(data)
        self._document_store = document_store
        self._originals = originals
        self._embedder = embedder
        self._load = load
        self._draw = draw

    def bind(self, source: str, path: Path, actor: str) -> list[Original]:
        """Bind a file to a source, in place of one bound before; what it says for each statement that cites it.

        Raises:
            NotFoundError: no document cites such a source.
            DocumentError: the file cannot be read, or holds no text.
        """
        said = self._said(source)
        if not said:
            raise NotFoundError(f"No document cites a source {source!r}; `pandu originals --sources` lists them.")
        places = places_of(masked(self._load(path)).sections)
        if not places:
            raise DocumentError("Berkas ini tidak memuat teks.", "This file holds no text.")
        file = self._files.keep(path, sha256(path))
        bound = Bound(source, file, path.name, tuple(places))
        found = self._find(bound, said)
        self._originals.bind(bound, found, actor)
        return found

    def extend(self) -> int:
        """Find what the originals say for statements that came since they were bound; how many were found anew."""
        count = 0
        for bound in self._originals.bound():
            known = {(one.locator, one.statement) for one in self._originals.of_source(bound.source)}
            if said := [one for one in self._said(bound.source) if (one.locator, one.text) not in known]:
                self._originals.add(self._find(bound, said))
                count += len(said)
        return count

    def sources(self) -> dict[str, tuple[str, int]]:
        """The sources that current documents cite: the title of each and how many statements cite it."""
        found: dict[str, tuple[str, int]] = {}
        for document, chunk in self._chunks():
            titles = {source.id: source.title for source in document.sources}
            for statement in _statements(chunk):
                for mark in statement.marks:
                    if mark.source in titles:
                        found[mark.source] = (titles[mark.source], found.get(mark.source, ("", 0))[1] + 1)
        return dict(sorted(found.items()))

    def _find(self, bound: Bound, said: Sequence[_Said]) -> list[Original]:
        aligner = Aligner(bound.places, self._embedder)
        found: dict[tuple[str, str], Original] = {}
        for one in said:
            original = Original(bound.source, one.locator, one.text, one.where)
            places = list(dict.fromkeys(filter(None, (aligner.find(pair, one.locator) for pair in _sentences(one)))))
            passage = " ".join(place.text for place in places)
            unsaid = doubts(one.text, passage, " ".join(place.around for place in places))
            # That something is not said is said by no sentence, unless a clause is named for it.
            if places and (one.locator or "denial" not in unsaid):
                first = places[0]
                original = replace(original, sentence=passage, page=first.page, clause=first.clause, doubts=unsaid)
            found.setdefault((one.locator, one.text), original)
        return self._pictured(bound, list(found.values()))

    def _pictured(self, bound: Bound, found: Sequence[Original]) -> list[Original]:
        """With pictures of the places, which are drawn once for each."""
        places = list(dict.fromkeys((one.page, one.sentence) for one in found if one.sentence))
        stem = Path(bound.file).stem
        try:
            drawn = self._draw(self._files.folder / bound.file, places) if places else []
        except DocumentError:
            drawn = []  # the words are enough to go by
        names: dict[tuple[int, str], str] = {}
        for place, picture in zip(places, drawn, strict=False):
            if picture:
                names[place] = f"{stem[:40]}-{digest(*map(str, place))}.jpg"
                self._files.keep_bytes(names[place], picture)
        return [replace(one, picture=names.get((one.page, one.sentence), "")) for one in found]

    def _said(self, source: str) -> list[_Said]:
        """The statements of current documents that cite a source, with their twins."""
        chunks = [pair for pair in self._chunks() if any(one.id == source for one in pair[0].sources)]
        by_twin = {(document.translation, chunk.anchor, document.language): chunk for document, chunk in chunks}
        found: list[_Said] = []
        for document, chunk in chunks:
            statements = _statements(chunk)
            other = by_twin.get((document.translation, chunk.anchor, "en" if document.language == "id" else "id"))
            twins = _statements(other) if other and document.translation else []
            for position, statement in enumerate(statements):
                twin = twins[position].text if len(twins) == len(statements) else ""
                found += [
                    _Said(f"{document.id}#{chunk.anchor or ''}", statement.text, mark.locator, twin)
                    for mark in statement.marks
                    if mark.source == source and not statement.text.endswith(":")  # its list says it
                ]
        return found

    def _chunks(self) -> Iterator[tuple[Document, Chunk]]:
        versions = self._document_store.current_versions()
        documents = self._document_store.version_documents(versions)
        pairs = self._document_store.chunk_ids(versions)
        chunks = self._document_store.chunks(chunk for chunk, _ in pairs)
        for chunk_id, version in pairs:
            if version in documents and chunk_id in chunks and documents[version].sources:
                yield documents[version], chunks[chunk_id]


def _sentences(said: _Said) -> list[tuple[str, ...]]:
    """The sentences of a statement, each in both languages where its twin has as many."""
    own, twin = sentences(said.text), sentences(said.twin)
    if len(own) == len(twin):
        return list(zip(own, twin, strict=True))
    return [(sentence,) for sentence in own] if len(own) > 1 else [tuple(filter(None, (said.text, said.twin)))]


def _statements(chunk: Chunk) -> list[Statement]:
    return [statement for block in parse_section(chunk.text) for statement in block.statements]
