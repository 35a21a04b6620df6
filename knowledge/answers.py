"""Answers, independent of the channel that shows them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from knowledge.documents import Language


class Outcome(StrEnum):
    """How a turn ended; labels and messages in both languages are in ``outcomes.yaml``."""

    ANSWERED = "answered"
    INDICATOR = "indicator"
    PARTLY = "partly"
    REFUSED = "refused"
    DECLINED = "declined"
    SMALLTALK = "smalltalk"
    HANDED_OVER = "handed-over"
    BUSY = "busy"
    ERROR = "error"

    @property
    def counts(self) -> str:
        """How metrics count it: answered, unanswered, declined, other or error."""
        return str(_outcomes()[self.value]["counts"])

    def label(self, language: Language) -> str:
        """A short name for people."""
        return str(_outcomes()[self.value]["label"][language])

    def message(self, language: Language) -> str:
        """The sentence that tells a person; empty where the answer speaks for itself."""
        return str(_outcomes()[self.value]["message"][language])


@cache
def _outcomes() -> dict[str, dict[str, dict[str, str]]]:
    loaded: dict[str, dict[str, dict[str, str]]] = yaml.safe_load(
        files("knowledge").joinpath("outcomes.yaml").read_text(encoding="utf-8")
    )
    return loaded


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Citation(_Frozen):
    """What lets a person check a statement. ``number`` is its mark in the answer, from 1; ``quote`` the passage;
    ``date`` and ``locator`` are in words of the answer's language (``23 Agustus 2019``, ``klausul 17(d)``)."""

    number: int
    title: str
    publisher: str = ""
    date: str = ""
    locator: str = ""
    url: str = ""
    document: str = ""
    quote: str = ""


class Paragraph(_Frozen):
    """Running text; ``citations`` are numbers of the answer's citations."""

    kind: Literal["paragraph"] = "paragraph"
    text: str
    citations: tuple[int, ...] = ()


class Heading(_Frozen):
    """A line that names what follows."""

    kind: Literal["heading"] = "heading"
    text: str


class Item(_Frozen):
    """One item of a list."""

    text: str
    citations: tuple[int, ...] = ()


class ListBlock(_Frozen):
    """A list, numbered when ``ordered``."""

    kind: Literal["list"] = "list"
    ordered: bool = False
    items: tuple[Item, ...]


class TableBlock(_Frozen):
    """A table; every row has as many cells as the header."""

    kind: Literal["table"] = "table"
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    citations: tuple[int, ...] = ()


class Quote(_Frozen):
    """A passage word for word."""

    kind: Literal["quote"] = "quote"
    text: str
    citations: tuple[int, ...] = ()


class CardField(_Frozen):
    """One labelled line of a card."""

    label: str
    value: str


class Card(_Frozen):
    """A fact sheet, such as one indicator. ``key`` identifies its subject for buttons: ``37122:19.9``."""

    kind: Literal["card"] = "card"
    key: str = ""
    title: str
    fields: tuple[CardField, ...]
    note: str = ""
    citations: tuple[int, ...] = ()


Block = Annotated[Paragraph | Heading | ListBlock | TableBlock | Quote | Card, Field(discriminator="kind")]


class Answer(_Frozen):
    """The answer to one question.

    ``question`` is the standalone question that was answered (a follow-up completed from the conversation).
    ``confidence`` is the calibrated probability (0..1) that the documents hold the answer. ``notice`` is a
    sentence to the asker beside the answer, such as a warning about personal data. ``subjects`` are the keys of the
    indicators it is about (``37122:19.9``), for follow-ups. ``steps`` are the durations of
    the pipeline's steps in milliseconds; ``features`` explain the confidence.
    """

    outcome: Outcome
    language: Language
    question: str
    blocks: tuple[Block, ...] = ()
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    notice: str = ""
    confidence: float = 0.0
    release: str = ""
    milliseconds: float = 0.0
    steps: dict[str, float] = Field(default_factory=dict)
    features: dict[str, float] = Field(default_factory=dict)


def plain_text(answer: Answer) -> str:
    """The answer as plain text with ``[1]`` marks, without the list of citations."""
    parts = [answer.notice] if answer.notice else []
    parts += [_block_text(block) for block in answer.blocks]
    return "\n\n".join(part for part in parts if part)


def citation_line(citation: Citation) -> str:
    """A citation as one line: title, publisher, date, locator."""
    details = ", ".join(part for part in (citation.publisher, citation.date, citation.locator) if part)
    return f"{citation.title} ({details})" if details else citation.title


def source_lines(citations: Sequence[Citation]) -> list[str]:
    """The citations for a list under an answer: one line for each source, with the places in it by their marks."""
    places: dict[tuple[str, str, str, str], list[Citation]] = {}
    for citation in citations:
        places.setdefault((citation.title, citation.publisher, citation.date, citation.url), []).append(citation)
    lines = []
    for (title, publisher, date, url), cited in places.items():
        details = ", ".join(part for part in (publisher, date) if part)
        where = ", ".join(f"[{one.number}] {one.locator}".rstrip() for one in cited)
        lines.append(f"{where}: {title}{f' ({details})' if details else ''}{f' {url}' if url else ''}")
    return lines


def marks(numbers: tuple[int, ...]) -> str:
    """Citation marks as text: `` [1][2]``; empty without numbers."""
    return " " + "".join(f"[{number}]" for number in numbers) if numbers else ""


def _block_text(block: Block) -> str:
    match block:
        case Heading():
            return block.text
        case ListBlock():
            bullets = (f"{i}." if block.ordered else "•" for i in range(1, len(block.items) + 1))
            return "\n".join(
                f"{bullet} {item.text}{marks(item.citations)}"
                for bullet, item in zip(bullets, block.items, strict=True)
            )
        case TableBlock():
            rows = [" | ".join(row) for row in (block.header, *block.rows)]
            return "\n".join([*rows, marks(block.citations).strip()]).rstrip()
        case Card():
            lines = [block.title + marks(block.citations)]
            lines += [f"{field.label}: {field.value}" for field in block.fields]
            return "\n".join([*lines, block.note] if block.note else lines)
        case Quote():
            return f"“{block.text}”{marks(block.citations)}"
        case Paragraph():
            return block.text + marks(block.citations)
