"""Pages of the console: rendered in the language of the account, with navigation, form token and note."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from fastapi.concurrency import run_in_threadpool
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse

from bot.csv_lines import csv_lines
from bot.staff import cookies
from bot.staff.access import address_of, signed_in, staff_of, to
from bot.staff.navigation import Area, entries
from bot.web.context import context_of
from bot.web.pages import rendering
from bot.web.pages.rendering import asset, digest
from bot.web.problems import Problem, request_id
from knowledge.answer_text import works
from knowledge.documents import Language
from knowledge.language.dates import WIB, local_day, local_time, written_date
from knowledge.language.messages import Messages
from knowledge.markup.citation_marks import strip_marks

_environment = Environment(
    loader=PackageLoader("bot.staff"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


def language_of(request: Request) -> Language:
    """The language of the account; before the sign-in that of the address (``lang=en``)."""
    account = signed_in(request)
    return account.language if account else rendering.language_of(request)


@cache
def messages(area: str) -> Messages:
    """The texts of an area: ``texts/<area>.yaml``, all Indonesian ones under ``id``, all English ones under ``en``."""
    return Messages("bot.staff.texts", f"{area}.yaml")


def texts(area: str, language: Language) -> Mapping[str, Any]:
    """The texts of an area in a language."""
    content: Mapping[str, Any] = messages(area).get(language)
    return content


def say(request: Request, key: str, **values: object) -> str:
    """A text by ``area.key`` in the language of the page, its braces filled in."""
    area, _, rest = key.partition(".")
    return str(messages(area).get(f"{language_of(request)}.{rest}")).format(**values)


async def render(request: Request, template: str, status: int = 200, **values: object) -> Response:
    """A page, or with a name that begins with an underscore a part of one.

    Args:
        request: says who reads it.
        template: ``<area>/<name>.html``; its texts are those of the area, as ``t``; the console's own are ``base``.
        status: of the response.
        values: what the template shows; ``title`` names the page.
    """
    area, _, name = template.rpartition("/")
    note = None
    shown = {}
    if not name.startswith("_"):
        note = cookies.note(request)
        shown = {"menu": await run_in_threadpool(_menu, request), "note": note}
    html = await run_in_threadpool(_html, request, area or "base", template, {**shown, **values})
    response = HTMLResponse(html, status, {"Content-Language": language_of(request)})
    cookies.keep_visitor(request, response)
    if note is not None:
        cookies.drop_note(request, response)
    return response


def redirect(request: Request, path: str, note: str = "", kind: str = "good") -> Response:
    """Go to a page of the console, which shows a note on what was done; ``kind`` is good or bad."""
    response = to(request, path)
    if note:
        cookies.keep_note(request, response, note, kind)
    return response


def csv_file(name: str, header: Iterable[str], rows: Iterable[Iterable[object]]) -> Response:
    """A table as a file to be kept, sent while it is read."""
    headers = {"Content-Disposition": f'attachment; filename="pandu-{name}.csv"'}
    return StreamingResponse(csv_lines(header, rows), media_type="text/csv", headers=headers)


async def record(request: Request, action: str, target: str = "", detail: dict[str, Any] | None = None) -> None:
    """Add what the account did to the audit log.

    Args:
        request: says who and from where.
        action: as ``document.retired``.
        target: to what.
        detail: what else is to be known; never a secret, never personal data of askers.
    """
    audit = context_of(request).app.audit
    await run_in_threadpool(audit.record, staff_of(request).name, action, target, detail, address_of(request))
    recorded(request)


def recorded(request: Request) -> None:
    """Note that the part which did what the account wanted has written it into the audit log itself."""
    request.state.recorded = True


def error_page(request: Request, problem: Problem) -> Response:
    """A problem as a page of the console."""
    language = language_of(request)
    body = problem.body(language, request_id(request))
    html = _html(request, "base", "error.html", {"problem": body, "title": body.title, "menu": [], "note": None})
    headers = {"Content-Language": language, **(problem.headers or {})}
    return HTMLResponse(html, body.status, headers)


def _menu(request: Request) -> list[Any]:
    account = signed_in(request)
    return entries(request.app.state.areas, context_of(request).app, account) if account else []


def _html(request: Request, area: str, template: str, values: Mapping[str, object]) -> str:
    language = language_of(request)
    token = cookies.form_token(request)
    return _environment.get_template(template).render(
        lang=language,
        other="id" if language == "en" else "en",
        t=texts(area, language),
        base=texts("base", language),
        area_texts=lambda one: texts(_name(one), language),
        staff=signed_in(request),
        here=request.scope["path"],
        operator=context_of(request).app.changed_settings.latest.operator,
        csrf=token,
        csrf_field=Markup('<input type="hidden" name="csrf" value="{}">').format(token),
        public_asset=asset,
        asset=lambda name: f"/staf/static/{name}?v={digest('bot.staff', name)}",
        dated=lambda date: written_date(date, language),
        timed=_timed,
        local_time=local_time,
        local_day=local_day,
        works=works,
        strip_marks=strip_marks,
        **values,
    )


def _name(area: Area | str) -> str:
    return area if isinstance(area, str) else area.name


def _timed(at: datetime) -> Markup:
    """A moment by the clock of the directorate."""
    return Markup('<time datetime="{}">{}</time>').format(
        at.astimezone(WIB).isoformat(timespec="seconds"), local_time(at)
    )
