"""What a person may do with an answer: rate it, and delete everything that was asked."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Response

from bot.web.api.responses import problems
from bot.web.api.schemas import CONVERSATION_PATTERN, FeedbackRequest
from bot.web.context import ContextDep, WebContext
from bot.web.problems import Problem
from knowledge.errors import NotFoundError

router = APIRouter(tags=["conversation"])

ConversationHeader = Annotated[
    str,
    Header(
        alias="X-Conversation",
        pattern=CONVERSATION_PATTERN,
        description="The conversation id; in a header so that it stays out of logs.",
    ),
]


@router.post("/feedback", status_code=204, responses=problems(400, 403, 404, 413, 415, 422, 429, 503))
def give_feedback(body: FeedbackRequest, web: ContextDep) -> Response:
    """Say whether an answer helped."""
    check_owner(web, body.turn, body.conversation)
    try:
        web.app.journal.rate(body.turn, body.value, body.reason)
    except NotFoundError:
        raise Problem("answer-not-found") from None
    return Response(status_code=204)


@router.delete("/conversation", status_code=204, responses=problems(403, 422, 429, 503))
def delete_conversation(conversation: ConversationHeader, web: ContextDep) -> Response:
    """Delete everything that is stored of a conversation. Deleting what is not there is not an error."""
    web.app.retention.forget(person_of(conversation))
    return Response(status_code=204)


def person_of(conversation: str) -> str:
    """Who a conversation's holder is to the journal."""
    return f"web:{conversation}"  # on the web the holder of the conversation id is the person


def check_owner(web: WebContext, turn: str, conversation: str) -> None:
    """Raise ``Problem`` where a turn is not of this conversation."""
    if not web.app.journal.belongs_to(turn, person_of(conversation)):
        raise Problem("answer-not-found")
