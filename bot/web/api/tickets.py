"""Tickets on the web: a question handed to the directorate, looked at, followed up."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Response

from bot.tickets.ticket import TEXTS, Ticket, TicketError, way_of
from bot.tickets.tickets import LINK_PATTERN
from bot.web.api.responses import link, problems
from bot.web.api.schemas import TicketBody, TicketMessageBody, TicketMessageRequest, TicketRequest
from bot.web.api.turns import ConversationHeader, check_owner, person_of
from bot.web.context import ContextDep, WebContext
from bot.web.gates import admit_ticket
from bot.web.problems import Problem
from knowledge.answer_text import plain_text
from knowledge.errors import NotFoundError

_AT_ONCE = 20
_SECRET = re.compile(LINK_PATTERN)
_LOOK = {"path.ticket": "$response.body#/ticket", "header.X-Conversation": "$request.body#/conversation"}
_FOLLOW = {"header.X-Ticket": "$response.body#/secret"}

router = APIRouter(tags=["tickets"])

SecretHeader = Annotated[
    str,
    Header(
        alias="X-Ticket",
        pattern=LINK_PATTERN,
        description="The ticket's secret; in a header so that it stays out of logs.",
    ),
]


@router.post(
    "/tickets",
    status_code=201,
    response_model=TicketBody,
    responses={
        201: {
            "links": {
                "look": link("read_ticket", parameters=_LOOK),
                "follow": link("follow_up_ticket", {"text": "Untuk tahun 2026."}, parameters=_FOLLOW),
            }
        },
        **problems(400, 403, 404, 409, 413, 415, 422, 429, 503),
    },
    dependencies=[Depends(admit_ticket)],
)
def open_ticket(body: TicketRequest, web: ContextDep, response: Response) -> TicketBody:
    """Hand a question to the directorate. A second call for the same answer returns the same ticket."""
    response.headers["Cache-Control"] = "no-store"
    check_owner(web, body.turn, body.conversation)
    if not web.app.available():
        raise Problem("nobody-to-hand-over-to")
    person = person_of(body.conversation)
    try:
        turn = web.app.journal.turn(body.turn)
        found = plain_text(turn.answer)
        ticket = web.app.tickets.open(turn, "web", person, contact=body.contact.strip(), found=found)
    except NotFoundError:
        raise Problem("answer-not-found") from None
    return _body(web, ticket)


@router.get("/tickets/kept", response_model=list[TicketBody], responses=problems(403, 422, 429, 503))
def read_tickets(
    secrets: Annotated[
        str,
        Header(
            alias="X-Ticket",
            max_length=_AT_ONCE * 33,
            description="Secrets of tickets, separated by commas; those that open nothing any more are left out.",
        ),
    ],
    web: ContextDep,
    response: Response,
) -> list[TicketBody]:
    """Look at tickets, as at those a device has kept."""
    response.headers["Cache-Control"] = "no-store"
    known = [secret for secret in secrets.split(",")[:_AT_ONCE] if _SECRET.match(secret)]
    return [_body(web, ticket) for ticket in web.app.tickets.linked(known)]


@router.get("/tickets/{ticket:int}", response_model=TicketBody, responses=problems(403, 404, 422, 429, 503))
def read_ticket(
    ticket: Annotated[int, Path(ge=1, le=2**31 - 1)],
    conversation: ConversationHeader,
    web: ContextDep,
    response: Response,
) -> TicketBody:
    """Look whether the directorate has replied."""
    response.headers["Cache-Control"] = "no-store"
    try:
        return _body(web, web.app.tickets.ticket_of(ticket, person_of(conversation)))
    except NotFoundError:
        raise Problem("ticket-not-found") from None


@router.post(
    "/tickets/messages",
    status_code=201,
    response_model=TicketBody,
    responses=problems(400, 403, 404, 409, 413, 415, 422, 429, 503),
    dependencies=[Depends(admit_ticket)],
)
def follow_up_ticket(
    body: TicketMessageRequest, secret: SecretHeader, web: ContextDep, response: Response
) -> TicketBody:
    """Write to the directorate about a ticket: it is open again, and people read it."""
    response.headers["Cache-Control"] = "no-store"
    try:
        ticket = web.app.tickets.ticket_by_link(secret)
        return _body(web, web.app.tickets.follow_up(ticket.id, body.text))
    except NotFoundError:
        raise Problem("ticket-not-found") from None
    except TicketError as error:
        said = {"id": error.said("id"), "en": error.said("en")}
        raise Problem("not-with-this-ticket", said=said) from None


def _body(web: WebContext, ticket: Ticket) -> TicketBody:
    return TicketBody(
        ticket=ticket.id,
        status=ticket.status if ticket.status in ("answered", "closed") else "open",
        question=ticket.question,
        reply=ticket.reply,
        message="" if ticket.reply else handed_over(web, ticket),
        state=ticket.status,
        told=TEXTS.say(f"told.{ticket.status}", ticket.language),
        secret=web.app.tickets.secret(ticket.id),
        messages=tuple(
            TicketMessageBody(staff=one.from_staff, kind=one.kind, text=one.text, sources=one.sources, at=one.at)
            for one in ticket.messages
        ),
    )


def handed_over(web: WebContext, ticket: Ticket) -> str:
    """What an asker is told: the number, when a reply may come, and where."""
    way = "mail" if way_of(ticket, mails=web.app.settings.mails) == "mail" else "page"
    expected = web.app.inbox.expected(ticket.language)
    return TEXTS.say(f"handed_over.{way}", ticket.language, id=ticket.id, expected=expected)
