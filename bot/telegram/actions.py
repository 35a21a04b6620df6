"""What pressed buttons and expected replies mean, and how that is stored.

Stored are plain JSON objects whose key ``do`` (of a button) or column ``kind`` (of a reply) names the class. Buttons
live under messages for weeks, so names and keys of what earlier versions stored stay as they were, also where the class
is called by a better word today.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Annotated, Any, Literal, get_args

from pydantic import Field, TypeAdapter, ValidationError

from knowledge.documents import Language

Reason = Literal["wrong", "incomplete", "unclear"]
REASONS: tuple[Reason, ...] = get_args(Reason)


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask a question."""

    question: str
    language: Language
    do: Literal["ask"] = "ask"


@dataclass(frozen=True, slots=True)
class AskIndicator:
    """Ask for one indicator; ``key`` as in the catalogue (``37122:19.9``)."""

    key: str
    language: Language
    do: Literal["indicator"] = "indicator"


@dataclass(frozen=True, slots=True)
class ShowSources:
    """Show the passages an answer stands on."""

    turn: str
    do: Literal["sources"] = "sources"


@dataclass(frozen=True, slots=True)
class Rate:
    """Judge an answer; ``question`` is the message that a reply of the directorate goes to."""

    turn: str
    value: Literal[1, -1]
    question: int | None = None
    do: Literal["rate"] = "rate"


@dataclass(frozen=True, slots=True)
class GiveReason:
    """Say what was wrong with an answer by choosing a reason."""

    turn: str
    reason: Reason
    question: int | None = None
    do: Literal["reason"] = "reason"


@dataclass(frozen=True, slots=True)
class WriteReason:
    """Say what was wrong with an answer in one's own words."""

    turn: str
    do: Literal["write_reason"] = "write_reason"


@dataclass(frozen=True, slots=True)
class HandOver:
    """Hand a question to the directorate; ``question`` is the message that its reply goes to."""

    turn: str
    question: int | None = None
    do: Literal["hand_over"] = "hand_over"


@dataclass(frozen=True, slots=True)
class WatchAnswer:
    """Be told when an answer changes."""

    turn: str
    do: Literal["watch"] = "watch"


@dataclass(frozen=True, slots=True)
class StopWatching:
    """Be told no more when an answer changes."""

    watch: int
    do: Literal["stop_watching"] = "stop_watching"


@dataclass(frozen=True, slots=True)
class ShowDocuments:
    """Show a page of the documents."""

    page: int
    language: Language
    do: Literal["documents"] = "documents"


@dataclass(frozen=True, slots=True)
class ShowThemes:
    """Show the themes of a standard."""

    standard: str
    language: Language
    do: Literal["themes"] = "themes"


@dataclass(frozen=True, slots=True)
class ShowTheme:
    """Show a page of the indicators of a theme; ``new`` in a message of its own, else in place of the list above."""

    theme: str
    standard: str
    page: int
    language: Language
    new: bool = False
    do: Literal["theme"] = "theme"


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """Choose the language of the chat."""

    language: Language
    do: Literal["language"] = "language"


@dataclass(frozen=True, slots=True)
class Forget:
    """Delete everything stored about the person."""

    language: Language
    do: Literal["forget"] = "forget"


@dataclass(frozen=True, slots=True)
class CancelForget:
    """Leave what is stored about the person as it is."""

    language: Language
    do: Literal["keep"] = "keep"


@dataclass(frozen=True, slots=True)
class Promote:
    """Make the reply to a ticket an official answer."""

    ticket: int
    do: Literal["official"] = "official"


@dataclass(frozen=True, slots=True)
class ShowAnswer:
    """Show staff the whole answer that a ticket is about."""

    turn: str
    do: Literal["full_answer"] = "full_answer"


@dataclass(frozen=True, slots=True)
class AcceptDocument:
    """Take a document that staff sent into the knowledge base; ``file`` is Telegram's id of it."""

    file: str
    name: str
    language: Language
    do: Literal["take"] = "take"


@dataclass(frozen=True, slots=True)
class DeclineDocument:
    """Do not take a document that staff sent."""

    file: str
    name: str
    language: Language
    do: Literal["leave"] = "leave"


@dataclass(frozen=True, slots=True)
class ShowMore:
    """Show all that can be done with an answer; ``rated`` is how the person judged it, as far as it is known."""

    turn: str
    question: int | None = None
    rated: Literal["up", "explained", None] = None
    do: Literal["more"] = "more"


@dataclass(frozen=True, slots=True)
class ShowTable:
    """Show an answer as a rich message, where tables are tables."""

    turn: str
    do: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class ChooseView:
    """Choose whether answers with tables are rich messages in this chat."""

    rich: bool
    language: Language
    do: Literal["view"] = "view"


@dataclass(frozen=True, slots=True)
class CopyText:
    """Copy a text; the person's app does so by itself."""

    text: str


@dataclass(frozen=True, slots=True)
class OpenApp:
    """Open an address as a Mini App; in private chats only."""

    url: str


MenuPage = ShowDocuments | ShowThemes | ShowTheme
Action = (
    Ask
    | AskIndicator
    | ShowSources
    | ShowMore
    | ShowTable
    | ChooseView
    | Rate
    | GiveReason
    | WriteReason
    | HandOver
    | WatchAnswer
    | StopWatching
    | MenuPage
    | ChooseLanguage
    | Forget
    | CancelForget
    | Promote
    | ShowAnswer
    | AcceptDocument
    | DeclineDocument
)
Button = Action | CopyText | OpenApp
Row = list[tuple[str, Button]]
_ACTIONS: TypeAdapter[Action] = TypeAdapter(Annotated[Action, Field(discriminator="do")])


@dataclass(frozen=True, slots=True)
class TicketReply:
    """The reply to this message answers a ticket."""

    ticket: int
    kind: Literal["ticket"] = "ticket"


@dataclass(frozen=True, slots=True)
class ReasonReply:
    """The reply to this message says what was wrong with an answer."""

    turn: str
    kind: Literal["reason"] = "reason"


@dataclass(frozen=True, slots=True)
class FollowUpReply:
    """The reply to this message, which brought its asker what the directorate wrote, goes into the ticket."""

    ticket: int
    kind: Literal["follow_up"] = "follow_up"


ExpectedReply = TicketReply | ReasonReply | FollowUpReply
_REPLIES: TypeAdapter[ExpectedReply] = TypeAdapter(Annotated[ExpectedReply, Field(discriminator="kind")])


def store_action(action: Action) -> dict[str, Any]:
    """An action as it is stored with its button."""
    return asdict(action)


def read_action(stored: Mapping[str, Any]) -> Action | None:
    """The action of a stored button, also of an earlier version; None when this version does not know it."""
    try:
        return _ACTIONS.validate_python(stored)
    except ValidationError:
        return None


def store_reply(reply: ExpectedReply) -> tuple[str, dict[str, Any]]:
    """The kind of an expected reply and the data stored with it."""
    data = asdict(reply)
    return data.pop("kind"), data


def read_reply(kind: str, data: Mapping[str, Any]) -> ExpectedReply | None:
    """A stored expected reply; None when this version does not know it."""
    try:
        return _REPLIES.validate_python({**data, "kind": kind})
    except ValidationError:
        return None
