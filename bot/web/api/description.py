"""The OpenAPI description of the API."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, cast

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.requests import Request
from starlette.responses import Response

from bot.web import problems
from bot.web.context import WebContext
from bot.web.gates import API
from bot.web.page_cache import CachedContent

PATH = f"{API}/openapi.json"
TEXT = (
    "Jawaban atas pertanyaan tentang ASEAN Smart Cities Network, ASEAN Community Vision 2045 dan indikator kota "
    "cerdas SNI/ISO, hanya dari dokumen dan dengan sumbernya. / Answers about the ASEAN Smart Cities Network, ASEAN "
    "Community Vision 2045 and the SNI/ISO smart-city indicators, from documents only, with the source."
)
_KEY = "A key of your own, with quotas of its own. Without one the limits are those of your network address."


def install(web: FastAPI) -> None:
    """Serve the description, made when somebody first asks for it: a tenth of a second of work that nobody who asks a
    question waits for. ``state.describe`` gives it to the page that shows it."""
    web.state.describe = describe = cache(lambda: _made(web))

    @cache
    def content() -> CachedContent:
        schema = json.dumps(describe(), ensure_ascii=False).encode()
        return CachedContent(schema, "application/json", {"Cache-Control": "no-cache"})

    async def serve(request: Request) -> Response:
        return await content().serve(request)

    web.add_route(PATH, serve)


def _made(web: FastAPI) -> dict[str, Any]:
    """FastAPI's description with our problems in place of its own validation error, the limit that is set, the key, and
    where this server is."""
    parts = cast(WebContext, web.state.web)
    schema = get_openapi(title=web.title, version=web.version, description=web.description, routes=web.routes)
    schemas = schema["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["AskRequest"]["properties"]["question"]["maxLength"] = parts.app.settings.question_limit
    problem = problems.ProblemBody.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs"))
    schema["components"]["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer", "description": _KEY}}
    schema["servers"] = [{"url": parts.public_url or "/"}]
    schema["security"] = [{}, {"key": []}]
    schemas[problems.ProblemBody.__name__] = problem
    return schema
