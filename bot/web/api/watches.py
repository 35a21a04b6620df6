"""Being told by mail when an answer changes."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Response

from bot.mail.smtp import mailbox_in
from bot.watches.letters import consent_asked
from bot.watches.tables import MAIL
from bot.watches.watches import MOST, TooManyError
from bot.web.api.responses import problems
from bot.web.api.schemas import WatchBody, WatchRequest
from bot.web.api.turns import check_owner, person_of
from bot.web.context import ContextDep
from bot.web.gates import admit_ticket
from bot.web.problems import Problem
from knowledge.errors import NotFoundError

router = APIRouter(tags=["conversation"])


@router.post(
    "/watches",
    status_code=202,
    response_model=WatchBody,
    responses=problems(400, 403, 404, 409, 413, 415, 422, 429, 503),
    dependencies=[Depends(admit_ticket)],
)
def watch_answer(body: WatchRequest, web: ContextDep, response: Response) -> WatchBody:
    """Be told by mail when an answer changes in substance. The address is asked by mail whether it agrees; without that
    nothing more is sent to it."""
    response.headers["Cache-Control"] = "no-store"
    check_owner(web, body.turn, body.conversation)
    letters, address = web.app.watch_letters, body.email.strip().lower()
    if letters is None:
        raise Problem("no-mail")
    if mailbox_in(address) != address:
        raise Problem("not-a-mailbox")
    try:
        turn = web.app.journal.turn(body.turn)
        if turn.answer.outcome.counts != "answered":
            raise Problem("answer-not-found")
        watch = web.app.recall.begin(turn, person_of(body.conversation), MAIL, address, confirmed=False)
    except NotFoundError:
        raise Problem("answer-not-found") from None
    except TooManyError:
        raise Problem("watches-too-many", most=MOST) from None
    letters.ask_consent(watch)
    return WatchBody(message=consent_asked(watch.language))
