"""``/staf/terbitan``: what waits, what is published, what was; publishing and rolling back."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from fastapi.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.accounts.accounts import Account
from bot.app import App
from bot.releases import publishing
from bot.releases.impacts import Impacts
from bot.staff.access import allowed, staff_of
from bot.staff.forms import Form, form_of
from bot.staff.navigation import Area
from bot.staff.rendering import language_of, record, redirect, render, say, texts
from bot.web.context import context_of
from knowledge.errors import IntegrityError, LockedError, MovedError, NotFoundError, PanduError
from knowledge.language.dates import WIB, local_time
from knowledge.releases.pending import pending, pending_count
from knowledge.storage.engine import now
from knowledge.storage.schedule import NOTE_LIMIT, Schedule

ROOT: Final = "/staf/terbitan"
PATIENCE: Final = 20.0  # seconds that whoever presses a button waits for a build that is going on
_HISTORY = 20
_PROBLEMS: tuple[tuple[type[PanduError], str], ...] = (
    (MovedError, "moved"),
    (LockedError, "locked"),
    (NotFoundError, "gone"),
    (IntegrityError, "broken"),
)


def waiting(app: App, _: Account) -> int:
    """How many documents wait to be published."""
    return pending_count(app.document_store, app.release_store)


AREA = Area("releases", ROOT, "editor", waiting)


@allowed("editor")
async def overview(request: Request) -> Response:
    """What waits, what is published, and the history."""
    app = context_of(request).app
    after = _after(request)
    return await render(request, "releases/overview.html", **await run_in_threadpool(_state, app, after))


def _state(app: App, after: int) -> dict[str, Any]:
    waits = pending(app.document_store, app.release_store)
    history = app.release_store.history(after=after, most=_HISTORY + 1)
    plan, run = Schedule(app.engine), Impacts(app.engine).latest()
    return {
        "waits": waits,
        "latest": next(iter(app.release_store.history(most=1)), None),
        "target": _target(app, waits.published),
        "preview": publishing.preview_of(app, waits.draft) if waits.draft and waits.fresh else None,
        "running": run if run is not None and run.going else None,
        "scheduled": plan.waiting(),
        "failed": [one for one in plan.failed() if one.over != (waits.published or "")][:1],
        "history": history[:_HISTORY],
        "older": after + _HISTORY if len(history) > _HISTORY else 0,
    }


def _target(app: App, published: str | None) -> str | None:
    """What a rollback would go back to."""
    try:
        return app.release_store.before(published) if published else None
    except NotFoundError:
        return None


def _after(request: Request) -> int:
    given = request.query_params.get("dari", "0")
    return int(given) if given.isdecimal() and len(given) < 7 else 0


@allowed("publisher")
async def ask_to_publish(request: Request) -> Response:
    """The form for publishing the draft."""
    return await _publish_form(request)


async def _publish_form(request: Request, status: int = 200, error: str = "", note: str = "") -> Response:
    app = context_of(request).app
    waits = await run_in_threadpool(pending, app.document_store, app.release_store)
    if waits.draft is None:
        return redirect(request, ROOT, say(request, "releases.problems.no_draft"), "bad")
    preview = await run_in_threadpool(publishing.preview_of, app, waits.draft)
    watched = await run_in_threadpool(app.recall.watches.count)
    values = {"waits": waits, "preview": preview, "watched": watched, "error": error, "written": note}
    values |= {"zone": WIB.tzname(None), "limit": NOTE_LIMIT}
    title = say(request, "releases.publish_title")
    return await render(request, "releases/publish.html", status, title=title, **values)


@allowed("publisher")
async def publish(request: Request) -> Response:
    """Publish the draft, now or later."""
    app, account, form = context_of(request).app, staff_of(request), await form_of(request)
    release, over = form.text("release", 40), form.text("over", 40, required=False)
    note = form.text("note", NOTE_LIMIT)
    try:
        due = _due(form)
        if not form.flag("yes"):
            await run_in_threadpool(publishing.need_yes, app, release, unseen=True)
        if due is not None:
            if due <= now():
                return await _publish_form(request, 422, say(request, "releases.publish_due_wrong"), note)
            number = await run_in_threadpool(publishing.schedule, app, release, due, account.name, note=note)
            at = local_time(due)
            await record(request, "release.scheduled", release, {"note": note, "due": at, "number": number})
            return redirect(request, ROOT, say(request, "releases.done_scheduled", release=release, at=at))
        build = app.builder()
        moved = await run_in_threadpool(build.publish, release, account.name, note=note, over=over, wait=PATIENCE)
    except publishing.UnconfirmedError:
        return await _publish_form(request, 422, say(request, "releases.publish_yes_missing"), note)
    except PanduError as error:
        return redirect(request, ROOT, problem_text(request, error), "bad")
    if moved:
        await record(request, "release.published", release, {"note": note, "over": over})
    return redirect(request, ROOT, say(request, "releases.done_published", release=release))


def _due(form: Form) -> datetime | None:
    """The time in the field of the browser (``2026-12-01T08:00``), in WIB; None where it is empty."""
    written = form.text("due", 25, required=False)
    try:
        return datetime.fromisoformat(written).replace(tzinfo=WIB) if written else None
    except ValueError:
        return datetime.min.replace(tzinfo=now().tzinfo)


@allowed("publisher")
async def roll_back(request: Request) -> Response:
    """Go back to what was published before."""
    app, account, form = context_of(request).app, staff_of(request), await form_of(request)
    note, over = form.text("note", NOTE_LIMIT, required=False), form.text("over", 40)
    try:
        release = await run_in_threadpool(app.builder().rollback, account.name, note=note, over=over, wait=PATIENCE)
    except PanduError as error:
        return redirect(request, ROOT, problem_text(request, error), "bad")
    await record(request, "release.rolled-back", release, {"note": note, "over": over})
    return redirect(request, ROOT, say(request, "releases.done_rolled_back", release=release))


@allowed("publisher")
async def cancel(request: Request) -> Response:
    """Take a scheduled publication back."""
    plan, number = Schedule(context_of(request).app.engine), int(request.path_params["number"])
    if not await run_in_threadpool(plan.cancel, number):
        return redirect(request, ROOT, say(request, "releases.was_over"), "bad")
    await record(request, "release.unscheduled", str(number))
    return redirect(request, ROOT, say(request, "releases.done_cancelled"))


def problem_text(request: Request, error: PanduError) -> str:
    """What went wrong, in the language of the page."""
    problems = texts("releases", language_of(request))["problems"]
    return str(next((problems[key] for kind, key in _PROBLEMS if isinstance(error, kind)), error))


ROUTES = [
    Route("/terbitan", overview, methods=["GET"]),
    Route("/terbitan/terbitkan", ask_to_publish, methods=["GET"]),
    Route("/terbitan/terbitkan", publish, methods=["POST"]),
    Route("/terbitan/kembalikan", roll_back, methods=["POST"]),
    Route("/terbitan/jadwal/{number:int}/batal", cancel, methods=["POST"]),
]
