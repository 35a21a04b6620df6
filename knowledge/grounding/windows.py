"""What of a passage may bear a sentence out: its clauses, sentences, items and rows, each with what precedes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from knowledge.markup.citation_marks import Mark
from knowledge.markup.sentences import sentences
from knowledge.markup.statements import StatedBlock, Statement, parse_section

_CLAUSE = re.compile(
    r"; |: |, (?=(?:sedangkan|sementara|tetapi|namun|melainkan|lalu|kemudian|dan|serta|yang)\b)"
    r"|, (?=(?:while|whereas|but|although|then|and|whose|which)\b)"
)
_AGAINST = re.compile(r"; |\b(?:sedangkan|sementara|while|whereas)\b")
_SHORTEST = 3  # words of a clause
_WHOLE = 140  # words of a list that is taken as one


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a passage that may bear a sentence out. ``context`` is what it is said under: ``heading``,
    lead-in, the sentences before it. ``marks`` are those of the statements it is from, ``statements`` their texts.
    ``whole`` is a list as one, which ties no name or number to any other."""

    text: str
    context: str
    marks: tuple[Mark, ...]
    statements: tuple[str, ...]
    kind: Literal["clause", "sentence", "item", "row", "cell", "whole"] = "sentence"
    heading: str = ""


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
            found += _of_list(block, heading, lead)
        else:
            found += _of_table(block, heading, lead)
    return tuple(dict.fromkeys(replace(window, heading=heading) for window in found))


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
    clauses = _CLAUSE.split(sentence)
    for at, clause in enumerate(clauses):
        if len(clauses) > 1 and len(clause.split()) >= _SHORTEST:
            around = " ".join((context, clauses[at - 1])) if at else context
            yield Window(clause, around, statement.marks, (statement.text,), "clause")
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
