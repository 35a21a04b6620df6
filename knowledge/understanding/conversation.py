"""What a conversation is about so far, from its earlier answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.answers import Answer, Citation, Heading, ListBlock, Outcome, TableBlock
from knowledge.language.analyzer import tokens
from knowledge.language.query import content_words
from knowledge.understanding.shapes import words

_WITHOUT_TOPIC = frozenset(
    {Outcome.SMALLTALK, Outcome.DECLINED, Outcome.BUSY, Outcome.ERROR, Outcome.CARE, Outcome.PERSON}
)
SEPARATOR: Final = " — "  # between what a question is about and what is asked
_TOPIC_LIMIT = 160  # characters
_SOURCE: Final = "["  # begins a line of a list of sources
_NAME: Final = 6  # words of what an item is called
_LIST: Final = 2  # items of which one can be pointed at by its number


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item of a list, or a row of a table, that was shown, what it stands on, and what the list is ``of``."""

    text: str
    sources: tuple[Citation, ...] = ()
    of: str = ""

    @property
    def name(self) -> str:
        """What it is called: what stands before a colon, if that is a name and not the beginning of a sentence."""
        name = self.text.partition(":")[0].rstrip(" ;.,")
        return name if len(name.split()) <= _NAME and "(" not in name else self.text.rstrip(" ;.,")


@dataclass(frozen=True, slots=True)
class ConversationState:
    """Where a conversation stands before a new message.

    ``question`` is the last one that was answered or refused, ``questions`` the latest as they were asked, the last
    first, ``topic`` its words that carry one, unless nothing was found for it, ``heading`` that of the passage shown,
    ``lists`` the items of every list shown, the last first, ``subjects`` the keys of its indicators, ``shown`` the ids
    of its chunks. ``place`` is the city or regency that the person is from. ``answer`` is the last one that says
    something from the documents.
    """

    question: str = ""
    questions: tuple[str, ...] = ()
    topic: str = ""
    heading: str = ""
    lists: tuple[tuple[ShownItem, ...], ...] = ()
    subjects: tuple[str, ...] = ()
    shown: frozenset[str] = frozenset()
    place: str = ""
    answer: Answer | None = None

    @classmethod
    def of(cls, history: Sequence[Answer]) -> ConversationState:
        """The state after these answers, oldest first."""
        if not history:
            return cls()
        place = next((answer.place for answer in reversed(history) if answer.place), "")
        about = [answer for answer in history if answer.outcome not in _WITHOUT_TOPIC and answer.question]
        if not about:
            return cls(place=place)
        last = about[-1]
        heading = _heading(last)
        found = heading or last.outcome is not Outcome.REFUSED
        said = next((answer for answer in reversed(about) if answer.citations and _says(answer)), last)
        return cls(
            question=last.question,
            questions=tuple(dict.fromkeys(_bare(line) for answer in reversed(about) for line in _lines(answer))),
            topic=" ".join(dict.fromkeys(content_words(tokens(last.question))))[:_TOPIC_LIMIT] if found else "",
            heading=heading,
            lists=tuple(items for items in map(_items, reversed(about)) if len(items) >= _LIST),
            subjects=last.subjects,
            shown=frozenset(last.passages),
            place=place,
            answer=said,
        )


def _heading(answer: Answer) -> str:
    return next((" ".join(block.text.split()) for block in answer.blocks if isinstance(block, Heading)), "")


def _says(answer: Answer) -> bool:
    """Whether it answers, and does not only name what is near."""
    return answer.outcome is not Outcome.REFUSED


def _lines(answer: Answer) -> list[str]:
    """The questions that an answer answers, the last first."""
    return list(reversed(answer.question.split("\n")))


def _bare(question: str) -> str:
    """A question without what it is about, as it was asked."""
    return question.rpartition(SEPARATOR)[2] or question


def _items(answer: Answer) -> tuple[ShownItem, ...]:
    """The items of the list shown last, or the rows of the table; of a table that compares things, these."""
    heading = _heading(answer)
    for block in reversed(answer.blocks):
        if isinstance(block, ListBlock) and block.items and block.items[0].text.startswith(_SOURCE):
            continue  # the sources of an answer
        if isinstance(block, ListBlock):
            return tuple(ShownItem(item.text, _sources(item.citations, answer), heading) for item in block.items)
        if isinstance(block, TableBlock):
            sources = _sources(block.citations, answer)
            compares = len(block.header) > _LIST and block.header[0].casefold() in words("names_aspects")
            texts = _columns(block) if compares else [_of_row(row) for row in block.rows]
            return tuple(ShownItem(text, sources, heading) for text in texts)
    return ()


def _columns(table: TableBlock) -> list[str]:
    """The things that a table compares, with what it says of each."""
    return [
        f"{name}: " + "; ".join(f"{row[0]}: {row[at]}" for row in table.rows if row[at])
        for at, name in enumerate(table.header[1:], 1)
    ]


def _of_row(row: Sequence[str]) -> str:
    """What names a row, and what it says; not its number."""
    row = row[1:] if len(row) > 1 and row[0].isdigit() else row
    return ": ".join(filter(None, (row[0], ", ".join(filter(None, row[1:]))))) if row else ""


def _sources(numbers: Sequence[int], answer: Answer) -> tuple[Citation, ...]:
    return tuple(citation for citation in answer.citations if citation.number in numbers)
