"""``/docs``: the OpenAPI description as a page, without scripts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import Response

from bot.web.api.description import PATH
from bot.web.context import context_of
from bot.web.pages.discovery import origin
from bot.web.pages.rendering import kept, language_of, render, texts
from bot.web.problems import ProblemBody

_METHODS = ("get", "post", "put", "patch", "delete")
_BOUNDS = {"minLength": "≥ {} chars", "maxLength": "≤ {} chars", "minimum": "≥ {}", "maximum": "≤ {}"}


@dataclass(frozen=True, slots=True)
class Type:
    """What a value may be: words, and the models that it is made of."""

    words: str
    models: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A parameter or a field; ``where`` tells of a parameter whether it stands in the path, the query or a header."""

    name: str
    type: Type
    required: bool
    text: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """How an operation may answer."""

    status: str
    text: str
    type: Type | None

    @property
    def problem(self) -> bool:
        """Whether something went wrong."""
        return self.type is not None and self.type.models == (ProblemBody.__name__,)


@dataclass(frozen=True, slots=True)
class Operation:
    """One request of the API."""

    id: str
    method: str
    path: str
    title: str
    text: str
    parameters: list[Line]
    body: Type | None
    answers: list[Answered]


@dataclass(frozen=True, slots=True)
class Model:
    """A JSON object that is sent or received, with an example of it if there is one."""

    name: str
    text: str
    fields: list[Line]
    example: str
    values: list[str] = field(default_factory=list)


async def show_api(request: Request) -> Response:
    """What the API takes and gives."""
    start = origin(request)

    async def make() -> str:
        schema = request.app.state.describe()
        return render(
            request,
            "docs.html",
            texts(language_of(request))["docs"]["title"],
            operations=list(_operations(schema)),
            models=list(_models(schema)),
            description=PATH,
            origin=start,
            marked=_marked,
            limit=context_of(request).app.settings.client_questions_per_minute,
        )

    return await kept(request, make, start)


def _marked(text: str) -> Markup:
    """A text of the description, what stands between backticks as code."""
    pieces = text.replace("``", "`").split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if at % 2 else escape(piece) for at, piece in enumerate(pieces)
    )


def _operations(schema: Mapping[str, Any]) -> Iterator[Operation]:
    for path, item in schema["paths"].items():
        for method in _METHODS:
            if method not in item:
                continue
            one = item[method]
            yield Operation(
                id=one["operationId"],
                method=method.upper(),
                path=path,
                title=one["summary"],
                text=one.get("description", ""),
                parameters=[_parameter(each) for each in one.get("parameters", ())],
                body=_content(one["requestBody"]) if "requestBody" in one else None,
                answers=[
                    Answered(status, answer["description"].replace("Successful Response", ""), _content(answer))
                    for status, answer in sorted(one["responses"].items())
                ],
            )


def _models(schema: Mapping[str, Any]) -> Iterator[Model]:
    for name, model in sorted(schema["components"]["schemas"].items()):
        needed = model.get("required", ())
        fields = [
            Line(each, _type(one), each in needed, one.get("description", ""))
            for each, one in model.get("properties", {}).items()
        ]
        examples = model.get("examples", ())
        example = json.dumps(examples[0], ensure_ascii=False, indent=2) if examples else ""
        yield Model(name, model.get("description", ""), fields, example, model.get("enum", []))


def _parameter(one: Mapping[str, Any]) -> Line:
    text = one.get("description", "")
    return Line(one["name"], _type(one["schema"]), one.get("required", False), text, one["in"])


def _content(part: Mapping[str, Any]) -> Type | None:
    content = part.get("content", {})
    return _type(next(iter(content.values()))["schema"]) if content else None


def _type(schema: Mapping[str, Any]) -> Type:
    if "$ref" in schema:
        return Type("", (schema["$ref"].rpartition("/")[2],))
    for several in ("anyOf", "oneOf"):
        if several in schema:
            parts = [_type(one) for one in schema[several]]
            words = " | ".join(part.words for part in parts if part.words)
            return Type(words, tuple(model for part in parts for model in part.models))
    if "const" in schema:
        return Type(json.dumps(schema["const"]))
    if "enum" in schema:
        return Type(" | ".join(json.dumps(one) for one in schema["enum"]))
    if schema.get("type") == "array":
        inner = _type(schema.get("items", {}))
        return Type(f"array of {inner.words}".strip() if inner.words else "array of", inner.models)
    bounds = [said.format(schema[name]) for name, said in _BOUNDS.items() if name in schema]
    bounds += [schema["pattern"]] if "pattern" in schema else []
    return Type(", ".join((schema.get("type", "any"), *bounds)))
