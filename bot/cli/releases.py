"""Commands that build, publish and roll back."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from bot.cli.console import actor, open_app, open_builder, out
from bot.cli.terminal import shown
from knowledge.language.dates import WIB, local_time

if TYPE_CHECKING:
    from bot.app import App

NoteOption = Annotated[str | None, typer.Option("--note", help="Why; shown in the history.")]


def releases(
    history: Annotated[bool, typer.Option("--history", help="List what was published, by whom and why.")] = False,
) -> None:
    """List releases, newest first, and what is scheduled."""
    from knowledge.storage.schedule import Schedule

    with open_app() as app:
        if history:
            _show_history(app)
            return
        table = Table("Release", "Status", "Built", "Chunks", "Changes")
        for release in app.release_store.releases():
            report = release.report
            changes = "+{added} ~{changed} -{removed}".format(**report) if report else ""
            status = "[green]published[/]" if release.published else release.status
            built = local_time(release.created_at)
            table.add_row(release.id, status, built, str(report.get("chunks", "")), changes)
        out.print(table)
        for one in Schedule(app.engine).waiting():
            due = local_time(one.due_at)
            out.print(f"Scheduled for {due} by {shown(one.actor)}: {one.release}", soft_wrap=True)


def _show_history(app: App) -> None:
    table = Table("When", "What", "Release", "By", "Why")
    for one in app.release_store.history(most=200):
        what = "rolled back" if one.rollback else "published"
        table.add_row(local_time(one.at), what, one.release, shown(one.actor), shown(one.note))
    out.print(table)


def build(
    publish: Annotated[bool, typer.Option("--publish", help="Publish the new release at once.")] = False,
) -> None:
    """Build a release of the documents as they are now; readers see it once it is published."""
    with open_app() as app:
        build_release(app, publish=publish)


def build_release(app: App, *, publish: bool) -> None:
    """Build a release, say what it changes, and publish it or say how to."""
    if app.originals.bound() and (found := app.binder.extend()):
        out.print(f"{found} statements compared with the originals of their sources: pandu originals")
    with open_builder(app) as builder:
        built = builder.build()
        unchanged = "" if built.new else " (nothing has changed)"
        out.print(f"Release {built.release_id}{unchanged}: {built.report}", soft_wrap=True)
        if publish:
            builder.publish(built.release_id, actor())
            out.print(f"Published: {built.release_id}")
        elif built.new:
            out.print(f"To publish it: pandu publish {built.release_id}")


def publish(
    release: Annotated[str, typer.Argument(help="The release's id, as `pandu releases` lists it.")],
    note: NoteOption = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Publish also where golden questions would fail, as `pandu impact` shows.")
    ] = False,
    at: Annotated[
        datetime | None,
        typer.Option("--at", formats=["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"], help="Publish then, in WIB (UTC+7)."),
    ] = None,
    cancel: Annotated[bool, typer.Option("--cancel", help="Take back what is scheduled of this release.")] = False,
) -> None:
    """Let a release answer; running servers switch with the next question, or at the time given with --at."""
    from bot.releases import publishing

    with open_app() as app:
        if cancel:
            _cancel(app, release)
            return
        if not yes:
            publishing.need_yes(app, release, unseen=False)
        why = _note(note)
        if at is not None:
            due = at.replace(tzinfo=WIB)
            number = publishing.schedule(app, release, due, actor(), note=why)
            detail = {"note": why, "number": number, "due": local_time(due)}
            app.audit.record(actor(), "release.scheduled", release, detail)
            out.print(f"Scheduled: {release} for {local_time(due)}; a running server publishes it")
            return
        if app.builder().publish(release, actor(), note=why):
            app.audit.record(actor(), "release.published", release, {"note": why})
    out.print(f"Published: {release}")


def rollback(note: NoteOption = None) -> None:
    """Go back to the release that answered before the published one."""
    with open_app() as app:
        why = _note(note)
        release = app.builder().rollback(actor(), note=why)
        app.audit.record(actor(), "release.rolled-back", release, {"note": why})
    out.print(f"Rolled back to {release}")


def _cancel(app: App, release: str) -> None:
    from knowledge.storage.schedule import Schedule

    plan = Schedule(app.engine)
    gone = [one.id for one in plan.waiting() if one.release == release and plan.cancel(one.id)]
    for number in gone:
        app.audit.record(actor(), "release.unscheduled", release, {"number": number})
    out.print(f"Cancelled: {len(gone)} scheduled publications of {release}")


def _note(given: str | None) -> str:
    """The reason that the history shows; asked for at a terminal."""
    if given is not None or not sys.stdin.isatty():
        return given or ""
    return str(typer.prompt("Why (shown in the history)", default="", show_default=False))


def rebuild() -> None:
    """Make every index file of the published release anew from the database."""
    with open_app() as app, open_builder(app) as builder:
        built = builder.rebuild(actor())
    out.print(f"Rebuilt and published {built.release_id}: {built.report}", soft_wrap=True)
