"""``/staf/tiket/<number>/dokumen``: a reply becomes a document; ``/staf/balasan``: what is often replied."""

from __future__ import annotations

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.staff.access import allowed, staff_of
from bot.staff.forms import form_of
from bot.staff.pages.tickets import PATH
from bot.staff.rendering import record, redirect, render, say
from bot.tickets.official_answers import TEXT, TITLE, OfficialAnswer, promote_to_document, proposed
from bot.tickets.ticket import TicketError
from bot.tickets.tickets import TEXT_LIMIT
from bot.web.context import context_of
from bot.web.problems import Problem
from knowledge.documents import Language
from knowledge.errors import NotFoundError

_REPLIES = "/staf/balasan"
_QUESTIONS = 20


@allowed("editor")
async def show(request: Request) -> Response:
    """The reply as it would become a document, to be edited."""
    app, number = context_of(request).app, request.path_params["number"]
    try:
        ticket = await run_in_threadpool(app.tickets.ticket, number)
        merged = await run_in_threadpool(app.handling.merged, number)
    except NotFoundError:
        raise Problem("not-found") from None
    return await _page(request, proposed(ticket, merged))


@allowed("editor")
async def save(request: Request) -> Response:
    """Take the reply into the knowledge; it answers once a Release with it is published."""
    app, number, form = context_of(request).app, request.path_params["number"], await form_of(request)
    questions = tuple(line.strip() for line in form.text("questions", 4000, required=False).split("\n"))
    answer = OfficialAnswer(
        form.text("title", TITLE, required=False),
        form.text("text", TEXT, required=False),
        tuple(filter(None, questions))[:_QUESTIONS],
    )
    try:
        document = await run_in_threadpool(promote_to_document, app.tickets, app.document_store, number, answer)
    except NotFoundError:
        raise Problem("not-found") from None
    except TicketError as error:
        return await _page(request, answer, error.said(staff_of(request).language), 422)
    await record(request, "ticket.promoted", str(number), {"document": document.id})
    return redirect(request, f"{PATH}/{number}", say(request, "tickets.promoted", title=document.title))


@allowed("editor")
async def show_replies(request: Request) -> Response:
    """What is often replied."""
    return await _replies(request)


@allowed("editor")
async def save_reply(request: Request) -> Response:
    """Add what is often replied, or change it."""
    app, me, form = context_of(request).app, staff_of(request), await form_of(request)
    language: Language = "en" if form.choice("language", ("id", "en")) == "en" else "id"
    number = form.number("number") or None
    title, text = form.text("title", 100, required=False), form.text("text", TEXT_LIMIT, required=False)
    try:
        saved = await run_in_threadpool(app.canned_replies.save, title, text, language, me.name, number)
    except NotFoundError:
        raise Problem("not-found") from None
    except TicketError as error:
        return await _replies(request, error.said(me.language), 422)
    await record(request, "canned-reply.saved", str(saved.id), {"title": saved.title})
    return redirect(request, _REPLIES, say(request, "tickets.reply_saved"))


@allowed("editor")
async def delete_reply(request: Request) -> Response:
    """Delete what is no longer replied."""
    number = (await form_of(request)).number("number")
    await run_in_threadpool(context_of(request).app.canned_replies.delete, number)
    await record(request, "canned-reply.deleted", str(number))
    return redirect(request, _REPLIES, say(request, "tickets.reply_deleted"))


async def _page(request: Request, answer: OfficialAnswer, error: str = "", status: int = 200) -> Response:
    number = request.path_params["number"]
    return await render(
        request,
        "tickets/document.html",
        status,
        title=say(request, "tickets.make_document"),
        number=number,
        answer=answer,
        error=error,
        limits=(TITLE, TEXT),
    )


async def _replies(request: Request, error: str = "", status: int = 200) -> Response:
    replies = await run_in_threadpool(context_of(request).app.canned_replies.replies)
    title = say(request, "tickets.canned")
    return await render(
        request, "tickets/replies.html", status, title=title, replies=replies, error=error, limit=TEXT_LIMIT
    )


ROUTES = [
    Route("/tiket/{number:int}/dokumen", show, methods=["GET"]),
    Route("/tiket/{number:int}/dokumen", save, methods=["POST"]),
    Route("/balasan", show_replies, methods=["GET"]),
    Route("/balasan", save_reply, methods=["POST"]),
    Route("/balasan/hapus", delete_reply, methods=["POST"]),
]
