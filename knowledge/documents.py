"""Documents and their parts: the words of the design as types."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

Language = Literal["id", "en"]
LANGUAGES: tuple[Language, ...] = ("id", "en")
Gap = Literal["", "part", "whole"]
COLLECTIONS = ("ascn", "asean-2045", "sni", "staff")


@dataclass(frozen=True, slots=True)
class Source:
    """Something a statement can be checked against; the target of a citation mark ``[@id, locator]``.

    ``date`` is written as far as it is known: ``2019-08-23``, ``2019-08``, ``2019``, also with a word of the list of
    sources (``adopted 2019-08-23``, ``n.d.``); empty if nobody said it.
    :func:`knowledge.language.dates.written_date` shows it.
    """

    id: str
    title: str
    publisher: str = ""
    date: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One source of knowledge: a file, a page, or a text of the starter corpus.

    ``twin`` is shared by the language versions of one text, and None for a text without one. ``as_of`` is the
    state of knowledge (year or year-month). ``sources`` are the targets of citation marks in its sections;
    a section without marks is cited as the document itself, by page or clause.
    """

    id: str
    title: str
    collection: str
    language: Language
    publisher: str = ""
    date: str = ""
    url: str = ""
    as_of: str = ""
    twin: str | None = None
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """What a loader yields: a stretch of text with the anchors that let a person find it again.

    ``text`` is paragraphs, ``- `` or ``1. `` lists and ``|`` tables, separated by blank lines; it may hold citation
    marks. ``page`` counts from 1. ``asked`` are ways people ask for it: searched, never shown. ``confidence`` is
    0..1 for recognised (OCR) text, None for text that was read. ``gap`` marks a text that says what the
    sources do not hold: ``whole`` when that is all it says, ``part`` when it answers a part.
    """

    text: str
    heading: tuple[str, ...] = ()
    page: int | None = None
    clause: str | None = None
    anchor: str | None = None
    asked: tuple[str, ...] = ()
    confidence: float | None = None
    gap: Gap = ""


@dataclass(frozen=True, slots=True)
class Chunk:
    """The unit that is indexed; ``id`` is the digest of its text and anchors, so equal content has equal ids."""

    id: str
    document: str
    text: str
    heading: tuple[str, ...] = ()
    page: int | None = None
    clause: str | None = None
    anchor: str | None = None
    asked: tuple[str, ...] = ()
    gap: Gap = ""

    @classmethod
    def of(cls, document: str, section: Section, text: str | None = None) -> Chunk:
        """The chunk of a whole section, or of the part ``text`` of it."""
        chunk = cls(
            id="",
            document=document,
            text=section.text if text is None else text,
            heading=section.heading,
            page=section.page,
            clause=section.clause,
            anchor=section.anchor,
            asked=section.asked,
            gap=section.gap,
        )
        return replace(chunk, id=chunk.digest())

    def digest(self) -> str:
        """The digest of its content, which is its id unless something was changed."""
        anchors = (self.page, self.clause, self.anchor, self.gap)
        return digest(self.document, self.text, *self.heading, *map(str, anchors), *self.asked)


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk retrieved for a question. ``score`` is the fused score (0..1), ``dense`` the cosine similarity of the
    best of its text and its asked questions, ``lexical`` its raw BM25 score."""

    chunk: Chunk
    document: Document
    score: float
    dense: float
    lexical: float


def digest(*parts: str) -> str:
    """A 32-character hexadecimal digest (BLAKE2b, 128 bit) of texts in order."""
    encoded = [part.encode() for part in parts]
    framed = b"".join([len(data).to_bytes(8, "big") + data for data in encoded])
    return hashlib.blake2b(framed, digest_size=16).hexdigest()


def version_digest(document: Document, sections: Sequence[Section]) -> str:
    """The content hash that identifies one revision of a document: its metadata and its sections."""
    return digest(repr(document), *(repr(section) for section in sections))
