"""Errors of the API as problem+json (RFC 9457), in the caller's language."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException

from bot.web.context import context_of
from knowledge.documents import Language
from knowledge.language.messages import Messages

_TEXTS = Messages("bot.web", "problems.yaml")
_FIELDS = Messages("bot.web", "field_problems.yaml")

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
PAGE = "/masalah"  # explains every type, in a section named by its code
_CODES = {400: "bad-request", 404: "not-found", 405: "method-not-allowed", 413: "too-large"}


class FieldProblem(BaseModel):
    """One field that does not fit."""

    field: str = Field(examples=["question"])
    message: str = Field(examples=["Paling sedikit 1 karakter."])


class ProblemBody(BaseModel):
    """What every error looks like; ``code`` is stable and meant for programs."""

    type: str = Field(
        description="Where it is explained; relative where the server has no public address.",
        examples=["https://pandu.example.go.id/masalah#too-many-requests"],
    )
    title: str = Field(examples=["Terlalu banyak permintaan"])
    status: int = Field(examples=[429])
    code: str = Field(examples=["too-many-requests"])
    detail: str = Field(examples=["Permintaan datang terlalu cepat. Silakan coba lagi dalam 12 detik."])
    request_id: str = Field("", examples=["7f1d0c4e9b2a4c55"])
    retry_after: int = Field(0, description="Seconds to wait, with `too-many-requests`; 0 where that is not known.")
    errors: tuple[FieldProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a type of problem means, and what to do."""

    code: str
    status: int
    title: str
    text: str


class Problem(HTTPException):
    """Ends a request with a problem of ``problems.yaml``. An HTTP exception, which FastAPI lets through when it is
    raised while a body is read.

    Args:
        code: its name there.
        headers: headers of the response, such as ``Retry-After``.
        values: fill the braces of its text; a text in both languages is one by language.
    """

    def __init__(self, code: str, *, headers: Mapping[str, str] | None = None, **values: object) -> None:
        super().__init__(_TEXTS.get(code)["status"], code, headers)
        self.code = code
        self.values = values

    @classmethod
    def too_many(cls, seconds: float, code: str = "too-many-requests") -> Problem:
        """Too many requests, with the seconds to wait."""
        wait = str(max(1, int(seconds + 0.999)))
        return cls(code, headers={"Retry-After": wait}, seconds=wait)

    def body(
        self, language: Language, request_id: str = "", errors: Sequence[FieldProblem] = (), *, public_url: str = ""
    ) -> ProblemBody:
        """The problem as it is sent; ``public_url`` is the server's own address without a slash at its end."""
        values = {name: one[language] if isinstance(one, Mapping) else one for name, one in self.values.items()}
        return ProblemBody(
            type=f"{public_url}{PAGE}#{self.code}",
            title=_TEXTS.say(f"{self.code}.title", language),
            status=_TEXTS.get(self.code)["status"],
            code=self.code,
            detail=_TEXTS.say(f"{self.code}.detail", language, **values),
            request_id=request_id,
            retry_after=int((self.headers or {}).get("Retry-After", 0)),
            errors=tuple(errors),
        )


def preferred_language(accept_language: str) -> Language:
    """The language that a caller asks for in ``Accept-Language`` (RFC 9110, section 12.5.4): English where it is wanted
    more than Indonesian, and Indonesian otherwise."""
    wanted: dict[str, float] = {}
    for number, part in enumerate(accept_language.lower().split(",")[:20]):
        tag, _, parameter = part.partition(";")
        name = tag.strip().split("-")[0]
        weight = _weight(parameter) - number / 1e6  # of those wanted alike, the first
        wanted[name] = max(wanted.get(name, 0.0), weight)
    return "en" if wanted.get("en", 0.0) > wanted.get("id", 0.0) else "id"


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0


def explanations(language: Language) -> list[Explanation]:
    """Every type of problem, by its status."""
    found = [
        Explanation(code, texts["status"], texts["title"][language], texts["about"][language])
        for code, texts in _TEXTS.content.items()
    ]
    return sorted(found, key=lambda one: one.status)


def request_id(request: Request) -> str:
    """The id of a request, which its log line and its error carry."""
    return str(request.scope.get("request_id", ""))


def render(request: Request, problem: Problem, wrong: Sequence[Mapping[str, Any]] = ()) -> Response:
    """A problem as a response: as a page for a reader of pages, as JSON for everybody else.

    Args:
        request: says who reads it, and in which language.
        problem: what went wrong.
        wrong: pydantic's errors, with a request that does not fit.
    """
    if not request.scope["path"].startswith("/api/") and "text/html" in request.headers.get("accept", ""):
        page: Response = request.app.state.error_page(request, problem)
        return page
    language = preferred_language(request.headers.get("accept-language", ""))
    errors = [_field_problem(item, language) for item in wrong]
    body = problem.body(language, request_id(request), errors, public_url=context_of(request).public_url)
    headers = {"Cache-Control": "no-store", "Content-Language": language, **(problem.headers or {})}
    return JSONResponse(body.model_dump(), body.status, headers, media_type=MEDIA_TYPE)


def install(app: Starlette) -> None:
    """Let every error end as a problem."""
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(SQLAlchemyError, _on_database)
    app.add_exception_handler(RequestValidationError, _on_invalid)


async def _on_http(request: Request, error: Exception) -> Response:
    if isinstance(error, Problem):
        return render(request, error)
    known = cast(HTTPException, error)
    return render(request, Problem(_CODES.get(known.status_code, "bad-request"), headers=known.headers))


async def _on_database(request: Request, error: Exception) -> Response:
    logger.warning("Request %s failed over the database: %s", request_id(request), error)
    return render(request, Problem("database-unavailable", headers={"Retry-After": "30"}))


async def _on_invalid(request: Request, error: Exception) -> Response:
    return render(request, Problem("invalid"), cast(RequestValidationError, error).errors()[:20])


def _field_problem(item: Mapping[str, Any], language: Language) -> FieldProblem:
    # What was sent is left out of the answer: it may hold personal data.
    # In JSON that cannot be read the place is a position, not a field.
    unread = item["type"] == "json_invalid"
    name = str(item["loc"][0]) if unread or len(item["loc"]) == 1 else ".".join(map(str, item["loc"][1:]))
    kind = item["type"] if item["type"] in _FIELDS.content else "default"
    message = _FIELDS.say(kind, language, **_said(item.get("ctx", {}), language))
    return FieldProblem(field=name[:100], message=message[:200])


def _said(values: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """What fills the braces; pydantic writes alternatives in English."""
    alternatives = {"expected": str(values["expected"]).replace(" or ", " atau ")} if "expected" in values else {}
    return {**values, **(alternatives if language == "id" else {})}
