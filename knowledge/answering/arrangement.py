"""Of a passage of ours, what answers comes first: the item, row or paragraph that the reader finds; of a table of named
things, the rows that the question names; in brief, no more than the lead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from knowledge.documents import Passage
from knowledge.language.analyzer import tokens
from knowledge.language.query import Query
from knowledge.markup.sentences import sentences
from knowledge.markup.statements import StatedBlock, Statement, parse_section
from knowledge.reading.reader import Reader
from knowledge.understanding.shapes import pattern

#: Log-odds by which an item or row answers better than all of the first paragraph, from which it is said before it. Of
#: 256 answers to single questions of four sets of messages it was so of 15, and better put so in all but one. Of
#: paragraphs it was half of those below the second.
_AHEAD: Final = 0.6
_FAR_AHEAD: Final = 1.5
_FEWEST_ROWS: Final = 3  # of a table of which rows may be left out
_SHORT: Final = 60  # words that are brief


def arranged(passage: Passage, query: Query, reader: Reader | None) -> tuple[list[StatedBlock], list[str]]:
    """The blocks of a passage with what answers the question first, as far as a reader can tell it, and the names of
    the rows of its tables that were left out."""
    blocks = parse_section(passage.chunk.text)
    if not pattern("leaves_out").search(query.text.casefold()):
        kept = [_named(block, query) if block.kind == "table" else () for block in blocks]
        if any(kept):
            pairs = list(zip(blocks, kept, strict=True))
            others = [_name(row) for block, rows in pairs if rows for row in block.statements if row not in rows]
            return [replace(block, statements=rows) if rows else block for block, rows in pairs], others
    if reader is not None:
        blocks = _best_first(blocks, reader.read(query.text, [passage.chunk])[0].units)
    return blocks, []


def in_brief(blocks: Sequence[StatedBlock]) -> list[StatedBlock]:
    """The lead of these blocks: the first, and the list or table that it announces."""
    lead = list(blocks[:1])
    if lead and _words(lead[0]) < _SHORT and lead[0].statements[-1].text.endswith(":"):
        lead += blocks[1:2]
    return lead


def _best_first(blocks: list[StatedBlock], scores: Sequence[float]) -> list[StatedBlock]:
    """What of the passage answers best, where that is not said at its beginning."""
    spots = [(number, place) for number, block in enumerate(blocks) for place in range(_units(block))]
    if not spots or len(spots) != len(scores):  # the two read the passage differently
        return blocks
    best = max(range(len(spots)), key=scores.__getitem__)
    number, place = spots[best]
    ahead = max((score for score, spot in zip(scores, spots, strict=True) if spot[0] == 0), default=0.0)
    block = blocks[number]
    if number == 0 or scores[best] - ahead < (_FAR_AHEAD if block.kind == "paragraph" else _AHEAD):
        return blocks
    if block.kind == "paragraph":
        return [block, *blocks[:number], *blocks[number + 1 :]]
    if block.kind == "list":
        statement = block.statements[place]
        others = tuple(other for other in block.statements if other is not statement)
        rest = [] if not others else [block] if block.ordered else [replace(block, statements=others)]
        lead = StatedBlock("paragraph", (replace(statement, text=_sentence(statement.text)),))
        return [lead, *blocks[:number], *rest, *blocks[number + 1 :]]
    if place == 0:  # the header
        return blocks
    row = block.statements[place - 1]
    others = tuple(other for other in block.statements if other is not row)
    rest = [replace(block, statements=others)] if others else []
    return [replace(block, statements=(row,)), *blocks[:number], *rest, *blocks[number + 1 :]]


def _units(block: StatedBlock) -> int:
    """How many units :func:`knowledge.reading.units.units` makes of a block."""
    if block.kind == "paragraph":
        return len(sentences(" ".join(statement.text for statement in block.statements)))
    return len(block.statements) + (block.kind == "table")


def _sentence(text: str) -> str:
    text = text.rstrip(" ;,")
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _named(block: StatedBlock, query: Query) -> tuple[Statement, ...]:
    """The rows that a question names, where it does not name all or none: by half the words of their name that are of
    no other row. What several cells of the header name is compared, over all rows; a row without a capital or a digit
    is an aspect, not a name."""
    rows = block.statements
    asked = set(query.tokens)
    common = Counter(word for row in rows for word in set(tokens(_name(row))))
    compared = [cell for cell in block.header[1:] if _is_name(cell) and asked & set(tokens(cell))]
    if len(rows) < _FEWEST_ROWS or len(compared) > 1:
        return ()

    def named(row: Statement) -> bool:
        own = {word for word in tokens(_name(row)) if common[word] == 1}
        return _is_name(_name(row)) and 2 * len(own & asked) >= max(len(own), 1)

    kept = tuple(filter(named, rows))
    return kept if len(kept) < len(rows) else ()


def _name(row: Statement) -> str:
    return row.text.partition("\t")[0]


def _is_name(text: str) -> bool:
    return any(letter.isupper() or letter.isdigit() for letter in text)


def _words(block: StatedBlock) -> int:
    return sum(len(statement.text.split()) for statement in block.statements)
