"""Binding the original of a source, so that what we say of it can be read there word for word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.errors import DocumentError
from ingest.kept_files import KeptFiles, sha256
from ingest.loaders.loaded import Loaded
from ingest.masking import masked
from knowledge.documents import Chunk, Document, Source, digest
from knowledge.embedding.base import Embedder
from knowledge.errors import NotFoundError
from knowledge.grounding.alignment import Aligner, Place, places_of
from knowledge.grounding.originals import Bound, Original, OriginalStore
from knowledge.grounding.support import doubts
from knowledge.markup.citation_marks import Mark
from knowledge.markup.sentences import sentences
from knowledge.markup.statements import Statement, parse_section
from knowledge.storage.document_store import DocumentStore

_FEW = 8  # words below which an item says too little by itself
#: A clause that a statement names, or the numbers that a row of a table of clauses begins with.
_CLAUSE = re.compile(r"\b(?:klausul|clauses?)\s(\d{1,3})(?:\([a-z]\))?|^(\d{1,3})(?:[–-]\d{1,3})?(?=\t)", re.IGNORECASE)

Draw = Callable[[Path, Sequence[tuple[int, str]]], list[bytes]]


@dataclass(frozen=True, slots=True)
class _Said:
    """A statement of ours that cites a source: where it stands, at which locators, and its sentences, each in one or
    both languages.

    ``inherited`` tells that it is an item or row with no marks of its own: of the locators that introduce the list, one
    is its own. ``locators`` are places in the file, each with the locator of ours, ``pages`` those that the source
    takes up in it; ``alone`` tells that the statement cites nothing else.
    """

    where: str
    text: str
    locators: Mapping[str, str]
    sentences: tuple[tuple[str, ...], ...]
    inherited: bool
    pages: frozenset[int]
    alone: bool


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
        """Find what the originals say for statements that came since they were bound, and forget those that went; how
        many were found anew."""
        count = 0
        for bound in self._originals.bound():
            known = {(one.statement, one.locator) for one in self._originals.of_source(bound.source)}
            said = self._said(bound.source)
            self._originals.keep(bound.source, {(one.text, own) for one in said for own in one.locators.values()})
            new = [one for one in said if not any((one.text, own) in known for own in one.locators.values())]
            if new:
                self._originals.add(self._find(bound, new))
                count += len(new)
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
            for places in [one.locators] if one.inherited else [{place: own} for place, own in one.locators.items()]:
                original = _original(bound, aligner, one, places)
                found.setdefault((original.locator, original.statement), original)
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
        """The statements of current documents that cite a source, with their twins; not what introduces a list, since
        the list says it."""
        chunks = [pair for pair in self._chunks() if any(one.id == source for one in pair[0].sources)]
        by_twin = {(document.translation, chunk.anchor, document.language): chunk for document, chunk in chunks}
        found: list[_Said] = []
        for document, chunk in chunks:
            own = _led(chunk)
            other = by_twin.get((document.translation, chunk.anchor, "en" if document.language == "id" else "id"))
            twins = _led(other) if other and document.translation else []
            twins = twins if len(twins) == len(own) else [_Led("", "", (), inherited=False)] * len(own)
            cited = next(one for one in document.sources if one.id == source)
            for statement, twin in zip(own, twins, strict=True):
                marks = [mark for mark in statement.marks if mark.source == source]
                if marks and not statement.text.endswith(":"):
                    found.append(
                        _Said(
                            where=f"{document.id}#{chunk.anchor or ''}",
                            text=statement.text,
                            locators=_locators(statement.text, marks, cited),
                            sentences=_sentences(statement, twin),
                            inherited=statement.inherited,
                            pages=cited.own_pages,
                            alone=len({mark.source for mark in statement.marks}) == 1,
                        )
                    )
        return found

    def _chunks(self) -> Iterator[tuple[Document, Chunk]]:
        versions = self._document_store.current_versions()
        documents = self._document_store.version_documents(versions)
        pairs = self._document_store.chunk_ids(versions)
        chunks = self._document_store.chunks(chunk for chunk, _ in pairs)
        for chunk_id, version in pairs:
            if version in documents and chunk_id in chunks and documents[version].sources:
                yield documents[version], chunks[chunk_id]


def _original(bound: Bound, aligner: Aligner, said: _Said, locators: Mapping[str, str]) -> Original:
    """What an original says for a statement at one of these locators; of one page, which it is then shown with."""
    places: list[tuple[Place, str]] = []
    for wordings in said.sentences:
        match = aligner.find(wordings, list(locators), said.pages)
        # That something is not said is said by no sentence, unless its clause is named.
        denied = match and "denial" in doubts(wordings[0], match[0].text) and (said.inherited or not match[1])
        if match and not denied:
            places.append(match)
    if not places:
        return Original(bound.source, next(iter(locators.values())), said.text, said.where)
    first, locator = places[0]
    shown = list(dict.fromkeys(place.text for place, _ in places if place.page == first.page))
    around = " ".join(place.text for place in bound.places if place.page == first.page)
    passage = " ".join(shown)
    return Original(
        source=bound.source,
        locator=locators.get(locator) or next(iter(locators.values())),
        statement=said.text,
        where=said.where,
        sentence=passage,
        page=first.page,
        clause=first.clause,
        # What several sources say together, none of them need say alone.
        doubts=doubts(_CLAUSE.sub(" ", said.text), passage, around) if said.alone else (),
    )


def _locators(text: str, marks: Sequence[Mark], source: Source) -> dict[str, str]:
    """Where to look for a statement in the file, and the locator of ours that this belongs to: where it names a clause
    itself, there alone."""
    own = list(dict.fromkeys(mark.locator for mark in marks))
    named = [first or second for first, second in _CLAUSE.findall(text)]
    meant = {f"cl. {number}": one for number in named for one in own if _holds(one, int(number))}
    lettered = {one: one for one in own if one.startswith("cl. ") and one[4:].partition("(")[0] in named}
    if lettered or meant:
        return lettered or meant
    return {f"p. {source.page_of(one)}" if one.startswith("p. ") else one: one for one in own}


def _holds(locator: str, clause: int) -> bool:
    """Whether a locator without a letter takes in a clause: all of the source, or a range."""
    found = re.fullmatch(r"cl\. (\d+)[-–](\d+)", locator)
    return not locator or (found is not None and int(found[1]) <= clause <= int(found[2]))


@dataclass(frozen=True, slots=True)
class _Led:
    """A statement with what introduces it, where it says too little by itself."""

    text: str
    lead: str
    marks: tuple[Mark, ...]
    inherited: bool


def _led(chunk: Chunk) -> list[_Led]:
    found: list[_Led] = []
    before: Statement | None = None
    for block in parse_section(chunk.text):
        for statement in block.statements:
            item = block.kind != "paragraph" and before is not None
            few = len(statement.text.split()) < _FEW
            lead = before.text if before and item and few else ""
            inherited = item and before is not None and statement.marks == before.marks and len(statement.marks) > 1
            found.append(_Led(statement.text, lead, statement.marks, inherited))
        if block.kind == "paragraph" and block.statements:
            before = block.statements[-1]
    return found


def _sentences(own: _Led, twin: _Led) -> tuple[tuple[str, ...], ...]:
    """The sentences of a statement, each in both languages where its twin has as many."""
    if own.lead:
        return (tuple(f"{one.lead} {one.text}" for one in (own, twin) if one.text),)
    first, second = sentences(own.text), sentences(twin.text)
    if len(first) == len(second):
        return tuple(zip(first, second, strict=True))
    if len(first) > 1:
        return tuple((sentence,) for sentence in first)
    return (tuple(filter(None, (own.text, twin.text))),)


def _statements(chunk: Chunk) -> list[Statement]:
    return [statement for block in parse_section(chunk.text) for statement in block.statements]
