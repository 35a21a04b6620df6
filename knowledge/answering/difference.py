"""What became of an answer: whether another Release says the same, says it in other words, or says something else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final

from knowledge.answers import Answer, Block, Card, Citation, Heading, ListBlock, Paragraph, Quote, TableBlock
from knowledge.embedding.base import Embedder
from knowledge.grounding.figures import figures
from knowledge.grounding.support import doubts
from knowledge.language.analyzer import default_analyzer, tokens
from knowledge.markup.citation_marks import strip_numbers
from knowledge.markup.sentences import sentences

#: Cosine from which two statements with the same figures, names and binding force say the same in other words.
_ALIKE: Final = 0.92
_NAME = re.compile(r"(?<=[^\W_] )[A-Z][\w-]+|\b[A-Z]{2,}\b")  # capitals inside a sentence


class AnswerChange(StrEnum):
    """How an answer differs from the one before, gravest first."""

    LOST = "lost"  # it was answered and no longer is
    STATEMENTS = "statements"  # it says something else
    SOURCE = "source"  # it says the same and cites something else
    NEW = "new"  # it was not answered and now is
    WORDING = "wording"  # it says the same in other words or another order
    SAME = "same"

    @property
    def substantial(self) -> bool:
        """Whether who relied on the answer before should know."""
        return self not in (AnswerChange.WORDING, AnswerChange.SAME)


def change_between(before: Answer, after: Answer, embedder: Embedder) -> AnswerChange:
    """What became of an answer to the same question in the same language.

    What a refusal names as near is not compared: neither says it.

    Args:
        before: the answer as it was.
        after: the answer as it is, or would be.
        embedder: tells statements in other words.
    """
    was, now = (answer.outcome.counts == "answered" for answer in (before, after))
    if was != now:
        return AnswerChange.LOST if was else AnswerChange.NEW
    if not was:
        return AnswerChange.SAME if before.outcome == after.outcome else AnswerChange.WORDING
    if not _same_statements(before, after, embedder):
        return AnswerChange.STATEMENTS
    if _sources(before.citations) != _sources(after.citations):
        return AnswerChange.SOURCE
    same = before.blocks == after.blocks and before.citations == after.citations
    return AnswerChange.SAME if same else AnswerChange.WORDING


def statements(answer: Answer) -> list[str]:
    """What an answer states: its sentences, items, rows and lines of cards, without citation marks."""
    return [stated for block in answer.blocks for text in _stated(block) if (stated := strip_numbers(text).strip())]


def _stated(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            return
        case Paragraph() | Quote():
            yield from sentences(block.text)
        case ListBlock():
            yield from (item.text for item in block.items)
        case TableBlock():
            named = (zip(block.header, row, strict=True) for row in block.rows)
            yield from ("; ".join(f"{name}: {cell}" for name, cell in row) for row in named)
        case Card():
            yield from (f"{block.title}: {field.label}: {field.value}" for field in block.fields)
            yield block.note


def _sources(citations: Sequence[Citation]) -> frozenset[tuple[str, ...]]:
    return frozenset((one.title, one.publisher, one.date, one.locator, one.kind) for one in citations)


def _same_statements(before: Answer, after: Answer, embedder: Embedder) -> bool:
    old, new = statements(before), statements(after)
    known_old, known_new = ({_plain(one) for one in stated} for stated in (old, new))
    gone = [one for one in old if _plain(one) not in known_new]
    fresh = [one for one in new if _plain(one) not in known_old]
    if not gone and not fresh:
        return True
    if not gone or not fresh:
        return False
    likeness = embedder.embed_passages(gone) @ embedder.embed_passages(fresh).T
    same = [
        [_says_the_same(one, other, likeness[at, to]) for to, other in enumerate(fresh)] for at, one in enumerate(gone)
    ]
    if all(any(row) for row in same) and all(any(column) for column in zip(*same, strict=True)):
        return True
    # A sentence may have been cut in two, or two put into one.
    whole = " ".join(gone), " ".join(fresh)
    first, second = embedder.embed_passages(whole)
    return _says_the_same(*whole, float(first @ second))


def _plain(text: str) -> str:
    return " ".join(tokens(text))


def _says_the_same(one: str, other: str, likeness: float) -> bool:
    if figures(one) != figures(other) or doubts(one, other) or doubts(other, one):
        return False
    if not (_names(one) <= set(tokens(other)) and _names(other) <= set(tokens(one))):
        return False
    stems = default_analyzer().terms
    return likeness >= _ALIKE or set(stems(one)) == set(stems(other))


def _names(text: str) -> set[str]:
    return {word for name in _NAME.findall(text) for word in tokens(name)}
