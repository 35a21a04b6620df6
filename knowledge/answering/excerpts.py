"""Of documents that are quoted, what is shown for a question: the passage, its section where that goes on, and the
sections beside it where several things are asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import log
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.documents import Passage
from knowledge.embedding.base import Embedder
from knowledge.language.query import Query
from knowledge.markup.sentences import sentences
from knowledge.markup.statements import StatedBlock, Statement, parse_section
from knowledge.understanding.shapes import pattern

_WHOLE: Final = 130  # words up to which a passage is given whole
_BRIEF: Final = 60  # and below an answer of ours
_MOST: Final = 220  # words of sections beside each other
_LEAST_ROOM: Final = 40  # words of sentences beside a list that is given whole
_BEHIND: Final = 0.25  # fused score by which what stands with a passage may fall behind it
_BESIDE: Final = 0.15  # and a section beside its
_MOST_ROWS: Final = 10  # of a table that is given whole
_SHARED: Final = 0.04  # what a word of the question counts beside the cosine similarity of a sentence
_TRANSLATED: Final = 0.3  # what a word of the question counts in translation: names are not translated
_AS_MUCH: Final = 0.6  # of what the best row has of the question: the others that are given beside it


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown of a passage, below its ``headings``."""

    passage: Passage
    headings: tuple[str, ...]
    blocks: list[StatedBlock]


def excerpts(first: Passage, found: Sequence[Passage], query: Query, embedder: Embedder) -> list[Excerpt]:
    """What is shown of a document that is quoted, in reading order.

    Args:
        first: the passage that answers.
        found: all that were found, best first.
        query: the question.
        embedder: tells which sentences speak of it.
    """
    near = [other for other in found if other.document.id == first.document.id and first.score - other.score < _BEHIND]
    beside = [other for other in near if first.score - other.score < _BESIDE and _are_beside(first, other)]
    if len(beside) > 1 and pattern("asks_for_several").search(query.text.casefold()) and not _lists(first):
        room = _MOST // len(beside)
        ordered = sorted(beside, key=lambda passage: passage.row)
        return [part for other in ordered for part in _chosen(other, [other], query, embedder, room)]
    whole = [other for other in near if other.chunk.heading == first.chunk.heading] or [first]
    return _chosen(first, whole, query, embedder, _WHOLE)


def brief_excerpts(found: Sequence[Passage], query: Query, embedder: Embedder) -> list[Excerpt]:
    """Of the first of these passages what speaks most of the question, in few words, below its own heading only; its
    lists and tables whole."""
    parts = _chosen(found[0], found[:1], query, embedder, _BRIEF)
    return [replace(part, headings=part.headings[-1:]) for part in parts]


def shown_texts(text: str) -> list[str]:
    """What of a passage may be shown by itself: its sentences, lists and tables, where it is too long to be given
    whole."""
    units = list(_units([parse_section(text)]))
    return [unit.text for unit in units] if sum(map(_words, units)) > _BRIEF else []


def headings_of(passage: Passage) -> tuple[str, ...]:
    """The headings that tell where in its document a passage stands, the last two besides its title."""
    return passage.chunk.heading[1:][-2:] or (passage.document.title,)


def _are_beside(first: Passage, other: Passage) -> bool:
    """Whether two passages are sections under the same heading, besides the document's title."""
    one, two = first.chunk.heading, other.chunk.heading
    return len(one) > 2 and len(one) == len(two) and one[:-1] == two[:-1]


def _lists(passage: Passage) -> bool:
    """Whether a passage tells several things by itself."""
    return any(block.kind != "paragraph" and len(block.statements) > 1 for block in parse_section(passage.chunk.text))


