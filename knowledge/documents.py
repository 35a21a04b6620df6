"""Documents and their parts: the words of the design as types."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Literal

Language = Literal["id", "en"]
LANGUAGES: tuple[Language, ...] = ("id", "en")
Answerability = Literal["full", "partial", "none"]
#: How the database, the corpus and all digests write it, under the name ``gap``: what the sources leave open.
GAPS: dict[Answerability, str] = {"full": "", "partial": "part", "none": "whole"}
#: Digests name the versions of every installation, so they keep to the names that fields had first.
_DIGESTED_AS = {"translation": "twin", "example_questions": "asked", "answerability": "gap"}
#: Fields that came later: digested only where they say something, so that what was stored before keeps its id.
_LATER = {"Document": ("review_after", "number"), "Section": ("shown_question", "as_of")}
COLLECTIONS = ("ascn", "asean-2045", "sni", "staff")
#: Months after which what a collection says may have changed, unless the document says otherwise; 0 is never.
_REVIEW_AFTER = {"ascn": 12, "asean-2045": 36, "sni": 36, "staff": 0}


_PAGES = re.compile(r"(p\. )?(\d{1,5}+)(?:-(\d{1,5}+))?: (\d{1,5}+)")


@dataclass(frozen=True, slots=True)
class Source:
    """Something a statement can be checked against; the target of a citation mark ``[@id, locator]``.

    ``date`` is written as far as it is known: ``2019-08-23``, ``2019-08``, ``2019``, also with a word of the list of
    sources (``adopted 2019-08-23``, ``n.d.``); empty if nobody said it.
    :func:`knowledge.language.dates.written_date` shows it. ``pages`` tells on which page of the file at ``url`` a
    clause, or a printed page of another number, stands: ``1-2: 11; 3-8: 12; p. 24: 14``.
    """

    id: str
    title: str
    publisher: str = ""
    date: str = ""
    url: str = ""
    pages: str = field(default="", repr=False)  # what was stored before keeps its digest

    def page_of(self, locator: str) -> int | None:
        """The page of the source's file on which a locator stands (``cl. 7``, ``p. 12``); None where nobody said it."""
        found = re.match(r"(cl|p)\. (\d+)", locator)
        if found is None:
            return None
        kind, number = found[1], int(found[2])
        for printed, first, last, page in _PAGES.findall(self.pages):
            if (kind == "p") == bool(printed) and int(first) <= number <= int(last or first):
                return int(page)
        return number if kind == "p" else None

    @property
    def own_pages(self) -> frozenset[int]:
        """The pages of the file that the source takes up, where it is not all of it."""
        return frozenset(int(page) for printed, _, _, page in _PAGES.findall(self.pages) if not printed)


@dataclass(frozen=True, slots=True)
class Document:
    """One source of knowledge: a file, a page, or a text of the starter corpus.

    ``translation`` is shared by the language versions of one text, and None for a text without one. ``as_of`` is the
    state of knowledge (year or year-month), ``review_after`` the months after which it may be out of date (0: as usual
    in its collection). ``sources`` are the targets of citation marks in its sections;
    a section without marks is cited as the document itself, by page or clause. ``number`` is what it is registered
    under: ``650/2146/Bangda``, ``Nomor 5 Tahun 2020``.
    """

    id: str
    title: str
    collection: str
    language: Language
    publisher: str = ""
    date: str = ""
    url: str = ""
    as_of: str = ""
    translation: str | None = None
    sources: tuple[Source, ...] = ()
    review_after: int = 0
    number: str = ""

    @property
    def quoted(self) -> bool:
        """Whether it is its own source and cited word for word, such as what staff put in; others sum theirs up."""
        return not self.sources

    @property
    def months_until_review(self) -> int:
        """Months after which what it says may have changed; 0 if that was never said."""
        return months_until_review(self.review_after, self.collection)


@dataclass(frozen=True, slots=True)
class Section:
    """What a loader yields: a stretch of text with the anchors that let a person find it again.

    ``text`` is paragraphs, ``- `` or ``1. `` lists and ``|`` tables, separated by blank lines; it may hold citation
    marks. ``page`` counts from 1. ``example_questions`` are ways people ask for it: searched, never shown.
    ``shown_question`` is the well-formed one that stands on buttons; ``as_of`` the state of knowledge where it is not
    the document's. ``confidence`` is 0..1 for recognised (OCR) text, None for text that was read. ``answerability`` is
    how much of those questions the sources answer: ``none`` when the text says only what they do not hold.
    """

    text: str
    heading: tuple[str, ...] = ()
    page: int | None = None
    clause: str | None = None
    anchor: str | None = None
    example_questions: tuple[str, ...] = ()
    confidence: float | None = None
    answerability: Answerability = "full"
    shown_question: str = ""
    as_of: str = ""


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
    example_questions: tuple[str, ...] = ()
    answerability: Answerability = "full"
    shown_question: str = ""
    as_of: str = ""

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
            example_questions=section.example_questions,
            answerability=section.answerability,
            shown_question=section.shown_question,
            as_of=section.as_of,
        )
        return replace(chunk, id=chunk.digest())

    @property
    def questions(self) -> tuple[str, ...]:
        """What people ask that it answers, the one that is shown first; all are searched."""
        return tuple(dict.fromkeys(filter(None, (self.shown_question, *self.example_questions))))

    def digest(self) -> str:
        """The digest of its content, which is its id unless something was changed."""
        anchors = (self.page, self.clause, self.anchor, GAPS[self.answerability])
        later = (f"{name}={value}" for name in _LATER["Section"] if (value := getattr(self, name)))
        return digest(self.document, self.text, *self.heading, *map(str, anchors), *self.example_questions, *later)


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk retrieved for a question. ``score`` is the fused score (0..1), ``dense`` the cosine similarity of the
    best of its text, its example questions and its keys, ``lexical`` its raw BM25 score; ``row`` is its place in the
    release, where the passages of a document stand in reading order."""

    chunk: Chunk
    document: Document
    score: float
    dense: float
    lexical: float
    row: int = 0


def months_until_review(stated: int, collection: str) -> int:
    """Months after which a document should be looked at: those that are stated, or as usual in its collection."""
    return stated or _REVIEW_AFTER.get(collection, 0)


def digest(*parts: str) -> str:
    """A 32-character hexadecimal digest (BLAKE2b, 128 bit) of texts in order."""
    encoded = [part.encode() for part in parts]
    framed = b"".join([len(data).to_bytes(8, "big") + data for data in encoded])
    return hashlib.blake2b(framed, digest_size=16).hexdigest()


def version_digest(document: Document, sections: Sequence[Section]) -> str:
    """The content hash that identifies one revision of a document: its metadata and its sections."""
    return digest(digested(document), *map(digested, sections))


def digested(part: Document | Section) -> str:
    """A document's metadata or a section as one text for :func:`digest`."""
    values = {one.name: getattr(part, one.name) for one in fields(part)}
    values = {name: value for name, value in values.items() if value or name not in _LATER[type(part).__name__]}
    if isinstance(part, Section):
        values["answerability"] = GAPS[part.answerability]
    elif pages := tuple(source.pages for source in part.sources if source.pages):
        values["pages"] = pages
    written = ", ".join(f"{_DIGESTED_AS.get(name, name)}={value!r}" for name, value in values.items())
    return f"{type(part).__name__}({written})"


def answerability_of(gap: str) -> Answerability:
    """The answerability that is written as this gap."""
    return "none" if gap == GAPS["none"] else "partial" if gap == GAPS["partial"] else "full"
