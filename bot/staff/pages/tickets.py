"""``/staf/tiket``: the inbox, and one ticket with what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.app import App
from bot.mail.outbox import MailProgress
from bot.staff.access import address_of, allowed, staff_of
from bot.staff.filters import page_of
from bot.staff.forms import Form, form_of
from bot.staff.navigation import Area
from bot.staff.rendering import language_of, recorded, redirect, render, say
from bot.tickets.canned_replies import CannedReply
from bot.tickets.handling import SOURCES, mail_key
from bot.tickets.inbox import TABS, Tab
from bot.tickets.passages import citations_in
from bot.tickets.ticket import OPEN, TEXTS, Ticket, TicketError, way_of
from bot.tickets.tickets import TEXT_LIMIT
from bot.web.context import context_of
from bot.web.problems import Problem
from knowledge.answers import Citation
from knowledge.documents import Language, Passage
from knowledge.errors import NotFoundError, PanduError
from knowledge.language.personal_data import mask
from knowledge.markup.citation_marks import strip_marks

PATH = "/staf/tiket"
_QUERY = 500  # characters
_ACTS = ("answer", "inquire", "close")


@dataclass(frozen=True, slots=True)
class Line:
    """A ticket of the list with those that ask the same. Personal data is masked: a list shows none."""

    ticket: Ticket
    question: str
    alike: Sequence[Line] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that can be cited; ``chosen``: it is."""

    id: str
    title: str
    sources: Sequence[Citation]
    text: str
    chosen: bool


@allowed("editor")
async def inbox(request: Request) -> Response:
    """The tickets of a tab, those that ask the same together."""
    app, me = context_of(request).app, staff_of(request).name
    asked = request.query_params.get("daftar", "new")
    tab: Tab = asked if asked in TABS else "new"
    page = await run_in_threadpool(app.inbox.page, tab, me, page_of(request))
    lines = await run_in_threadpool(_lines, app, page.tickets)
    counts = await run_in_threadpool(app.inbox.counts, me)
    return await render(
        request,
        "tickets/list.html",
        tab=tab,
        tabs=TABS,
        counts=counts,
        page=page,
        lines=lines,
        state=lambda ticket: _state(request, ticket),
        way=lambda ticket: way_of(ticket, mails=app.settings.mails),
        available=await run_in_threadpool(app.available),
    )


@allowed("editor")
async def show(request: Request) -> Response:
    """One ticket."""
    ticket = await _ticket(request)
    return await _page(request, ticket, request.query_params.getlist("cite")[:SOURCES])


@allowed("editor")
async def passages(request: Request) -> Response:
    """The passages that fit what is searched, and those that are chosen already."""
    ticket = await _ticket(request)
    found = await _passages(request, ticket, request.query_params.getlist("cite")[:SOURCES])
    return await render(request, "tickets/_passages.html", ticket=ticket, found=found)


@allowed("editor")
async def canned(request: Request) -> Response:
    """The field for the reply, with a canned one in it."""
    ticket = await _ticket(request)
    replies = await run_in_threadpool(context_of(request).app.canned_replies.replies, ticket.language)
    text = _canned_text(request, replies)
    return await render(request, "tickets/_text.html", ticket=ticket, text=text, limit=TEXT_LIMIT)


@allowed("editor")
async def reply(request: Request) -> Response:
    """Answer, ask back, or close with a word."""
    app, me, form, ticket = context_of(request).app, staff_of(request), await form_of(request), await _ticket(request)
    do, text, after = form.choice("do", _ACTS), form.text("text", TEXT_LIMIT, required=False), form.number("after")
    chosen = form.texts("cite", 64)[:SOURCES]
    handling, origin = app.handling, address_of(request)

    def act() -> Ticket:
        if do == "inquire":
            return handling.inquire(ticket.id, text, me.name, after=after, origin=origin)
        if do == "close":
            return handling.close(ticket.id, text, me.name, after=after, origin=origin)
        sources = app.passages.cited(chosen, ticket.language) if chosen else []
        return handling.answer(ticket.id, text, me.name, sources=sources, after=after, origin=origin)

    try:
        done = await run_in_threadpool(act)
    except TicketError as error:
        ticket = await _ticket(request)
        return await _page(request, ticket, chosen, text=text, error=error.said(me.language), status=422)
    recorded(request)
    way = way_of(done, mails=app.settings.mails)
    return redirect(request, f"{PATH}/{ticket.id}", say(request, f"tickets.replied.{way}", contact=done.contact))


@allowed("editor")
async def claim(request: Request) -> Response:
    """Take the ticket up."""
    handling = context_of(request).app.handling
    return await _done(request, "claimed", lambda number, form, **who: handling.claim(number, **who))


@allowed("editor")
async def release(request: Request) -> Response:
    """Give the ticket back."""
    handling = context_of(request).app.handling
    return await _done(request, "released", lambda number, form, **who: handling.release(number, **who))


@allowed("editor")
async def reopen(request: Request) -> Response:
    """Take a closed ticket up again."""
    handling = context_of(request).app.handling
    return await _done(request, "reopened", lambda number, form, **who: handling.reopen(number, **who))


@allowed("editor")
async def merge(request: Request) -> Response:
    """Let others that ask the same be answered with this ticket, or this one with another."""
    handling = context_of(request).app.handling

    def act(number: int, form: Form, **who: str) -> object:
        others = [int(other) for other in form.texts("other", 9) if other.isascii() and other.isdecimal()]
        if others:
            return handling.merge(others, number, **who)
        return handling.merge([number], form.number("into", 1), **who)

    return await _done(request, "merged", act)


