"""What of a passage may bear a sentence out: its clauses, sentences, items and rows, each with what precedes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from knowledge.documents import Language
from knowledge.language.detection import document_language
from knowledge.markup.citation_marks import Mark
from knowledge.markup.sentences import sentences
from knowledge.markup.statements import StatedBlock, Statement, parse_section

_CLAUSE = re.compile(
    r"; |: |, (?=(?:sedangkan|sementara|tetapi|namun|melainkan|lalu|kemudian|dan|serta|yang)\b)"
    r"|, (?=(?:while|whereas|but|although|then|and|whose|which)\b)"
)
_STRONG = re.compile(r"; |: ")
#: Leans on what stands before it, so that it says nothing by itself.
_LEANS = re.compile(r"(?:(?:begitu|demikian) (?:pula|juga)|likewise|nor|neither)\b", re.IGNORECASE)
#: What something is not, beside what it is.
_CONTRAST = re.compile(r"(?:,(?: (?:dan|and))?| (?:dan|and)) (?:bukan|not) [^,;.:]{1,60}(?=[,;.:]|$)")
_AGAINST = re.compile(r"; |\b(?:sedangkan|sementara|while|whereas)\b")
_SHORTEST = 3  # words of a clause
_WHOLE = 140  # words of a list that is taken as one


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a passage that may bear a sentence out. ``context`` is what it is said under: ``heading``, lead-in,
    the sentences before it. ``marks`` are those of the statements it is from, ``statements`` their texts. ``lead`` is
    the sentence that a list is led in by, ``without`` what is said not to be so and left out, ``before`` the clause
    before it. ``whole`` is a list as one, which ties no name or number to any other."""

    text: str
    context: str
    marks: tuple[Mark, ...]
    statements: tuple[str, ...]
    kind: Literal["clause", "sentence", "item", "row", "cell", "whole"] = "sentence"
    heading: str = ""
    lead: str = ""
    without: str = ""
    before: str = ""
    language: Language = "id"


@lru_cache(512)
def windows_of(text: str, heading: str) -> tuple[Window, ...]:
    """The windows of a passage, smallest first in each place.

    Args:
        text: of the passage, with its citation marks.
        heading: what it stands under.
    """
    found: list[Window] = []
    lead = ""
    for block in parse_section(text):
        if block.kind == "paragraph":
            found += _of_paragraph(block, heading)
            lead = " ".join([one for statement in block.statements for one in sentences(statement.text)][-2:])
        elif block.kind == "list":
            led = lead[lead.rfind(". ") + 1 :].strip() if lead.endswith(":") else ""
            found += [replace(window, lead=led) for window in _of_list(block, heading, lead)]
        else:
            found += _of_table(block, heading, lead)
    # A short window does not tell its language; its passage does.
    language = document_language(f"{heading}. {text}")
    return tuple(dict.fromkeys(replace(window, heading=heading, language=language) for window in found))


def _of_paragraph(block: StatedBlock, heading: str) -> Iterator[Window]:
    before: list[str] = []
    for statement in block.statements:
        for sentence in sentences(statement.text):
            yield from _of_sentence(sentence, " ".join((heading, *before[-2:])), statement, "sentence")
            before.append(sentence)


def _of_sentence(
    sentence: str, context: str, statement: Statement, kind: Literal["sentence", "item"]
) -> Iterator[Window]:
    """A sentence or item, and its clauses; where it sets one thing against another, only these."""
    for ends in (_STRONG, _CLAUSE):
        clauses = ends.split(sentence)
        for at, clause in enumerate(clauses):
            opens_list = kind == "item" and not at and sentence[len(clause) : len(clause) + 1] == ":"
            if len(clauses) > 1 and len(clause.split()) >= _SHORTEST and not _LEANS.match(clause) and not opens_list:
                before = clauses[at - 1] if at else ""
                around = f"{context} {before}".rstrip()
                yield Window(clause, around, statement.marks, (statement.text,), "clause", before=before)
    plain = _CONTRAST.sub("", sentence)
    if plain != sentence and len(plain.split()) >= _SHORTEST:
        left_out = " ".join(_CONTRAST.findall(sentence))
        yield Window(plain, context, statement.marks, (statement.text,), "clause", without=left_out)
    if not _AGAINST.search(sentence):
        yield Window(sentence, context, statement.marks, (statement.text,), kind)


def _of_list(block: StatedBlock, heading: str, lead: str) -> Iterator[Window]:
    context = f"{heading} {lead}"
    for statement in block.statements:
        yield from _of_sentence(statement.text, context, statement, "item")
    texts = tuple(statement.text for statement in block.statements)
    if sum(len(text.split()) for text in texts) <= _WHOLE:
        yield Window(" ".join(texts), context, block.marks, texts, "whole")


def _of_table(block: StatedBlock, heading: str, lead: str) -> Iterator[Window]:
    context = f"{heading} {lead}"
    header = block.header
    for statement in block.statements:
        cells = statement.text.split("\t")
        named = [f"{name} {cell}" for name, cell in zip(header, cells, strict=False)]
        if len(cells) > 2:
            for name, cell in zip(header[1:], cells[1:], strict=False):
                yield Window(
                    f"{cells[0]}: {name} {cell}", f"{context} {header[0]}", statement.marks, (statement.text,), "cell"
                )
        yield Window("; ".join(named), context, statement.marks, (statement.text,), "row")


def contrasts(text: str) -> bool:
    """Whether a text says what something is not beside what it is."""
    return _CONTRAST.search(text) is not None
