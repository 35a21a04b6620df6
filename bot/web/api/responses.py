"""How errors are described in OpenAPI."""

from __future__ import annotations

from typing import Any

from bot.web.problems import MEDIA_TYPE, ProblemBody

_DESCRIPTIONS = {
    400: "The request cannot be read.",
    401: "The key in `Authorization` is not known.",
    403: "The site is not on the allow-list, or the key does not have the scope.",
    404: "Not found.",
    409: "It cannot be done as things are; `detail` says why.",
    413: "The request is too large.",
    415: "The body is not sent as `application/json`.",
    422: "The input does not fit; `errors` names the fields.",
    429: "Too many requests, or the key's quota is used up; `Retry-After` says how many seconds to wait.",
    503: "Not ready, or the database cannot be used just now.",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """OpenAPI responses for these statuses, each a problem."""
    schema = {"$ref": f"#/components/schemas/{ProblemBody.__name__}"}
    found: dict[int | str, dict[str, Any]] = {}
    for status in statuses:
        found[status] = {"description": _DESCRIPTIONS[status], "content": {MEDIA_TYPE: {"schema": schema}}}
        if status == 429:
            found[status]["headers"] = {
                "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}}
            }
    return found


def link(
    operation: str, body: dict[str, Any] | None = None, parameters: dict[str, str] | None = None
) -> dict[str, Any]:
    """An OpenAPI link: the operation that can follow, with the values it takes from this response."""
    values = {"requestBody": body, "parameters": parameters}
    return {"operationId": operation, **{name: value for name, value in values.items() if value is not None}}
