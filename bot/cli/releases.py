"""Commands that build, publish and roll back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from bot.cli.console import actor, open_app, open_builder, out

if TYPE_CHECKING:
    from bot.app import App


def releases() -> None:
    """List releases, newest first."""
    with open_app() as app:
        table = Table("Release", "Status", "Built", "Chunks", "Changes")
        for release in app.release_store.releases():
            report = release.report
            changes = "+{added} ~{changed} -{removed}".format(**report) if report else ""
            status = "[green]published[/]" if release.published else release.status
            built = f"{release.created_at:%Y-%m-%d %H:%M}"
            table.add_row(release.id, status, built, str(report.get("chunks", "")), changes)
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


def publish(release: Annotated[str, typer.Argument(help="The release's id, as `pandu releases` lists it.")]) -> None:
    """Let a release answer; running servers switch with the next question."""
    with open_app() as app, open_builder(app) as builder:
        builder.publish(release, actor())
    out.print(f"Published: {release}")


def rollback() -> None:
    """Go back to the release that answered before the published one."""
    with open_app() as app, open_builder(app) as builder:
        release = builder.rollback(actor())
    out.print(f"Rolled back to {release}")


def rebuild() -> None:
    """Make every index file of the published release anew from the database."""
    with open_app() as app, open_builder(app) as builder:
        built = builder.rebuild(actor())
    out.print(f"Rebuilt and published {built.release_id}: {built.report}", soft_wrap=True)
