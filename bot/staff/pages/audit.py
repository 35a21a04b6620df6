"""``/staf/audit``: who changed what, and whether the log is whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.audit import COLUMNS, AuditLog, Entry, rows
from bot.staff.access import allowed
from bot.staff.navigation import Area
from bot.staff.rendering import csv_file, render
from bot.web.context import context_of
from knowledge.errors import IntegrityError
from knowledge.language.dates import WIB

_PAGE = 50
_BATCH = 1000
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@allowed("admin")
async def show(request: Request) -> Response:
    """Entries, newest first, by who, what and when."""
    audit, filters = context_of(request).app.audit, _filters(request)
    found = await run_in_threadpool(
        audit.entries, **_asked(filters), before=_number(filters["before"]), limit=_PAGE + 1
    )
    names = await run_in_threadpool(audit.names)
    more = len(found) > _PAGE
    return await render(request, "audit/list.html", entries=found[:_PAGE], more=more, filters=filters, names=names)


@allowed("admin")
async def verify(request: Request) -> Response:
    """Follow the chain."""
    audit = context_of(request).app.audit
    verdict, damage = None, ""
    try:
        verdict = await run_in_threadpool(audit.verify)
    except IntegrityError as error:
        damage = str(error)
    return await render(request, "audit/verdict.html", verdict=verdict, damage=damage)


@allowed("admin")
async def export(request: Request) -> Response:
    """The same entries as CSV, all of them."""
    entries = _all(context_of(request).app.audit, _asked(_filters(request)))
    return csv_file("audit", COLUMNS, rows(entries))


def _all(audit: AuditLog, asked: dict[str, Any]) -> Iterator[Entry]:
    before = 0
    while found := audit.entries(**asked, before=before, limit=_BATCH):
        yield from found
        before = found[-1].id


def _filters(request: Request) -> dict[str, str]:
    names = ("oleh", "aksi", "sasaran", "dari", "sampai", "before")
    return {name: request.query_params.get(name, "").strip()[:200] for name in names}


def _asked(filters: dict[str, str]) -> dict[str, Any]:
    until = _day(filters["sampai"])
    return {
        "by": filters["oleh"],
        "action": filters["aksi"],
        "target": filters["sasaran"],
        "since": _day(filters["dari"]),
        "until": until and until + timedelta(days=1),
    }


def _day(text: str) -> datetime | None:
    """The beginning of a day where the directorate works; None for what is no date."""
    try:
        day = date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None
    return datetime.combine(day, time(), WIB) if day and day.year > 1 else None


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"\d{1,9}", text) else 0


AREA = Area("audit", "/staf/audit", "admin")
ROUTES = [
    Route("/audit", show, methods=["GET"]),
    Route("/audit/rantai", verify, methods=["GET"]),
    Route("/audit/pandu-audit.csv", export, methods=["GET"]),
]
