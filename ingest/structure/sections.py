"""Pieces into sections: the heading path, legal structure, clauses and pages that a citation names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ingest.structure.acts import ARTICLE, DICTUM, POINT, dicta, with_annexes, with_articles, without_signers
from ingest.structure.clauses import DECIMAL, END, LETTER, NUMBER, PARAGRAPH, labels, titled_parts
from ingest.structure.pieces import Piece
from knowledge.documents import Section
from knowledge.language.cleaning import clean
from knowledge.markup.blocks import count_words

_LEAD = re.compile(r"(?<=[.;])\s+(?=[A-Z])")
_LEGAL = ("Pasal", "Article", "Penjelasan")
_CONTENTS = ("content", "contents", "table of contents", "daftar isi", "isi")
_LOWEST = 99
_PART = 2  # the level of parts titled ``II. KEGIATAN``
MAX_LEAD_WORDS = 45
MAX_LEAD = 600  # characters
MAX_HEADING = 160  # characters of a heading kept in the path


def sections(title: str, pieces: Sequence[Piece]) -> tuple[Section, ...]:
    """Sections in reading order, each under its heading path (the document's title first).

    Clauses are named as the document does: ``Pasal 64 ayat (2)`` or ``Article 5(1)`` in a legal text, ``17(d)`` for a
    letter under a numbered paragraph, ``II.1.a`` for one in a numbered part, ``8.2`` for a decimal number. A letter
    repeats its lead-in.
    """
    pieces = [cleaned for p in pieces if (cleaned := replace(p, text=clean(p.text))).text.strip()]
    articles = sum(ARTICLE.fullmatch(piece.text) is not None for piece in pieces if piece.kind != "table")
    legal = articles >= 2
    pieces = without_signers(with_annexes(pieces))
    if legal:
        builder = _Builder(title)
        prepared = with_articles(pieces)
    else:
        parts = titled_parts(pieces)
        pieces = [replace(p, kind="heading", level=_PART) if place in parts else p for place, p in enumerate(pieces)]
        prepared = _without_bare_headings(pieces, set(labels(pieces, parts)) | set(parts))
        parts = titled_parts(prepared) if parts else {}
        builder = _Builder(title, labels(prepared, parts), parts, dicta(prepared))
    for place, piece in enumerate(prepared):
        builder.add(place, piece)
    builder.close()
    return tuple(builder.done)


def _without_bare_headings(pieces: Sequence[Piece], clauses: set[int]) -> list[Piece]:
    """Headings with nothing below them made text, so that no word is lost; two in a row made one."""
    made: list[Piece] = []
    for place, piece in enumerate(pieces):
        following = pieces[place + 1] if place + 1 < len(pieces) else None
        stands = following is not None and (following.kind != "heading" or following.level > piece.level)
        if piece.kind != "heading" or stands or place in clauses or DECIMAL.match(piece.text):
            made.append(piece)
        elif following and _is_pair(pieces, place, following):
            made.append(replace(piece, text=f"{piece.text} – ", level=0))
        else:
            made.append(replace(piece, kind="paragraph", level=0))
    return _with_pairs_joined(made)


def _is_pair(pieces: Sequence[Piece], place: int, following: Piece) -> bool:
    """Whether a heading and the next of its level are two lines over one text, such as "Project 2", "Key progress"."""
    piece = pieces[place]
    neighbours = [pieces[at] for at in (place - 1, place + 2) if 0 <= at < len(pieces)]
    alone = all(n.kind != "heading" or n.level != piece.level for n in neighbours)
    same = following.level == piece.level and following.page == piece.page
    return alone and same and count_words(f"{piece.text} {following.text}") <= 14


def _with_pairs_joined(pieces: Sequence[Piece]) -> list[Piece]:
    made: list[Piece] = []
    for piece in pieces:
        if made and made[-1].kind == "heading" and made[-1].level == 0:
            made[-1] = replace(piece, text=made[-1].text + piece.text)
        else:
            made.append(piece)
    return made


class _Heading(NamedTuple):
    depth: tuple[int, int]  # level, and dots of a decimal number: 8 before 8.2 of the same size
    text: str
    clause: str | None


@dataclass(slots=True)
class _Builder:
    title: str
    clauses: Mapping[int, str] = field(default_factory=dict)
    titled: Mapping[int, str] = field(default_factory=dict)
    dicta: Set[int] = frozenset()
    done: list[Section] = field(default_factory=list)
    headings: list[_Heading] = field(default_factory=list)
    article: str | None = None  # clause of the heading in force
    clause: str | None = None
    lead: str = ""
    letter: str = ""
    number: int = 0  # of the last paragraph of the article in force
    page: int | None = None
    parts: list[tuple[str, str]] = field(default_factory=list)
    confidences: list[tuple[float, int]] = field(default_factory=list)

    def add(self, place: int, piece: Piece) -> None:
        if piece.page != self.page:
            self.close()
            self.page = piece.page
        if piece.kind != "table" and END.match(piece.text):
            self._end()
        if piece.kind == "heading":
            self._heading(place, piece)
        elif piece.kind == "table":
            self._append("table", piece.text, piece)
        elif not self._clause(place, piece):
            kind = "item" if piece.kind == "item" or NUMBER.match(piece.text) or LETTER.match(piece.text) else "text"
            self._append(kind, piece.text, piece)

    def _end(self) -> None:
        """Leave the clause in hand: what follows, such as the place and date of signing, is none of it."""
        self.close()
        self.clause, self.article, self.lead, self.letter = None, None, "", ""
        of_act = any(heading.clause and heading.clause.startswith(_LEGAL) for heading in self.headings)
        self.headings = [] if of_act else [heading for heading in self.headings if not heading.clause]

    def _heading(self, place: int, piece: Piece) -> None:
        self.close()
        self.clause, self.lead, self.letter, self.number = None, "", "", 0
        if place in self.clauses:
            self._clause(place, piece)
            return
        text = " ".join(piece.text.split())[:MAX_HEADING]
        decimal, article = DECIMAL.match(piece.text), ARTICLE.fullmatch(text)
        level = _LOWEST if text.lower().strip(" :") in _CONTENTS else piece.level
        depth = (level, decimal[1].count(".") if decimal else 0)
        self.headings = [heading for heading in self.headings if heading.depth < depth]
        own = (
            self._named(text if POINT.fullmatch(text) else article[1])
            if article
            else decimal[1]
            if decimal
            else self.titled.get(place)
        )
        self.headings.append(_Heading(depth, text, own))
        self.article = next((h.clause for h in reversed(self.headings) if h.clause), None)
        self.clause = self.article

    def _named(self, article: str) -> str:
        word, _, number = article.partition(" ")
        explained = any(heading.text.startswith("PENJELASAN") for heading in self.headings)
        return f"{'Penjelasan ' if explained else ''}{word.capitalize()} {number}"

    def _clause(self, place: int, piece: Piece) -> bool:
        """Open the clause a paragraph begins, if it begins one."""
        if place in self.clauses and (match := NUMBER.match(piece.text)):
            self._open(self.clauses[place], piece.text[match.end() :], piece)
            self.letter = ""
            return True
        if place in self.dicta and (match := DICTUM.match(piece.text)):
            self._open(f"Diktum {match[1]}", piece.text, piece)
            self.letter = "-"
            return True
        if self.article and self.article.startswith(_LEGAL):
            english = self.article.startswith("Article")
            match = PARAGRAPH.match(piece.text) or (NUMBER.match(piece.text) if english else None)
            # A number that does not go on from the last one is quoted or referred to.
            if match and (count := int(re.sub(r"\D", "", match[1]))) >= self.number + (match[1].isdigit()):
                self.number = count
                number = f"({match[1]})" if english else f" ayat ({match[1]})"
                self._open(f"{self.article}{number}", piece.text, piece)
                self.letter = "-"
                return True
            return False
        if (match := DECIMAL.match(piece.text)) and piece.kind == "paragraph":
            self._open(match[1], piece.text[match.end() :], piece)
            self.letter = ""
            return True
        return self._letter(piece)

    def _letter(self, piece: Piece) -> bool:
        match = LETTER.match(piece.text)
        if not match or self.clause is None or self.letter == "-" or piece.kind == "table":
            return False
        if match[1] != (chr(ord(self.letter) + 1) if self.letter else "a"):
            return False
        if not self.letter:
            self._take_lead()
        self.close()
        self.letter = match[1]
        titled = self.titled and self.clause.split(".")[0] in self.titled.values()
        base = self.clause.split("(")[0]
        if titled:
            parts = base.split(".")
            self.clause = ".".join([*(parts[:-1] if parts[-1].islower() else parts), match[1]])
        else:
            self.clause = f"{base}({match[1]})"
        if self.lead:
            self.parts.append(("text", self.lead))
        self._append("item", f"{match[1]}. {piece.text[match.end() :]}", piece)
        return True

    def _take_lead(self) -> None:
        """The last sentence before letter a is what all letters hang on; alone it is not a section."""
        texts = [text for _, text in self.parts]
        self.lead = _LEAD.split(texts[-1])[-1] if texts else ""
        # A word may be as long as the document, and the lead-in is repeated for each letter.
        if count_words(self.lead) > MAX_LEAD_WORDS or len(self.lead) > MAX_LEAD:
            self.lead = ""
        elif len(texts) == 1 and self.lead == texts[0]:
            self.parts, self.confidences = [], []

    def _open(self, clause: str, text: str, piece: Piece) -> None:
        self.close()
        self.clause, self.lead = clause, ""
        self._append("text", text, piece)

    def _append(self, kind: str, text: str, piece: Piece) -> None:
        self.parts.append((kind, text if kind == "table" else " ".join(text.split())))
        if piece.confidence is not None:
            self.confidences.append((piece.confidence, len(text)))

    def close(self) -> None:
        """End the section in hand."""
        if self.parts:
            weight = sum(length for _, length in self.confidences)
            sure = sum(c * length for c, length in self.confidences) / weight if weight else None
            path = (self.title, *(h.text for h in self.headings if h.text != self.title))
            text = "\n\n".join(_rendered(self.parts))
            self.done.append(Section(text, path, self.page, self.clause, confidence=sure))
        self.parts, self.confidences = [], []


def _rendered(parts: Sequence[tuple[str, str]]) -> Iterator[str]:
    items: list[str] = []
    for kind, text in parts:
        if kind == "item":
            items.append(text if NUMBER.match(text) else f"- {text}")
            continue
        if items:
            yield "\n".join(items)
            items = []
        yield text
    if items:
        yield "\n".join(items)
