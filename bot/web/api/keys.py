"""What a program may do with the key it has."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from bot.client_keys import Scope
from bot.web.api.responses import problems
from bot.web.gates import key_of
from bot.web.problems import Problem
from knowledge.storage.engine import now

router = APIRouter(tags=["key"])


class KeyBody(BaseModel):
    """A key: what it may call, and how often."""

    name: str = Field(examples=["Dasbor Kota Batu"])
    hint: str = Field(description="Its first characters.", examples=["pandu_x7Qp"])
    scopes: tuple[Scope, ...]
    per_minute: int = Field(ge=1, description="Requests it may make in a minute.")
    per_day: int = Field(ge=1, description="Requests it may make in a day, which begins at midnight in Jakarta.")
    used_today: int = Field(ge=0, description="Requests it made today, with this one.")


@router.get("/key", response_model=KeyBody, responses=problems(403, 429, 503))
async def read_key(request: Request, response: Response) -> KeyBody:
    """What the key of this request may call, and how much of its day is used."""
    response.headers["Cache-Control"] = "no-store"
    key = key_of(request)
    if key is None:
        raise Problem("key-not-known", headers={"WWW-Authenticate": "Bearer"})
    return KeyBody(
        name=key.name,
        hint=key.hint,
        scopes=key.scopes,
        per_minute=key.per_minute,
        per_day=key.per_day,
        used_today=key.used_on(now()),
    )
