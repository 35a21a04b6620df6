"""Publishing with a reason, over what one has seen; now, or at a time to come."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from bot.releases.impacts import ImpactRun, Impacts
from knowledge.errors import LockedError, PanduError
from knowledge.storage.engine import now
from knowledge.storage.schedule import Schedule

if TYPE_CHECKING:
    from bot.app import App

logger = logging.getLogger(__name__)


class UnconfirmedError(PanduError):
    """Publishing takes an explicit yes: golden questions would fail, or nobody has seen what it changes."""


def preview_of(app: App, release: str) -> ImpactRun | None:
    """The finished preview of a Release over what is published, if there is one."""
    return Impacts(app.engine).latest(release, app.release_store.published())


def need_yes(app: App, release: str, *, unseen: bool) -> None:
    """Refuse to publish a Release without an explicit yes where golden questions would fail.

    Args:
        app: the parts.
        release: what is to be published.
        unseen: whether a Release of which there is no preview needs it as well.

    Raises:
        UnconfirmedError: it does.
    """
    preview = preview_of(app, release)
    if preview is None and unseen:
        raise UnconfirmedError("There is no impact preview of this release over what is published.")
    if preview is not None and preview.failing:
        raise UnconfirmedError(
            f"{preview.failing} golden questions that are answered rightly would no longer be. `pandu impact` shows "
            "them; publish all the same with --yes."
        )


def schedule(app: App, release: str, due_at: datetime, by: str, *, note: str = "") -> int:
    """Have a running server publish a Release at a time to come, over what is published now; returns its number.

    Raises:
        NotFoundError: there is no such complete Release.
        PanduError: the time is past.
    """
    if due_at <= now():
        raise PanduError("The time of a scheduled publication must lie ahead.")
    over = app.release_store.published() or ""
    return Schedule(app.engine).add(release, due_at, by, over=over, note=note).id


def publish_due(app: App) -> None:
    """Carry out what is due. Several processes may try: each publication is done once."""
    plan = Schedule(app.engine)
    for one in plan.due():
        try:
            moved = app.builder().publish(one.release, one.actor, note=one.note, over=one.over, scheduled=one.id)
        except LockedError:
            return  # at the next look
        except PanduError as error:
            if plan.fail(one.id, str(error)):
                logger.warning("The scheduled publication of %s was not carried out: %s", one.release, error)
            continue
        if moved:
            detail = {"note": one.note, "over": one.over, "number": one.id}
            app.audit.record(one.actor, "release.published", one.release, detail, "schedule")
