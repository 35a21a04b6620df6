"""What two versions of a document say differently: its metadata, and its sections word by word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from knowledge.documents import Chunk, Document
from knowledge.markup.differences import Stretch, word_differences
from knowledge.storage.stored_versions import NewVersion

_SHOWN = ("title", "publisher", "date", "number", "language", "collection", "url", "as_of", "review_after")


@dataclass(frozen=True, slots=True)
class SectionDifference:
    """A section that came, went or says something else. ``before`` and ``after`` are None where it is not there."""

    before: Chunk | None
    after: Chunk | None
    text: tuple[Stretch, ...]
    heading: tuple[Stretch, ...] = ()
    questions: tuple[Stretch, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether a reader finds something else; the title of the document above it and its page do not count."""
        if self.before is None or self.after is None or self.text or self.heading or self.questions:
            return True
        return _state(self.before) != _state(self.after)


@dataclass(frozen=True, slots=True)
class VersionDifference:
    """All that differs. ``metadata`` are name, old and new value; ``unchanged`` counts sections that are the same."""

    metadata: tuple[tuple[str, str, str], ...]
    sections: tuple[SectionDifference, ...]
    unchanged: int


def difference(before: NewVersion, after: NewVersion) -> VersionDifference:
    """What changed from one version of a document to another, sections in the order of the later one.

    A section is the same one where its anchor or its clause with heading is; otherwise the one in its place.
    """
    sections = [_section(old, new) for old, new in _pairs(before.chunks, after.chunks)]
    differing = tuple(section for section in sections if section.differs)
    metadata = tuple(_metadata(before.document, after.document))
    return VersionDifference(metadata, differing, unchanged=len(sections) - len(differing))


def _metadata(before: Document, after: Document) -> Iterator[tuple[str, str, str]]:
    for name in _SHOWN:
        old, new = str(getattr(before, name) or ""), str(getattr(after, name) or "")
        if old != new:
            yield name, old, new


def _pairs(before: Sequence[Chunk], after: Sequence[Chunk]) -> Iterator[tuple[Chunk | None, Chunk | None]]:
    ids = [chunk.id for chunk in before], [chunk.id for chunk in after]
    for kind, first, last, start, end in SequenceMatcher(None, *ids, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from zip(before[first:last], after[start:end], strict=True)
        else:
            yield from _replaced(before[first:last], after[start:end])


def _replaced(before: Sequence[Chunk], after: Sequence[Chunk]) -> Iterator[tuple[Chunk | None, Chunk | None]]:
    """Sections that differ, paired by what names them, in order."""
    named = ([_name(chunk) for chunk in before], [_name(chunk) for chunk in after])
    for kind, first, last, start, end in SequenceMatcher(None, *named, autojunk=False).get_opcodes():
        old, new = before[first:last], after[start:end]
        both = min(len(old), len(new))
        paired = both if kind == "equal" or not any(chunk.anchor for chunk in (*old, *new)) else 0
        yield from zip(old[:paired], new[:paired], strict=True)
        yield from ((chunk, None) for chunk in old[paired:])
        yield from ((None, chunk) for chunk in new[paired:])


def _name(chunk: Chunk) -> tuple[str, ...]:
    return (chunk.anchor,) if chunk.anchor else (chunk.clause or "", *chunk.heading[1:])


def _section(before: Chunk | None, after: Chunk | None) -> SectionDifference:
    def changed(old: str, new: str) -> tuple[Stretch, ...]:
        return tuple(word_differences(old, new)) if old != new else ()

    return SectionDifference(
        before,
        after,
        text=changed(before.text if before else "", after.text if after else ""),
        heading=changed(_title(before), _title(after)),
        questions=changed(_questions(before), _questions(after)),
    )


def _title(chunk: Chunk | None) -> str:
    return " › ".join(chunk.heading[1:]) if chunk else ""


def _state(chunk: Chunk) -> tuple[str | None, str, str]:
    return chunk.clause, chunk.as_of, chunk.answerability


def _questions(chunk: Chunk | None) -> str:
    return "\n".join(chunk.questions) if chunk else ""
