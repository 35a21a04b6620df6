"""``/staf/tiket/<number>/dokumen``: a reply becomes a document; ``/staf/balasan``: what is often replied."""

from __future__ import annotations

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.staff.access import address_of, allowed, staff_of
from bot.staff.forms import form_of
from bot.staff.pages.tickets import PATH
from bot.staff.rendering import record, recorded, redirect, render, say
from bot.tickets import canned_replies
from bot.tickets.official_answers import TEXT, TITLE, OfficialAnswer
from bot.tickets.ticket import TicketError
from bot.tickets.tickets import TEXT_LIMIT
from bot.web.context import context_of
from bot.web.problems import Problem
from knowledge.documents import Language
from knowledge.errors import NotFoundError

_REPLIES = "/staf/balasan"
_QUESTIONS, _QUESTION_LINES = 20, 4000  # how many questions, and characters of them all


@allowed("editor")
async def show(request: Request) -> Response:
    """The reply as it would become a document, to be edited."""
    app, number = context_of(request).app, request.path_params["number"]
    try:
        answer = await run_in_threadpool(app.official_answers.proposed, number)
    except NotFoundError:
        raise Problem("not-found") from None
    return await _page(request, answer)


@allowed("editor")
async def save(request: Request) -> Response:
    """Take the reply into the knowledge; it answers once a Release with it is published."""
    app, number, form = context_of(request).app, request.path_params["number"], await form_of(request)
    questions = tuple(line.strip() for line in form.text("questions", _QUESTION_LINES, required=False).split("\n"))
    answer = OfficialAnswer(
        form.text("title", TITLE, required=False),
        form.text("text", TEXT, required=False),
        tuple(filter(None, questions))[:_QUESTIONS],
    )
    try:
        document = await run_in_threadpool(
            app.official_answers.promote, number, staff_of(request).name, answer=answer, origin=address_of(request)
        )
    except NotFoundError:
        raise Problem("not-found") from None
    except TicketError as error:
        return await _page(request, answer, error.said(staff_of(request).language), 422)
    recorded(request)
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
    title = form.text("title", canned_replies.TITLE, required=False)
    text = form.text("text", TEXT_LIMIT, required=False)
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
        limits=(TITLE, TEXT, _QUESTION_LINES),
    )


async def _replies(request: Request, error: str = "", status: int = 200) -> Response:
    replies = await run_in_threadpool(context_of(request).app.canned_replies.replies)
    title = say(request, "tickets.canned")
    return await render(
        request,
        "tickets/replies.html",
        status,
        title=title,
        replies=replies,
        error=error,
        limits=(canned_replies.TITLE, TEXT_LIMIT),
    )


ROUTES = [
    Route("/tiket/{number:int}/dokumen", show, methods=["GET"]),
    Route("/tiket/{number:int}/dokumen", save, methods=["POST"]),
    Route("/balasan", show_replies, methods=["GET"]),
    Route("/balasan", save_reply, methods=["POST"]),
    Route("/balasan/hapus", delete_reply, methods=["POST"]),
]
