"""Whether the server lives, whether it can answer, and its metrics."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Iterator

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy.exc import SQLAlchemyError

from bot.web.api.responses import problems
from bot.web.context import ContextDep, WebContext
from bot.web.metrics import MEDIA_TYPE
from bot.web.problems import Problem
from knowledge.errors import PanduError

logger = logging.getLogger(__name__)

router = APIRouter(tags=["health"])


class HealthBody(BaseModel):
    """State of the server."""

    status: str = Field(examples=["ok", "degraded"])
    release: str = Field("", examples=["r-1"])
    problem: str = Field("", description="What does not work while questions are answered all the same.")


@router.get("/healthz", response_model=HealthBody)
async def live() -> HealthBody:
    """The process answers."""
    return HealthBody(status="ok")


@router.get("/readyz", response_model=HealthBody, responses=problems(503))
def ready(web: ContextDep) -> HealthBody:
    """Questions are answered: the published release is open. Degraded, and still 200, while the database cannot be
    read or written (another replica over the same database would fare no better), a damaged part of the index is made
    anew, or the language model does not answer."""
    try:
        release = web.app.releases.current(wait=False)
    except (PanduError, SQLAlchemyError) as error:
        logger.warning("Not ready: %s", error)
        raise Problem("not-ready") from None
    problem = " ".join((*_problems(web), *release.problems))
    return HealthBody(status="degraded" if problem else "ok", release=release.id, problem=problem)


def _problems(web: WebContext) -> Iterator[str]:
    if not web.app.releases.following:
        yield "The database cannot be read; the release known last goes on answering, and nothing is stored."
    elif not web.app.conversation.storing:
        yield "The latest answer could not be stored; see the log."
    if (model := web.app.answering.model) is not None and model.breaker.is_open:
        yield "The language model does not answer; answers are the documents' own sentences."


@router.get("/metrics", include_in_schema=False)
def metrics(request: Request, web: ContextDep) -> Response:
    """Prometheus metrics, for who holds the token."""
    token = web.app.settings.metrics_token.get_secret_value()
    given = request.headers.get("authorization", "")
    if not token or not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        raise Problem("not-found")
    return Response(web.metrics.render(), media_type=MEDIA_TYPE)
