"""What the API takes and gives, version 1: fields are added, never renamed or removed, within a version."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from bot.tickets.ticket import Kind, TicketStatus
from bot.tickets.tickets import LINK_PATTERN, TEXT_LIMIT
from bot.web.api import examples
from knowledge.answer_text import plain_text
from knowledge.answering.calibration import Sureness, sureness
from knowledge.answers import Answer, Block, Citation, Outcome
from knowledge.documents import Language

CONVERSATION_PATTERN = r"^[A-Za-z0-9_-]{22}$"
TURN_PATTERN = r"^[0-9a-f]{32}$"

Collection = Literal["ascn", "asean-2045", "sni", "staff"]
ConversationId = Annotated[
    str,
    Field(
        pattern=CONVERSATION_PATTERN,
        description="Names a conversation. Keep it secret: who holds it may rate, hand over and delete.",
        examples=["kq3v9TzJ0nWb7eYxA1LmPw"],
    ),
]
TurnId = Annotated[
    str, Field(pattern=TURN_PATTERN, description="Names an answer.", examples=["3f0c9f1a2b7d4e5f8a6b1c2d3e4f5a6b"])
]


def _without_nul(text: str) -> str:
    if "\x00" in text:
        raise PydanticCustomError("nul", "It must not hold the character NUL.")
    return text


# A question need not be, since it is cleaned when it is admitted.
Typed = Annotated[str, AfterValidator(_without_nul), Field(json_schema_extra={"pattern": r"^[^\u0000]*$"})]


class _Request(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AskRequest(_Request):
    """A question. Without ``conversation`` a new one begins; with it, follow-ups are understood."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": examples.QUESTIONS})

    question: str = Field(min_length=1, max_length=10_000, description="In Indonesian or English.")
    conversation: ConversationId | None = None
    language: Language | None = Field(None, description="Language of the answer; null means that of the question.")
    alone: bool = Field(False, strict=True, description="Read it by itself, without what was said before it.")
    scope: Collection | None = Field(None, description="Stay within one collection.")


class AnswerBody(BaseModel):
    """An answer. ``turn`` is empty when nothing was stored, and then it cannot be rated or handed over."""

    model_config = ConfigDict(json_schema_extra={"examples": examples.ANSWERS})

    version: Literal[1] = 1
    turn: str
    conversation: str = Field(pattern=CONVERSATION_PATTERN)
    outcome: Outcome
    label: str = Field(description="The outcome in words.")
    language: Language
    question: str = Field(description="The question that was answered: a follow-up completed from the conversation.")
    text: str = Field(description="The answer as plain text with marks like [1].")
    notice: str = Field(description="A sentence beside the answer, such as a warning about personal data.")
    understood: str = Field(description="How the message was read, where that is not plain; may be empty.")
    sureness: Sureness = Field("", description="How far the documents answer; `tentative`: the nearest passage only.")
    as_of: str = Field("", description="Of when the oldest of its facts are, in words; empty where that is not known.")
    blocks: tuple[Block, ...]
    citations: tuple[Citation, ...] = Field(description="What the marks in the blocks refer to, by number.")
    suggestions: tuple[str, ...] = Field(description="Questions that could follow.")
    confidence: float = Field(ge=0, le=1, description="Probability that the documents hold the answer.")
    release: str = Field(description="The release of the knowledge base that answered.")
    hand_over: bool = Field(description="Whether the question can be handed to the directorate.")
    watch: bool = Field(description="Whether one can be told by mail when the answer changes.")
    milliseconds: float = Field(ge=0)

    @classmethod
    def of(cls, turn: str, conversation: str, answer: Answer, *, available: bool, mails: bool) -> AnswerBody:
        """The public form of an answer; ``conversation`` is the caller's id, ``available`` whether anybody is there to
        take a question, ``mails`` whether mail is sent to who watches an answer."""
        return cls(
            turn=turn,
            conversation=conversation,
            hand_over=available and bool(turn),
            watch=mails and bool(turn) and answer.outcome.counts == "answered",
            outcome=answer.outcome,
            label=answer.outcome.label(answer.language),
            text=plain_text(answer),
            sureness=sureness(answer),
            **{
                name: getattr(answer, name)
                for name in (
                    "language",
                    "question",
                    "notice",
                    "understood",
                    "as_of",
                    "blocks",
                    "citations",
                    "suggestions",
                    "confidence",
                    "release",
                    "milliseconds",
                )
            },
        )


class FeedbackRequest(_Request):
    """A judgement of an answer; the latest one counts."""

    turn: TurnId
    conversation: ConversationId
    value: Literal[1, -1] = Field(description="1 helped, -1 did not.")
    reason: Typed = Field("", max_length=1000, description="What was missing or wrong, in the person's words.")


class WatchRequest(_Request):
    """Asks to be told when the answer of a turn changes."""

    turn: TurnId
    conversation: ConversationId
    email: Typed = Field(max_length=254, examples=["sri@kota.go.id"])


class WatchBody(BaseModel):
    """What who watches an answer is told."""

    message: str = Field(examples=["Buka tautan di surel yang baru kami kirim untuk menyetujuinya."])


class TicketRequest(_Request):
    """Hands the question of a turn to the directorate."""

    turn: TurnId
    conversation: ConversationId
    contact: Typed = Field(
        "",
        max_length=200,
        description="Where the reply may be sent (e-mail or phone); empty if the asker will look again here.",
    )


class TicketMessageRequest(_Request):
    """What the asker writes to a reply; it goes into the ticket."""

    text: Typed = Field(min_length=1, max_length=TEXT_LIMIT)


class TicketMessageBody(BaseModel):
    """What was written on a ticket after its question."""

    staff: bool = Field(description="Whether the directorate wrote it, or the asker.")
    kind: Kind
    text: str
    sources: tuple[Citation, ...] = Field(description="Passages that an answer stands on.")
    at: datetime


class TicketBody(BaseModel):
    """A question at the directorate, with its reply once there is one."""

    ticket: int = Field(ge=1, examples=[17])
    status: Literal["open", "answered", "closed"]
    question: str = Field(examples=["Kapan pendaftaran anggota ASCN dibuka lagi?"])
    reply: str = Field(description="The latest answer.", examples=[""])
    message: str = Field(
        description="What the asker is told: that it was passed on, and when a reply may come; empty once it came.",
        examples=["Pertanyaan Anda sudah diteruskan ke Direktorat: tiket 17."],
    )
    state: TicketStatus = Field(description="How far it is: `waiting` means for the asker, who was asked back.")
    told: str = Field(description="The state in words.", examples=["Diterima, belum dikerjakan"])
    secret: str = Field(
        pattern=LINK_PATTERN,
        description="Opens this ticket alone, for `X-Ticket` and the page `/tiket/<secret>`. Keep it secret.",
    )
    messages: tuple[TicketMessageBody, ...] = ()
