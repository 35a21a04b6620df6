"""``/staf/data-pribadi``: what is kept of people, for how long, and what is done when one of them asks."""

from __future__ import annotations

import json
from typing import cast

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.data_requests import KNOWN, DataSubject, Held, Known
from bot.expiry import expire
from bot.staff.access import allowed
from bot.staff.forms import Form, form_of
from bot.staff.navigation import Area
from bot.staff.rendering import record, redirect, render, say
from bot.web.context import context_of
from bot.web.problems import Problem
from knowledge.errors import NotFoundError

_PATH = "/staf/data-pribadi"
_REASON = 200


@allowed("admin")
async def show(request: Request) -> Response:
    """What is kept, and the evidence of what was deleted."""
    return await _page(request)


@allowed("admin")
async def purge(request: Request) -> Response:
    """Delete what the settings no longer keep, now instead of within the hour."""
    gone = await run_in_threadpool(expire, context_of(request).app)
    await record(request, "personal-data.purged", "", gone)
    return redirect(request, _PATH, say(request, "retention.purged", **gone))


@allowed("admin", changes=False)
async def find(request: Request) -> Response:
    """How much is stored of one person."""
    requests, form = context_of(request).app.data_requests, await form_of(request)
    known, value = _asked(form)
    try:
        person = await run_in_threadpool(requests.find, known, value)
    except NotFoundError:
        return await _page(request, 404, known=known, value=value, error=say(request, "retention.no_ticket"))
    return await _page(request, known=known, value=value, held=await run_in_threadpool(requests.held, person))


@allowed("admin")
async def export(request: Request) -> Response:
    """Everything that is stored of one person, as a file."""
    person = await _person(request)
    found = await run_in_threadpool(context_of(request).app.data_requests.export, person)
    counts = {what: len(found[what]) for what in ("turns", "tickets", "watches")}
    await record(request, "personal-data.exported", person.mark, counts)
    headers = {"Content-Disposition": f'attachment; filename="data-pribadi-{person.mark}.json"'}
    content = json.dumps(found, ensure_ascii=False, indent=2).encode()
    return Response(content, media_type="application/json", headers=headers)


@allowed("admin")
async def delete(request: Request) -> Response:
    """Delete everything that is stored of one person; the audit log keeps the evidence."""
    reason = (await form_of(request)).text("reason", _REASON)
    person = await _person(request)
    evidence = await run_in_threadpool(context_of(request).app.data_requests.delete, person)
    await record(request, "personal-data.deleted", person.mark, {**evidence, "reason": reason})
    return redirect(request, _PATH, say(request, "retention.deleted", **evidence))


def _asked(form: Form) -> tuple[Known, str]:
    return cast(Known, form.choice("known", KNOWN)), form.text("value", 200)


async def _person(request: Request) -> DataSubject:
    known, value = _asked(await form_of(request))
    try:
        return await run_in_threadpool(context_of(request).app.data_requests.find, known, value)
    except NotFoundError:
        raise Problem("not-found") from None


async def _page(
    request: Request,
    status: int = 200,
    *,
    known: str = "telegram",
    value: str = "",
    held: Held | None = None,
    error: str = "",
) -> Response:
    app = context_of(request).app
    stored = await run_in_threadpool(app.data_requests.held)
    evidence = await run_in_threadpool(app.audit.entries, action="personal-data.")
    return await render(
        request,
        "retention/show.html",
        status,
        settings=await run_in_threadpool(app.changed_settings.read),
        stored=stored,
        evidence=evidence,
        known=known,
        kinds=KNOWN,
        value=value,
        held=held,
        error=error,
        most=_REASON,
    )


AREA = Area("retention", _PATH, "admin")
ROUTES = [
    Route("/data-pribadi", show, methods=["GET"]),
    Route("/data-pribadi/bersihkan", purge, methods=["POST"]),
    Route("/data-pribadi/cari", find, methods=["POST"]),
    Route("/data-pribadi/salinan", export, methods=["POST"]),
    Route("/data-pribadi/hapus", delete, methods=["POST"]),
]
