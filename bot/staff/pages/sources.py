"""``/staf/sumber``: the sources that documents cite, their originals, and what these do not bear out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.app import App
from bot.staff.access import allowed, staff_of
from bot.staff.filters import page_of
from bot.staff.forms import form_of
from bot.staff.navigation import Area
from bot.staff.pages.uploads import BODY, keep
from bot.staff.rendering import record, redirect, render, say
from bot.web.context import context_of
from bot.web.problems import Problem
from ingest.sources import safe_name
from knowledge.documents import Source
from knowledge.errors import NotFoundError
from knowledge.grounding.originals import Original, Tally

_PATH = "/staf/sumber"
_PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A source, and how its original bears out what cites it; without an original nothing is counted."""

    source: Source
    tally: Tally


@allowed("editor")
async def show(request: Request) -> Response:
    """All sources that are cited, those whose originals do not bear out a statement first."""
    text = request.query_params.get("q", "").strip()[:200]
    rows = await run_in_threadpool(_rows, context_of(request).app)
    words = text.casefold().split()
    found = [row for row in rows if all(word in _words(row.source) for word in words)]
    pages = max(1, math.ceil(len(found) / _PAGE))
    page = min(page_of(request), pages)
    shown = found[(page - 1) * _PAGE : page * _PAGE]
    return await render(request, "sources/list.html", rows=shown, found=len(found), text=text, page=page, pages=pages)


@allowed("editor")
async def show_source(request: Request) -> Response:
    """What the original of a source says for each statement, what it does not bear out first."""
    app, source = context_of(request).app, await _source(request)
    values = await run_in_threadpool(_report, app, source.id)
    return await render(request, "sources/report.html", title=source.title, source=source, **values)


@allowed("editor", body=BODY, files=1)
async def bind(request: Request) -> Response:
    """Take the original of a source, to be read and compared in the background."""
    app, source = context_of(request).app, await _source(request)
    form = await form_of(request, body=BODY, files=1)
    files = form.files("original")
    path = f"{_PATH}/{source.id}"
    if not files or not files[0].size:
        return redirect(request, path, say(request, "sources.no_file"), "bad")
    upload = await run_in_threadpool(keep, app.uploads, files[0], staff_of(request).name, {"source": source.id})
    await record(request, "upload.given", safe_name(files[0].filename or ""), {"upload": upload, "source": source.id})
    return redirect(request, path, say(request, "sources.taken"))


@allowed("editor")
async def unbind(request: Request) -> Response:
    """Forget the original of a source."""
    app, source = context_of(request).app, await _source(request)
    try:
        await run_in_threadpool(app.originals.unbind, source.id)
    except NotFoundError:
        raise Problem("not-found") from None
    await record(request, "source.unbound", source.id)
    return redirect(request, f"{_PATH}/{source.id}", say(request, "sources.unbound"))


async def _source(request: Request) -> Source:
    sources = await run_in_threadpool(context_of(request).app.document_store.sources)
    source = sources.get(request.path_params["source"])
    if source is None:
        raise Problem("not-found")
    return source


def _rows(app: App) -> list[Row]:
    tallies = app.originals.tallies()
    none = Tally("", 0, 0, 0)
    rows = [Row(source, tallies.get(source.id, none)) for source in app.document_store.sources().values()]
    return sorted(rows, key=lambda row: (-row.tally.doubtful, -row.tally.missing, not row.tally.name, row.source.title))


def _words(source: Source) -> str:
    return f"{source.id} {source.title} {source.publisher}".casefold()


def _report(app: App, source: str) -> dict[str, Any]:
    bound = app.originals.tallies().get(source)
    found = app.originals.of_source(source) if bound else []
    reading = [one for one in app.uploads.latest() if one.options.get("source") == source and one.state != "done"]
    return {"bound": bound, "found": sorted(found, key=_gravity), "reading": reading[:1]}


def _gravity(one: Original) -> tuple[int, str]:
    return (0 if one.doubts else 1 if not one.sentence else 2, one.where)


AREA = Area("sources", _PATH, "editor")
ROUTES = [
    Route("/sumber", show, methods=["GET"]),
    Route("/sumber/{source}", show_source, methods=["GET"]),
    Route("/sumber/{source}", bind, methods=["POST"]),
    Route("/sumber/{source}/lepas", unbind, methods=["POST"]),
]