async def _done(request: Request, what: str, act: Callable[..., object]) -> Response:
    number, form = request.path_params["number"], await form_of(request)
    back = f"{PATH}/{number}"
    try:
        await run_in_threadpool(act, number, form, by=staff_of(request).name, origin=address_of(request))
    except TicketError as error:
        return redirect(request, back, error.said(staff_of(request).language), "bad")
    except NotFoundError:
        return redirect(request, back, say(request, "tickets.missing"), "bad")
    recorded(request)
    return redirect(request, back, say(request, f"tickets.done.{what}"))


async def _ticket(request: Request) -> Ticket:
    try:
        return await run_in_threadpool(context_of(request).app.tickets.ticket, request.path_params["number"])
    except NotFoundError:
        raise Problem("not-found") from None


async def _page(
    request: Request, ticket: Ticket, chosen: Sequence[str], *, text: str = "", error: str = "", status: int = 200
) -> Response:
    app = context_of(request).app
    replies = await run_in_threadpool(app.canned_replies.replies, ticket.language)
    alike = await run_in_threadpool(_alike, app, ticket) if ticket.status in OPEN else []
    values: dict[str, Any] = {
        "title": say(request, "tickets.number", id=ticket.id),
        "ticket": ticket,
        "state": _state(request, ticket),
        "way": way_of(ticket, mails=app.settings.mails),
        "open": ticket.status != "closed",
        "found": await _passages(request, ticket, chosen),
        "query": request.query_params.get("q", "")[:_QUERY],
        "query_limit": _QUERY,
        "replies": replies,
        "mails": await run_in_threadpool(_mails, app, ticket),
        "merged": await run_in_threadpool(app.handling.merged, ticket.id),
        "alike": [_line(one) for one in alike],
        "text": text or _canned_text(request, replies),
        "error": error,
        "limit": TEXT_LIMIT,
    }
    return await render(request, "tickets/show.html", status, **values)


async def _passages(request: Request, ticket: Ticket, ids: Sequence[str]) -> list[Found] | None:
    """What can be cited; None where nothing is published."""
    app, query = context_of(request).app, request.query_params.get("q", "")[:_QUERY].strip() or ticket.question

    def find() -> list[Found]:
        chosen = list(app.passages.chosen(ids, ticket.language))
        known = {passage.chunk.id for passage in chosen}
        others = [one for one in app.passages.search(query, ticket.language) if one.chunk.id not in known]
        return [_found(one, ticket.language, one.chunk.id in known) for one in (*chosen, *(others if query else ()))]

    try:
        return await run_in_threadpool(find)
    except PanduError:
        return None


def _found(passage: Passage, language: Language, chosen: bool) -> Found:
    chunk = passage.chunk
    title = chunk.heading[-1] if chunk.heading else passage.document.title
    return Found(chunk.id, title, citations_in(passage, language), strip_marks(chunk.text), chosen)


def _canned_text(request: Request, replies: Sequence[CannedReply]) -> str:
    wanted = request.query_params.get("balasan", "")
    return next((one.text for one in replies if str(one.id) == wanted), "")


def _mails(app: App, ticket: Ticket) -> dict[int, MailProgress]:
    """How far the mail of each message has come."""
    found = app.outbox.progress([mail_key(message.id) for message in ticket.messages])
    return {one.id: found[mail_key(one.id)] for one in ticket.messages if mail_key(one.id) in found}


def _alike(app: App, ticket: Ticket) -> list[Ticket]:
    group = next((group for group in app.likeness.groups() if ticket.id in group), [])
    return app.inbox.tickets([number for number in group if number != ticket.id])


def _lines(app: App, tickets: Sequence[Ticket]) -> list[Line]:
    """Tickets as a list shows them: of those that ask the same the first, with the others below it."""
    groups = app.likeness.groups() if any(ticket.status in OPEN for ticket in tickets) else []
    group_of = {number: group for group in groups for number in group}
    wanted = {number for ticket in tickets for number in group_of.get(ticket.id, ())}
    known = {ticket.id: ticket for ticket in app.inbox.tickets(sorted(wanted))}
    shown: set[int] = set()
    lines = []
    for ticket in tickets:
        if ticket.id in shown:
            continue
        alike = [known[number] for number in group_of.get(ticket.id, ()) if number != ticket.id and number in known]
        shown |= {one.id for one in alike}
        lines.append(_line(ticket, alike))
    return lines


def _line(ticket: Ticket, alike: Sequence[Ticket] = ()) -> Line:
    return Line(ticket, mask(ticket.question), [_line(one) for one in alike])


def _state(request: Request, ticket: Ticket) -> str:
    language = language_of(request)
    if ticket.closed_as:
        return TEXTS.say(f"closed_as.{ticket.closed_as}", language, into=ticket.merged_into)
    return TEXTS.say(f"status.{ticket.status}", language)


AREA = Area("tickets", PATH, "editor", count=lambda app, account: app.inbox.waiting())
ROUTES = [
    Route("/tiket", inbox, methods=["GET"]),
    Route("/tiket/{number:int}", show, methods=["GET"]),
    Route("/tiket/{number:int}", reply, methods=["POST"]),
    Route("/tiket/{number:int}/kutipan", passages, methods=["GET"]),
    Route("/tiket/{number:int}/balasan", canned, methods=["GET"]),
    Route("/tiket/{number:int}/ambil", claim, methods=["POST"]),
    Route("/tiket/{number:int}/lepas", release, methods=["POST"]),
    Route("/tiket/{number:int}/buka", reopen, methods=["POST"]),
    Route("/tiket/{number:int}/gabung", merge, methods=["POST"]),
]
