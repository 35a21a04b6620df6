"""What a person may do with an answer: rate it, hand the question over, look for the reply, delete everything."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Response

from bot.tickets import Ticket
from bot.web.api.responses import link, problems
from bot.web.api.schemas import CONVERSATION_PATTERN, FeedbackRequest, TicketBody, TicketRequest
from bot.web.context import ContextDep
from bot.web.gates import admit_ticket
from bot.web.problems import Problem
from knowledge.answer_text import plain_text
from knowledge.answers import Outcome
from knowledge.errors import NotFoundError

FOUND_CHARACTERS = 2000
_LOOK = {"path.ticket": "$response.body#/ticket", "header.X-Conversation": "$request.body#/conversation"}

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
    _check_owner(web, body.turn, body.conversation)
    try:
        web.app.journal.rate(body.turn, body.value, body.reason)
    except NotFoundError:
        raise Problem("answer-not-found") from None
    return Response(status_code=204)


@router.post(
    "/tickets",
    status_code=201,
    response_model=TicketBody,
    responses={
        201: {"links": {"look": link("read_ticket", parameters=_LOOK)}},
        **problems(400, 403, 404, 413, 415, 422, 429, 503),
    },
    dependencies=[Depends(admit_ticket)],
)
def open_ticket(body: TicketRequest, web: ContextDep, response: Response) -> TicketBody:
    """Hand a question to the directorate. A second call for the same answer returns the same ticket."""
    response.headers["Cache-Control"] = "no-store"
    _check_owner(web, body.turn, body.conversation)
    person = _person(body.conversation)
    try:
        turn = web.app.journal.turn(body.turn)
        found = plain_text(turn.answer)[:FOUND_CHARACTERS]
        return _body(web.app.tickets.open(turn, "web", person, contact=body.contact.strip(), found=found))
    except NotFoundError:
        raise Problem("answer-not-found") from None


@router.get("/tickets/{ticket}", response_model=TicketBody, responses=problems(403, 404, 422, 429, 503))
def read_ticket(
    ticket: Annotated[int, Path(ge=1, le=2**31 - 1)],
    conversation: ConversationHeader,
    web: ContextDep,
    response: Response,
) -> TicketBody:
    """Look whether the directorate has replied."""
    response.headers["Cache-Control"] = "no-store"
    try:
        return _body(web.app.tickets.ticket_of(ticket, _person(conversation)))
    except NotFoundError:
        raise Problem("ticket-not-found") from None


@router.delete("/conversation", status_code=204, responses=problems(403, 422, 429, 503))
def delete_conversation(conversation: ConversationHeader, web: ContextDep) -> Response:
    """Delete everything that is stored of a conversation. Deleting what is not there is not an error."""
    web.app.retention.forget(_person(conversation))
    return Response(status_code=204)


def _person(conversation: str) -> str:
    return f"web:{conversation}"  # on the web the holder of the conversation id is the person


def _check_owner(web: ContextDep, turn: str, conversation: str) -> None:
    if not web.app.journal.belongs_to(turn, _person(conversation)):
        raise Problem("answer-not-found")


def _body(ticket: Ticket) -> TicketBody:
    return TicketBody(
        ticket=ticket.id,
        status=ticket.status,
        question=ticket.question,
        reply=ticket.reply,
        message="" if ticket.reply else Outcome.HANDED_OVER.message(ticket.language),
    )
