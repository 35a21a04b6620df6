"""POST /ask: one question, answered as JSON or as a stream of Server-Sent Events."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import AsyncIterator, Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse

from bot.journal import Turn
from bot.web.api.responses import link, problems
from bot.web.api.schemas import AnswerBody, AskRequest
from bot.web.context import ContextDep, WebContext
from bot.web.gates import CallerLanguage, admit_question
from bot.web.problems import Problem, request_id
from knowledge.answers import Outcome
from knowledge.documents import Language

logger = logging.getLogger(__name__)

KEEP_ALIVE_SECONDS = 10.0
BUSY_SECONDS = 60  # the window in which a conversation's questions are counted
EVENT_STREAM = "text/event-stream"
TURN_LINK = {"turn": "$response.body#/turn", "conversation": "$response.body#/conversation"}

router = APIRouter(tags=["ask"])


@router.post(
    "/ask",
    response_model=AnswerBody,
    responses={
        200: {
            "description": "The answer. With `Accept: text/event-stream` the events `status`, then `answer` (the same "
            "JSON) or `error` (a problem). Where a language model writes, `delta` events come before it, each with a "
            "sentence (`text`) that was verified; the answer takes their place.",
            "content": {EVENT_STREAM: {"schema": {"type": "string"}}},
            "links": {
                "rate": link("give_feedback", {**TURN_LINK, "value": 1}),
                "handOver": link("open_ticket", TURN_LINK),
                "watch": link("watch_answer", {**TURN_LINK, "email": "sri@kota.go.id"}),
            },
        },
        **problems(400, 403, 413, 415, 422, 429, 503),
    },
    dependencies=[Depends(admit_question)],
)
async def ask(
    body: AskRequest,
    request: Request,
    web: ContextDep,
    language: CallerLanguage,
    accept: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """Ask a question. The answer stands on the documents alone and cites them, or says that they do not hold it."""
    limit = web.app.settings.question_limit
    if len(body.question) > limit:
        raise Problem("question-too-long", limit=limit)
    if EVENT_STREAM in accept.lower():
        stream = _events(web, body, language, request_id(request))
        # X-Accel-Buffering: a proxy (nginx) must pass each event on at once.
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(stream, media_type=EVENT_STREAM, headers=headers)
    answer = await _answer(web, body)
    return JSONResponse(answer.model_dump(mode="json"), headers={"Cache-Control": "no-store"})


async def _answer(web: WebContext, body: AskRequest, tell: Callable[[str], None] | None = None) -> AnswerBody:
    conversation = body.conversation or secrets.token_urlsafe(16)
    turn: Turn = await web.app.conversation.ask(
        body.question,
        channel="web",
        who=conversation,
        conversation=conversation,
        new=body.conversation is None or body.alone,
        language=body.language,
        scope=body.scope,
        tell=tell,
    )
    web.metrics.answer(turn.answer)
    if turn.answer.outcome is Outcome.BUSY:
        raise Problem.too_many(BUSY_SECONDS)
    if not turn.id:
        web.metrics.not_stored()
    available = await asyncio.to_thread(web.app.available)
    return AnswerBody.of(
        turn.id, conversation, turn.answer, available=available, mails=web.app.watch_letters is not None
    )


async def _events(web: WebContext, body: AskRequest, language: Language, request: str) -> AsyncIterator[bytes]:
    """The answer as events; while it is worked on, a comment now and then keeps proxies from closing the line."""
    yield _event("status", {"state": "searching"})
    loop, written = asyncio.get_running_loop(), asyncio.Queue[str]()

    def tell(sentence: str) -> None:
        loop.call_soon_threadsafe(written.put_nowait, sentence)

    task = asyncio.ensure_future(_answer(web, body, tell))
    try:
        while not task.done():
            sentence = asyncio.ensure_future(written.get())
            await asyncio.wait({task, sentence}, timeout=KEEP_ALIVE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if sentence.done():
                yield _event("delta", {"text": sentence.result()})
            else:
                sentence.cancel()
                if not task.done():
                    yield b": keep-alive\n\n"
        try:
            yield _event("answer", task.result().model_dump(mode="json"))
        except Exception as error:  # the border of the stream: whatever happened, it ends with an event
            if not isinstance(error, Problem):
                logger.exception("Request %s failed", request)
            problem = error if isinstance(error, Problem) else Problem("internal")
            said = problem.body(language, request, public_url=web.public_url)
            yield _event("error", said.model_dump())
    finally:
        task.cancel()


def _event(name: str, data: dict[str, Any]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()
