"""Whether the server lives, whether it can answer, and its metrics."""

from __future__ import annotations

import hmac
import logging

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy.exc import SQLAlchemyError

from bot.web.api.responses import problems
from bot.web.context import ContextDep
from bot.web.metrics import MEDIA_TYPE
from bot.web.problems import Problem
from knowledge.errors import PanduError

logger = logging.getLogger(__name__)

router = APIRouter(tags=["health"])


class HealthBody(BaseModel):
    """State of the server."""

    status: str = Field(examples=["ok"])
    release: str = Field("", examples=["r-1"])


@router.get("/healthz", response_model=HealthBody)
async def live() -> HealthBody:
    """The process answers."""
    return HealthBody(status="ok")


@router.get("/readyz", response_model=HealthBody, responses=problems(503))
def ready(web: ContextDep) -> HealthBody:
    """The database answers and the published release is open."""
    try:
        return HealthBody(status="ok", release=web.app.releases.current().id)
    except (PanduError, SQLAlchemyError) as error:
        logger.warning("Not ready: %s", error)
        raise Problem("not-ready") from None


@router.get("/metrics", include_in_schema=False)
def metrics(request: Request, web: ContextDep) -> Response:
    """Prometheus metrics, for who holds the token."""
    token = web.app.settings.metrics_token.get_secret_value()
    given = request.headers.get("authorization", "")
    if not token or not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        raise Problem("not-found")
    return Response(web.metrics.render(), media_type=MEDIA_TYPE)
