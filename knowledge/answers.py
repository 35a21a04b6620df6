"""Answers, independent of the channel that shows them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from knowledge.documents import Language
from knowledge.language.messages import Messages

_OUTCOMES = Messages("knowledge", "outcomes.yaml")
_KINDS = Messages("knowledge", "citation_kinds.yaml")


class Outcome(StrEnum):
    """How a turn ended; labels and messages in both languages are in ``outcomes.yaml``."""

    ANSWERED = "answered"
    INDICATOR = "indicator"
    PARTLY = "partly"
    ASKED_BACK = "asked-back"
    REFUSED = "refused"
    DECLINED = "declined"
    SMALLTALK = "smalltalk"
    PERSON = "person"
    CARE = "care"
    OUTSIDE = "outside"
    HANDED_OVER = "handed-over"
    BUSY = "busy"
    ERROR = "error"

    @property
    def counts(self) -> str:
        """How metrics count it: answered, unanswered, declined, other or error."""
        return str(_OUTCOMES.get(self.value)["counts"])

    @property
    def sureness(self) -> str:
        """How far the documents answer: firm, partial or absent; "" where they were not searched."""
        return str(_OUTCOMES.get(self.value).get("sureness", ""))

    def label(self, language: Language) -> str:
        """A short name for people."""
        return _OUTCOMES.say(f"{self.value}.label", language)

    def message(self, language: Language) -> str:
        """The sentence that tells a person; empty where the answer speaks for itself."""
        return _OUTCOMES.say(f"{self.value}.message", language)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Citation(_Frozen):
    """What lets a person check a statement. ``number`` is its mark in the answer, from 1; ``date`` and ``locator`` are
    in words of the answer's language (``23 Agustus 2019``, ``klausul 17(d)``); ``url`` leads to the page of a public
    file.

    ``kind`` tells whose words the statement is in: a ``summary`` of the source is ours, a ``quotation`` stands word for
    word in a document that is held, and only then is there a ``quote``. ``document`` and ``section`` are the text of
    ours that says so: ``/sumber/<document>#<section>``. ``picture`` shows the place in the original, if one is held.
    ``file`` is where on this server the document's own file is, at that page, if the public may open it:
    ``/sumber/<document>/berkas#page=3``.
    """

    number: int
    kind: Literal["summary", "quotation"] = "summary"
    title: str
    publisher: str = ""
    date: str = ""
    locator: str = ""
    url: str = ""
    document: str = ""
    section: str = ""
    quote: str = ""
    picture: str = ""
    file: str = ""

    def label(self, language: Language) -> str:
        """Its kind in words."""
        return _KINDS.say(self.kind, language)


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
    """One item of a list; ``number`` is the document's own where it is quoted, 0 where the item's place counts."""

    text: str
    citations: tuple[int, ...] = ()
    number: int = 0


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
    """One labelled line of a card. What is ``aside`` is not of its subject, but of how we know it."""

    label: str
    value: str
    aside: bool = False


class Card(_Frozen):
    """A fact sheet, such as one indicator. ``key`` identifies its subject for buttons: ``37122:19.9``."""

    kind: Literal["card"] = "card"
    key: str = ""
    title: str
    fields: tuple[CardField, ...]
    note: str = ""
    citations: tuple[int, ...] = ()


Block = Annotated[Paragraph | Heading | ListBlock | TableBlock | Quote | Card, Field(discriminator="kind")]


#: What a language model may be asked for: to read a message as standalone questions, and to write the answer.
Job = Literal["understanding", "writing"]
JOBS: tuple[Job, ...] = get_args(Job)


class Judged(_Frozen):
    """A sentence that a language model wrote, or a question that it read, and what was made of it: kept, replaced by
    the passage's own words, or dropped, with what is wrong with it (:data:`knowledge.grounding.problems.Problem`)."""

    text: str
    made: Literal["kept", "replaced", "dropped"]
    problems: tuple[str, ...] = ()


class Written(_Frozen):
    """What a language model did for an answer; kept with it, never shown to its asker.

    ``job`` is what it was asked for: to read the message as standalone questions, or to write the answer. ``ending`` is
    how its reply ended (:data:`knowledge.chat_model.model.Ending`), or ``spent`` where no tokens were left; ``used``
    whether that was taken, or what is done without a model.
    """

    job: Job = "writing"
    model: str
    prompt: str
    ending: str = "complete"
    used: bool = False
    tokens_in: int = 0
    tokens_out: int = 0
    milliseconds: float = 0.0
    sentences: tuple[Judged, ...] = ()


class Answer(_Frozen):
    """The answer to one question.

    ``message`` is what was asked, cleaned and without personal data; it is not written with the answer. ``question`` is
    the standalone question that was answered (a follow-up completed from the conversation).
    ``confidence`` is the calibrated probability (0..1) that the documents hold the answer. ``notice`` is a
    sentence to the asker beside the answer, such as a warning about personal data. ``subjects`` are the keys of the
    indicators it is about (``37122:19.9``), ``passages`` the ids of the chunks shown, ``place`` the city or regency
    that the asker is from, for follow-ups. ``understood`` tells how the message was read, where that is not plain.
    ``as_of`` is of when the oldest of its facts are, in words of its language (``Januari 2026``), if that is known.
    ``steps`` are the durations of
    the pipeline's steps in milliseconds; ``features`` explain the confidence. ``written`` is what
    a language model did for it, if there is one.
    """

    outcome: Outcome
    language: Language
    message: str = Field(default="", exclude=True, repr=False)
    question: str
    blocks: tuple[Block, ...] = ()
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    place: str = ""
    notice: str = ""
    understood: str = ""
    as_of: str = ""
    confidence: float = 0.0
    release: str = ""
    milliseconds: float = 0.0
    steps: dict[str, float] = Field(default_factory=dict)
    features: dict[str, float] = Field(default_factory=dict)
    written: tuple[Written, ...] = ()

    @property
    def in_model_words(self) -> bool:
        """Whether a language model wrote what it says."""
        return any(one.used for one in self.written if one.job == "writing")
