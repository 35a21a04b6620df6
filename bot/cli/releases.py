"""Commands that build, publish and roll back."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from bot.cli.console import _actor, _app, _builder, out


def releases() -> None:
    """List releases, newest first."""
    with _app() as app:
        table = Table("Release", "Status", "Built", "Chunks", "Changes")
        for one in app.release_store.releases():
            report = one.report
            changes = "+{added} ~{changed} -{removed}".format(**report) if report else ""
            status = "[green]published[/]" if one.published else one.status
            table.add_row(one.id, status, f"{one.created_at:%Y-%m-%d %H:%M}", str(report.get("chunks", "")), changes)
        out.print(table)


def publish(release: Annotated[str, typer.Argument(help="The release's id, as `pandu releases` lists it.")]) -> None:
    """Let a release answer; running servers switch with the next question."""
    with _app() as app, _builder(app) as builder:
        builder.publish(release, _actor())
    out.print(f"Published: {release}")


def rollback() -> None:
    """Go back to the release that answered before the published one."""
    with _app() as app, _builder(app) as builder:
        release = builder.rollback(_actor())
    out.print(f"Rolled back to {release}")


def rebuild() -> None:
    """Make every index file of the published release anew from the database."""
    with _app() as app, _builder(app) as builder:
        built = builder.rebuild(_actor())
    out.print(f"Rebuilt and published {built.release_id}: {built.report}", soft_wrap=True)