def _chosen(first: Passage, passages: Sequence[Passage], query: Query, embedder: Embedder, room: int) -> list[Excerpt]:
    """The first passage whole where it is within so many words, else its lists and tables; of all else what speaks most
    of the question, in its order."""
    ordered = sorted(passages, key=lambda passage: passage.row)
    parsed = [parse_section(passage.chunk.text) for passage in ordered]
    parsed = _with_rows_told(parsed, query)
    units = list(_units(parsed))
    own = [unit for unit in units if ordered[unit.passage].chunk.id == first.chunk.id]
    kept = own if sum(map(_words, own)) <= room else [unit for unit in own if not unit.sentence]
    room = max(room - sum(map(_words, kept)), _LEAST_ROOM)
    others = [unit for unit in units if unit not in kept]
    for at in np.argsort(-_said(others, query, embedder), kind="stable"):
        room -= _words(others[at])
        if room < 0 and kept:
            break
        kept.append(others[at])
    return [
        Excerpt(passage, headings_of(passage), blocks)
        for number, passage in enumerate(ordered)
        if (blocks := list(_blocks(parsed[number], [unit for unit in kept if unit.passage == number])))
    ]


def _with_rows_told(parsed: Sequence[list[StatedBlock]], query: Query) -> list[list[StatedBlock]]:
    """Long tables with only the rows that have the words of the question that tell them apart from the others."""
    rows = [row for blocks in parsed for block in blocks if block.kind == "table" for row in block.statements]
    if len(rows) <= _MOST_ROWS:
        return list(parsed)
    wanted, as_asked = _stems(query), {term.stem for term in query.terms}
    words = {row.text: wanted & set(query.analyzer.terms(row.text)) for row in rows}
    counts = Counter(stem for row in rows for stem in words[row.text])
    worth = {stem: log(len(rows) / count) * (1 if stem in as_asked else _TRANSLATED) for stem, count in counts.items()}
    told = {text: sum(worth[stem] for stem in own) for text, own in words.items()}
    least = _AS_MUCH * max(told.values())
    if not least:
        return list(parsed)
    return [[kept for block in blocks if (kept := _with_rows(block, told, least)).statements] for blocks in parsed]


def _with_rows(block: StatedBlock, told: Mapping[str, float], least: float) -> StatedBlock:
    if block.kind != "table":
        return block
    return replace(block, statements=tuple(row for row in block.statements if told[row.text] >= least))


def _stems(query: Query) -> set[str]:
    """The words of a question, and what they are in the other language."""
    return {stem for term in query.terms for stem in (term.stem, *(other for other, _ in term.translations))}


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence, or a list or table as a whole: of the passage and block with these numbers."""

    passage: int
    block: int
    text: str
    sentence: bool


def _units(parsed: Sequence[Sequence[StatedBlock]]) -> Iterator[_Unit]:
    for number, blocks in enumerate(parsed):
        for place, block in enumerate(blocks):
            text = " ".join(statement.text for statement in block.statements)
            if block.kind == "paragraph":
                yield from (_Unit(number, place, sentence, True) for sentence in sentences(text))
            else:
                yield _Unit(number, place, text, False)


def _blocks(blocks: Sequence[StatedBlock], kept: Sequence[_Unit]) -> Iterator[StatedBlock]:
    """Of a passage what is kept; what is left out between sentences parts a quotation."""
    for place, block in enumerate(blocks):
        own = {unit.text for unit in kept if unit.block == place}
        if block.kind != "paragraph":
            yield from [block] if own else []
            continue
        every = [sentence for statement in block.statements for sentence in sentences(statement.text)]
        for told, run in groupby(every, key=own.__contains__):
            if told:
                yield replace(block, statements=tuple(map(Statement, run)))


def _words(unit: _Unit) -> int:
    return len(unit.text.split())


def _said(units: Sequence[_Unit], query: Query, embedder: Embedder) -> NDArray[np.float32]:
    """How much each speaks of the question, shape (units,)."""
    if not units:
        return np.zeros(0, dtype=np.float32)
    wanted = _stems(query)
    shared = [len(wanted & set(query.analyzer.terms(unit.text))) for unit in units]
    alike = embedder.embed_passages([unit.text for unit in units]) @ embedder.embed_questions([query.text])[0]
    return np.asarray(alike + _SHARED * np.array(shared), dtype=np.float32)
