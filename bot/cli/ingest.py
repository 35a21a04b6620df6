"""Taking documents in."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli.console import err, open_app, scope_of
from bot.cli.releases import build_release


def ingest(
    paths: Annotated[list[str] | None, typer.Argument(help="Files, folders, ZIP files or http(s) addresses.")] = None,
    starter: Annotated[bool, typer.Option("--starter", help="Take in the starter corpus.")] = False,
    publish: Annotated[bool, typer.Option("--publish", help="Publish the new release at once.")] = False,
    collection: Annotated[str, typer.Option(help="Where the documents belong.")] = "staff",
    replaces: Annotated[str | None, typer.Option(help="The document of which this is a new version.")] = None,
    keep_personal_data: Annotated[bool, typer.Option(help="Do not mask personal data.")] = False,
) -> None:
    """Take documents in and build a release; readers see it once it is published."""
    from bot.cli.ingestion import Ingestion
    from ingest.importer import Importer
    from ingest.sandbox import load_safely

    if not paths and not starter:
        raise typer.BadParameter("Name a file, folder, ZIP or address, or give --starter.")
    belongs = scope_of(collection) or "staff"
    with open_app() as app:
        ingestion = Ingestion(Importer(app.settings.data, app.document_store, load_safely), err, app.audit)
        if starter:
            ingestion.starter()
        ingestion.take(paths or [], collection=belongs, replaces=replaces, keep_personal_data=keep_personal_data)
        ingestion.finish()
        build_release(app, publish=publish)
    if ingestion.counts["failed"]:
        raise typer.Exit(1)
