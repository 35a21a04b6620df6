"""``/staf/pengaturan``: what staff may set while Pandu runs, and the rest of the configuration as it is in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit, urlunsplit

from fastapi.concurrency import run_in_threadpool
from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.changed_settings import CHANGEABLE, KEEPING, Changeable, ChangedSetting, SettingError, bounds
from bot.settings import Settings
from bot.staff.access import allowed, staff_of
from bot.staff.forms import form_of
from bot.staff.navigation import Area
from bot.staff.rendering import record, redirect, render, say
from bot.web.context import context_of
from bot.web.problems import Problem

if TYPE_CHECKING:
    from bot.doctor import Finding

_PATH = "/staf/pengaturan"
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Shown:
    """A setting that may be changed: as it is written in its field, where it comes from, and what it would be again."""

    name: Changeable
    value: str
    changed: ChangedSetting | None
    environment: str
    number: tuple[int, int] | None
    longest: int

    @property
    def keeps(self) -> bool:
        """Whether less of it deletes something."""
        return self.name in KEEPING


@allowed("admin")
async def show(request: Request) -> Response:
    """What may be set, and what is."""
    return await _page(request)


@allowed("admin")
async def change(request: Request) -> Response:
    """Set something, at once in every process."""
    settings, name, form = context_of(request).app.changed_settings, _name(request), await form_of(request)
    value, less, by = form.text("value", _LONGEST, required=False), form.flag("less"), staff_of(request).name
    try:
        before, after = await run_in_threadpool(lambda: settings.change(name, value, by, less=less))
    except SettingError as problem:
        return await _page(request, 422, wrong=name, typed=value, error=problem.said(staff_of(request).language))
    return await _changed(request, name, before, after)


@allowed("admin")
async def reset(request: Request) -> Response:
    """Let something be as the environment says again."""
    settings, name, form = context_of(request).app.changed_settings, _name(request), await form_of(request)
    try:
        before, after = await run_in_threadpool(lambda: settings.reset(name, less=form.flag("less")))
    except SettingError as problem:
        return await _page(request, 422, wrong=name, error=problem.said(staff_of(request).language))
    return await _changed(request, name, before, after)


@allowed("admin", changes=False)
async def check(request: Request) -> Response:
    """What ``pandu doctor`` says."""
    from bot.doctor import examine  # nobody who only asks needs what it imports

    return await _page(request, findings=await run_in_threadpool(examine, context_of(request).app.settings))


async def _changed(request: Request, name: Changeable, before: object, after: object) -> Response:
    await record(request, "setting.changed", name, {"before": _written(before), "after": _written(after)})
    label = say(request, f"settings.names.{name}")
    return redirect(request, _PATH, say(request, "settings.done", setting=label))


async def _page(
    request: Request,
    status: int = 200,
    *,
    wrong: str = "",
    typed: str | None = None,
    error: str = "",
    findings: Sequence[Finding] = (),
) -> Response:
    app = context_of(request).app
    changes = await run_in_threadpool(app.changed_settings.changes)
    current = await run_in_threadpool(app.changed_settings.read)
    shown = [_shown(name, current, app.settings, changes.get(name)) for name in CHANGEABLE]
    values = {"shown": shown, "configured": _configured(app.settings), "findings": findings}
    return await render(request, "settings/show.html", status, **values, wrong=wrong, typed=typed, error=error)


def _shown(name: Changeable, current: Settings, settings: Settings, changed: ChangedSetting | None) -> Shown:
    limits = bounds(name)
    number = limits if isinstance(getattr(settings, name), int) else None
    longest = limits[1] if limits else _LONGEST
    written, environment = _written(getattr(current, name)), _written(getattr(settings, name))
    return Shown(name, written, changed, environment, number, longest)


def _configured(settings: Settings) -> list[tuple[str, str | None]]:
    """The other settings by their variables; of a secret None, or "" when it is not set."""
    found: list[tuple[str, str | None]] = []
    for name in sorted(set(Settings.model_fields) - set(CHANGEABLE)):
        value = getattr(settings, name)
        if isinstance(value, SecretStr):
            found.append((f"PANDU_{name.upper()}", None if value.get_secret_value() else ""))
        else:
            found.append((f"PANDU_{name.upper()}", _written(value)))
    return found


def _written(value: object) -> str:
    """A value as it is typed; an address without the password that it may hold."""
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    text = "" if value is None else str(value)
    if "://" in text and "@" in text:
        parts = urlsplit(text)
        return urlunsplit(parts._replace(netloc=f"…@{parts.netloc.rpartition('@')[2]}"))
    return text


def _name(request: Request) -> Changeable:
    name = request.path_params["name"]
    if name not in CHANGEABLE:
        raise Problem("not-found")
    return cast(Changeable, name)


AREA = Area("settings", _PATH, "admin")
ROUTES = [
    Route("/pengaturan", show, methods=["GET"]),
    Route("/pengaturan/periksa", check, methods=["POST"]),
    Route("/pengaturan/{name}", change, methods=["POST"]),
    Route("/pengaturan/{name}/bawaan", reset, methods=["POST"]),
]
