"""``/tiket/<secret>``: one ticket for whoever holds its link. Nothing else in the address, and no search engine."""

from __future__ import annotations

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.tickets.ticket import TEXTS, Ticket, TicketError, way_of
from bot.tickets.tickets import TEXT_LIMIT
from bot.web.context import context_of
from bot.web.gates import admit_ticket
from bot.web.pages.forms import NOBODY_ELSE, form_fields
from bot.web.pages.rendering import address, error_response, language_of, render, texts
from bot.web.problems import Problem
from knowledge.errors import NotFoundError

PREFIX = "/tiket/"


async def show_ticket(request: Request) -> Response:
    """The question, how far it is, what was written, and a form to write back."""
    ticket = await run_in_threadpool(_ticket, request)
    return await run_in_threadpool(_page, request, ticket)


async def write(request: Request) -> Response:
    """Take what the asker writes."""
    await admit_ticket(request)
    ticket = await run_in_threadpool(_ticket, request)
    written = (await form_fields(request)).get("text", "")
    try:
        await run_in_threadpool(context_of(request).app.tickets.follow_up, ticket.id, written)
    except TicketError as error:
        return await run_in_threadpool(_page, request, ticket, error.said(language_of(request)), written)
    return _back(request, "terkirim")


async def delete(request: Request) -> Response:
    """Delete the ticket for its asker, also while the channel is off."""
    ticket = await run_in_threadpool(_ticket, request)
    await run_in_threadpool(context_of(request).app.retention.forget_ticket, ticket.id)
    title = texts(language_of(request))["ticket"]["deleted"]
    html = render(request, "ticket_deleted.html", title)
    return error_response(request, html, 200, NOBODY_ELSE)


def _ticket(request: Request) -> Ticket:
    try:
        return context_of(request).app.tickets.ticket_by_link(request.path_params["secret"])
    except NotFoundError:
        raise Problem("ticket-link-unknown", headers=NOBODY_ELSE) from None


def _page(request: Request, ticket: Ticket, problem: str = "", written: str = "") -> Response:
    web, language = context_of(request), language_of(request)
    html = render(
        request,
        "ticket.html",
        texts(language)["ticket"]["title"].format(id=ticket.id),
        ticket=ticket,
        state=TEXTS.say(f"told.{ticket.status}", language),
        expected="" if ticket.status in ("answered", "closed") else web.app.inbox.expected(language),
        mailed=way_of(ticket, mails=web.app.settings.mails) == "mail",
        days=web.app.changed_settings.latest.keep_tickets_days,
        limit=TEXT_LIMIT,
        problem=problem,
        written=written,
        sent="terkirim" in request.query_params,
    )
    return error_response(request, html, 422 if problem else 200, NOBODY_ELSE)


def _back(request: Request, note: str) -> Response:
    to = address(f"{PREFIX}{request.path_params['secret']}", language_of(request), **{note: "1"})
    return RedirectResponse(f"{to}#pesan", 303, NOBODY_ELSE)
