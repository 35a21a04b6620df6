"""What a conversation is about so far, from its earlier answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.answers import Answer, Heading, ListBlock, Outcome, TableBlock
from knowledge.language.analyzer import tokens
from knowledge.language.query import content_words

_WITHOUT_TOPIC = frozenset(
    {Outcome.SMALLTALK, Outcome.DECLINED, Outcome.BUSY, Outcome.ERROR, Outcome.CARE, Outcome.PERSON}
)
SEPARATOR: Final = " — "  # between what a question is about and what is asked
_TOPIC_LIMIT = 160  # characters


@dataclass(frozen=True, slots=True)
class ConversationState:
    """Where a conversation stands before a new message.

    ``question`` is the last one that was answered or refused, ``questions`` the latest as they were asked, the last
    first, ``topic`` its words that carry one, unless nothing was found for it, ``heading`` that of the passage shown,
    ``items`` those of the list shown, ``subjects`` the keys of its indicators, ``shown`` the ids of its chunks.
    ``place`` is the city or regency that the person is from. ``answer`` is the last one that says something from the
    documents.
    """

    question: str = ""
    questions: tuple[str, ...] = ()
    topic: str = ""
    heading: str = ""
    items: tuple[str, ...] = ()
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
        heading = next((" ".join(block.text.split()) for block in last.blocks if isinstance(block, Heading)), "")
        found = heading or last.outcome is not Outcome.REFUSED
        said = next((answer for answer in reversed(about) if answer.citations and _says(answer)), last)
        return cls(
            question=last.question,
            questions=tuple(dict.fromkeys(_bare(line) for answer in reversed(about) for line in _lines(answer))),
            topic=" ".join(dict.fromkeys(content_words(tokens(last.question))))[:_TOPIC_LIMIT] if found else "",
            heading=heading,
            items=_items(last),
            subjects=last.subjects,
            shown=frozenset(last.passages),
            place=place,
            answer=said,
        )


def _says(answer: Answer) -> bool:
    """Whether it answers, and does not only name what is near."""
    return answer.outcome is not Outcome.REFUSED


def _lines(answer: Answer) -> list[str]:
    """The questions that an answer answers, the last first."""
    return list(reversed(answer.question.split("\n")))


def _bare(question: str) -> str:
    """A question without what it is about, as it was asked."""
    return question.rpartition(SEPARATOR)[2] or question


def _items(answer: Answer) -> tuple[str, ...]:
    """The items of the list shown last, or the rows of the table."""
    for block in reversed(answer.blocks):
        if isinstance(block, ListBlock):
            return tuple(item.text for item in block.items)
        if isinstance(block, TableBlock):
            return tuple(" ".join(row) for row in block.rows)
    return ()
