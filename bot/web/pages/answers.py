"""``/jawaban/<id>``: an answer under an address of its own, for whoever is given it, as long as it is kept.
``/tanya``: the plain form, which answers without scripts."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.answer_files.contents import file_name
from bot.answer_files.pdf import PDF, pdf_file
from bot.answer_files.word import WORD, word_file
from bot.journal import KeptTurn
from bot.web.api.asking import BUSY_SECONDS
from bot.web.context import context_of
from bot.web.gates import admit_question
from bot.web.pages.discovery import origin
from bot.web.pages.forms import NOBODY_ELSE, form_fields
from bot.web.pages.rendering import address, error_response, language_of, render, settings_of, texts
from bot.web.problems import Problem
from knowledge.answering.calibration import sureness
from knowledge.answers import Outcome
from knowledge.errors import NotFoundError
from knowledge.language.messages import Messages
from knowledge.storage.engine import now

PATH = "/jawaban/"
#: Formats of files by the ends of their names.
_FORMATS = {"docx": (WORD, word_file), "pdf": (PDF, pdf_file)}
_CONVERSATION = re.compile(r"[A-Za-z0-9_-]{22}")
_TURN = re.compile(r"[0-9a-f]{32}")
#: With no referrer at all a browser would not say either that a form comes from this page.
_PRIVATE = {**NOBODY_ELSE, "Referrer-Policy": "same-origin"}
_SAID = Messages("bot.web.widget")


async def show_answer(request: Request) -> Response:
    """Question, answer, sources, and how long this address leads to them."""
    return await _page(request, await run_in_threadpool(_turn, request))


async def ask(request: Request) -> Response:
    """The answer to what the plain form sends, with a form to go on."""
    web = context_of(request)
    if request.headers.get("origin") and not web.origins.is_own(
        request.headers["origin"], request.headers.get("host", "")
    ):
        raise Problem("origin-not-allowed", origin=request.headers["origin"][:200])
    await admit_question(request)
    fields = await form_fields(request)
    question = (fields.get("starter") or fields.get("question", "")).strip()
    if not question:
        return RedirectResponse(address("/", language_of(request)), 303)
    if len(question) > web.app.settings.question_limit:
        raise Problem("question-too-long", limit=web.app.settings.question_limit)
    given = fields.get("conversation", "")
    conversation = given if _CONVERSATION.fullmatch(given) else secrets.token_urlsafe(16)
    turn = await web.app.conversation.ask(
        question, channel="web", who=conversation, conversation=conversation, new=conversation != given
    )
    web.metrics.answer(turn.answer)
    if turn.answer.outcome is Outcome.BUSY:
        raise Problem.too_many(BUSY_SECONDS)
    answered = KeptTurn("", now(), turn.answer.message, turn.answer)  # as while the database cannot be written
    if turn.id:
        answered = await run_in_threadpool(web.app.journal.kept, turn.id)
    else:
        web.metrics.not_stored()
    return await _page(request, answered, conversation)


async def start_over(request: Request) -> Response:
    """``/tanya`` by its address alone: the page where one asks."""
    return RedirectResponse(address("/", language_of(request)), 303)


async def download_answer(request: Request) -> Response:
    """``/jawaban/<id>.docx`` or ``.pdf``: the answer with its sources, for a memo or a file."""
    return await run_in_threadpool(_file, request, [await run_in_threadpool(_turn, request)])


async def download_conversation(request: Request) -> Response:
    """``/percakapan.docx`` or ``.pdf``: all that was asked in a conversation, for who holds it."""
    conversation = (await form_fields(request)).get("conversation", "")
    journal = context_of(request).app.journal
    turns = await run_in_threadpool(journal.conversation, "web", conversation)
    if not turns:
        raise Problem("answer-gone", headers=_PRIVATE)
    return await run_in_threadpool(_file, request, turns)


def _turn(request: Request) -> KeptTurn:
    given = request.path_params["turn"]
    try:  # what is no id is in no row either
        return context_of(request).app.journal.kept(given if _TURN.fullmatch(given) else "")
    except NotFoundError:
        raise Problem("answer-gone", headers=_PRIVATE) from None


def _file(request: Request, turns: list[KeptTurn]) -> Response:
    ending = request.url.path.rpartition(".")[2]
    media_type, made = _FORMATS[ending]
    content = made(turns, language_of(request), origin(request))
    disposition = {"Content-Disposition": f'attachment; filename="{file_name(turns, ending)}"'}
    return Response(content, media_type=media_type, headers={**_PRIVATE, **disposition})


async def _page(request: Request, turn: KeptTurn, conversation: str = "") -> Response:
    language, answer = language_of(request), turn.answer
    said, sure = _SAID.get(answer.language), sureness(answer)
    days = (await settings_of(request)).keep_turns_days
    html = render(
        request,
        "answer.html",
        turn.question.splitlines()[0][:80] if turn.question else texts(language)["answer"]["title"],
        turn=turn,
        answer=answer,
        sure=sure,
        label=said["tentative"] if sure == "tentative" else answer.outcome.label(answer.language),
        as_of=said["asOf"].format(n=answer.as_of) if answer.as_of else "",
        until=turn.at + timedelta(days=days),
        link=f"{PATH}{turn.id}" if turn.id and answer.outcome is not Outcome.CARE else "",
        conversation=conversation,
        limit=context_of(request).app.settings.question_limit,
    )
    return error_response(request, html, 200, _PRIVATE)
